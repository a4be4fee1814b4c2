import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CommandOutcome } from '@ariadne/contract'
import { DEFAULT_TARGETS, mintId, mintReference, type InstanceId } from '@ariadne/domain'
import { importRecords, readCtdc, type CtdcRecord } from '../../apps/server/src/casework/import/index.ts'
import { giveKey } from '../../apps/server/src/testing/give-key.ts'
import { startTestInstance, type Asker, type TestInstance } from '../../apps/server/src/testing/instance.ts'
import { makeRunFolder, removeRunFolder, startCluster } from '../../tests/support/cluster.ts'

/** The real records lie beside the project and are not part of it. Without them a bench says so and measures nothing. */
const file = join(import.meta.dirname, '../../../shared/data/ctdc/ctdc_global_k-anon_2020_SEE_subset.csv')
export const realRecords = (): CtdcRecord[] | undefined =>
  existsSync(file) ? readCtdc(readFileSync(file, 'utf8'), new Date().getUTCFullYear()).records : undefined

const unitId = 'unt_bench'
const people = ['ana', 'ben'].map((name) => ({
  memberId: `mbr_${name}`,
  email: `${name}@bench.example`,
  passphrase: 'a calm river at night',
  units: { [unitId]: ['case_coordinator', 'case_worker'] },
}))

export type Caseload = {
  instance: TestInstance
  /** Somebody who coordinates the cases of the one unit. */
  ask: Asker
  importAll: (records: readonly CtdcRecord[]) => Promise<number>
  /** Commands that open a case each, for a person like the one of a real record. */
  openings: (records: readonly CtdcRecord[]) => object[]
  send: (commands: readonly object[]) => Promise<void>
}

/** One instance with one unit that leads cases, on a PostgreSQL that writes through to the disk, as in earnest. */
export const withCaseload = async <T>(work: (caseload: Caseload) => Promise<T>): Promise<T> => {
  const before = process.env['ARIADNE_TEST_RUN']
  const folder = makeRunFolder()
  process.env['ARIADNE_TEST_RUN'] = folder
  await startCluster(folder, 'durable')
  const instance = await startTestInstance()
  try {
    await instance.unit(unitId, 'nrm_office')
    for (const person of people) await instance.enrolled(person)
    await giveKey(
      instance.platform.db,
      unitId,
      people.map((person) => person.memberId),
    )
    const [first] = people
    if (first === undefined) throw new Error('Nobody works here.')
    const ask = await instance.signIn(first)
    return await work({
      instance,
      ask,
      importAll: async (records) => {
        const deps = {
          db: instance.platform.db,
          instanceId: 'ins_test' as InstanceId,
          now: () => new Date().toISOString(),
          targets: DEFAULT_TARGETS,
        }
        return (await importRecords(deps, { records, source: 'ctdc-2020', unitId })).imported
      },
      openings: (records) => records.map((record) => opening(record)),
      send: async (commands) => {
        for (let from = 0; from < commands.length; from += 100) {
          const response = await ask('/api/commands', { json: { commands: commands.slice(from, from + 100) } })
          const { outcomes } = (await response.json()) as { outcomes: CommandOutcome[] }
          const bad = outcomes.find((outcome) => outcome.status !== 'accepted')
          if (bad) throw new Error(`A command was not accepted: ${JSON.stringify(bad)}`)
        }
      },
    })
  } finally {
    await instance.stop()
    await removeRunFolder(folder)
    if (before === undefined) delete process.env['ARIADNE_TEST_RUN']
    else process.env['ARIADNE_TEST_RUN'] = before
  }
}

const opening = (record: CtdcRecord): object => {
  const caseId = mintId<string>(Date.now())
  const at = new Date().toISOString()
  const isChild = ['under_12', '12_15', 'doubt_child'].includes(record.ageBand)
  const act = {
    id: mintId(Date.now()),
    caseId,
    kind: 'case.opened',
    version: 1,
    by: { instanceId: 'ins_test', unitId, memberId: 'mbr_ana', function: 'case_coordinator' },
    occurredAt: at,
    reliesOn: {},
    body: {
      reference: mintReference('MK'),
      fileBasis: isChild ? 'child_protection' : 'person_agreed',
      safeToProceed: true,
      ageBand: record.ageBand,
      sex: record.sex,
      languages: ['ro'],
      confidentialityExplained: true,
      nationalityClaimed: record.citizenship,
      referralId: null,
    },
    parts: [],
  }
  return { id: mintId(Date.now()), kind: 'case.act', at, body: { caseId, acts: [act], parts: [], wraps: [] } }
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
