import { createHash, randomBytes } from 'node:crypto'
import { append, canonicalJson, chain, CHAIN_START, emptyCase, judge, mintReference } from '@ariadne/domain'
import type { Act, ActionId, CaseId, InstanceId, Targets, UnitId } from '@ariadne/domain'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import { findOwnUnits, mayHoldCases } from '../directory.ts'
import { project } from '../project.ts'
import { storeCases } from '../store.ts'
import { deterministicId } from './deterministic-id.ts'
import type { HistoricRecord } from './historic-record.ts'

const BATCH = 500

export class ImportRefused extends Error {}

export type ImportReport = { read: number; imported: number; alreadyThere: number }

type Wanted = { record: HistoricRecord; caseId: CaseId; actionId: ActionId }

/** Many records are alike, word for word: the first, second, third of a kind are told apart by counting. */
const named = (records: readonly HistoricRecord[], source: string, instanceId: InstanceId): Wanted[] => {
  const seen = new Map<string, number>()
  return records.map((record) => {
    const content = canonicalJson(record)
    const occurrence = (seen.get(content) ?? 0) + 1
    seen.set(content, occurrence)
    const name = `${content}\n${occurrence}`
    const registered = Date.UTC(record.year, 0, 1)
    const id = (what: string) => deterministicId(registered, `ariadne/${source}/${instanceId}/${what}`, name)
    return { record, caseId: id('case') as CaseId, actionId: id('action') as ActionId }
  })
}

const importing = ({ record, caseId, actionId }: Wanted, by: Act['by'], source: string, now: string): Act => ({
  id: actionId,
  caseId,
  kind: 'case.imported',
  version: 1,
  by,
  occurredAt: now,
  reliesOn: { case: 0 },
  body: {
    // Three letters say where it came from; ours begin with two.
    reference: mintReference(
      source === 'ctdc-2020' ? 'CTD' : 'REG',
      new Uint8Array(createHash('sha256').update(caseId).digest()),
    ),
    source,
    year: record.year,
    ageBand: record.ageBand,
    sex: record.sex,
    citizenship: record.citizenship,
    exploitation: record.exploitation,
    countryOfExploitation: record.countryOfExploitation,
    ...(record.milestones === undefined ? {} : { milestones: record.milestones }),
    ...(record.detector === undefined ? {} : { detector: record.detector }),
    ...(record.place === undefined ? {} : { place: record.place }),
    ...(record.area === undefined ? {} : { area: record.area }),
  },
  parts: [],
})

const knownIds = async (tx: Tx, batch: readonly Wanted[]): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`
    select id from case_action where id = any (${batch.map((one) => one.actionId)}::uuid[])`.execute(tx)
  return new Set(rows.map((row) => row.id))
}

/**
 * Imports coded records as historic cases of one unit, all or none. Each is judged, chained and projected like any
 * other first act; run again, it finds them there and adds nothing.
 * @throws {ImportRefused}
 */
export const importRecords = (
  deps: { db: Database; instanceId: InstanceId; now: () => string; targets: Targets },
  input: { records: readonly HistoricRecord[]; source: string; unitId: string },
  progress: (state: { done: number; of: number }) => void = () => undefined,
): Promise<ImportReport> =>
  withSystem(deps.db, 'import', async (tx) => {
    const unit = (await findOwnUnits(tx, [input.unitId])).get(input.unitId)
    if (unit === undefined) throw new ImportRefused(`There is no unit "${input.unitId}" here. Name one with --unit.`)
    if (!mayHoldCases(unit))
      throw new ImportRefused(`"${input.unitId}" is a ${unit.kind}, and such a unit holds no cases. Name another.`)
    const by: Act['by'] = {
      instanceId: deps.instanceId,
      unitId: input.unitId as UnitId,
      memberId: null,
      function: 'instance_admin',
    }
    const wanted = named(input.records, input.source, deps.instanceId)
    const now = deps.now()
    let imported = 0
    for (let from = 0; from < wanted.length; from += BATCH) {
      const batch = wanted.slice(from, from + BATCH)
      const known = await knownIds(tx, batch)
      const actions = []
      const projections = []
      for (const one of batch) {
        if (known.has(one.actionId)) continue
        const act = importing(one, by, input.source, now)
        const empty = emptyCase(one.caseId, deps.instanceId)
        const judgement = judge(empty, act, now)
        if (judgement.outcome !== 'allowed')
          throw new Error(`A record that was read cannot be imported: ${JSON.stringify(judgement)}`)
        const action = await chain(act, 1, now, randomBytes(16).toString('hex'), CHAIN_START)
        actions.push(action)
        projections.push(project(append(empty, act), action.hash, deps.targets))
      }
      if (actions.length > 0) await storeCases(tx, projections, actions)
      imported += actions.length
      progress({ done: Math.min(from + BATCH, wanted.length), of: wanted.length })
    }
    return { read: wanted.length, imported, alreadyThere: wanted.length - imported }
  })
