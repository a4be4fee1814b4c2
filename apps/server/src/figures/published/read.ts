import { epsilonOf, spentOf } from '@ariadne/disclosure'
import type { AnyCertificate, Method } from '@ariadne/disclosure'
import { sql } from 'kysely'
import type { Fate } from '../../handover/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'
import { readBudget } from './budget.ts'

export type FatesOf = (tx: Tx, ids: readonly string[]) => Promise<Map<string, Fate>>
/** To whom something went, and what became of it. */
export type Sending = { peer: string; state: Fate['state']; code: string | null; at: string }

type SentRow = { of: string; message_id: string; peer: string; sent_at: string }

/** The last message to each peer, by what it carried. */
export const readSendings = async (
  tx: Tx,
  column: 'release_id' | 'alert_release_id',
  ids: readonly string[],
  fatesOf: FatesOf,
): Promise<Map<string, Sending[]>> => {
  const { rows } = await sql<SentRow>`
    select distinct on (${sql.ref(column)}, peer) ${sql.ref(column)} as of, message_id, peer, sent_at
    from release_sending where ${sql.ref(column)} = any (${[...ids]}::uuid[])
    order by ${sql.ref(column)}, peer, sent_at desc, message_id desc`.execute(tx)
  const fates = await fatesOf(
    tx,
    rows.map((row) => row.message_id),
  )
  const sendings = new Map<string, Sending[]>()
  for (const { of, message_id: id, peer, sent_at: sentAt } of rows) {
    const fate = fates.get(id) ?? { state: 'waiting' as const, code: null, at: sentAt }
    sendings.set(of, [...(sendings.get(of) ?? []), { peer, ...fate }])
  }
  return sendings
}

type Row = {
  id: string
  report: string
  year: number
  version: number
  method: Method
  digest: string
  certificate: AnyCertificate
  by: string | null
  releasedAt: string
  cells: number
  suppressed: number
  hasFile: boolean
}

/** A certificate as a page tells it, by the method of its release. */
const toldOf = (certificate: AnyCertificate) => {
  const { at, safe, tableDigest } = certificate
  const shared = { at, safe, tableDigest }
  switch (certificate.method) {
    case 'suppression': {
      const { rule, narrowest, solver, past, intervalsDigest } = certificate
      const { threshold, k } = rule
      return {
        ...shared,
        method: 'suppress' as const,
        threshold,
        k,
        narrowest,
        solver,
        intervalsDigest,
        past: past.length,
      }
    }
    case 'rounding': {
      const { rule, narrowest, solver, past, intervalsDigest } = certificate
      const { base, k } = rule
      return { ...shared, method: 'round' as const, base, k, narrowest, solver, intervalsDigest, past: past.length }
    }
    case 'noise': {
      const { rule, off } = certificate
      return { ...shared, method: 'noise' as const, epsilon: rule.epsilon, cellsPerRecord: rule.cellsPerPerson, off }
    }
  }
}

const MOST = 200
/** The chance with which the promise of noise may fail, by which it is told in words. */
const DELTA = 1e-6

/** Every release with its certificate, the newest first, and the budgets of noise of their years. */
export const listReleases = async (tx: Tx, fatesOf: FatesOf) => {
  const { rows } = await sql<Row>`
    select r.id, r.report, r.year, r.version, r.method, r.digest, r.certificate, m.display_name as by,
      r.released_at as "releasedAt", jsonb_array_length(r.cells) as cells, r.signed is not null as "hasFile",
      (select count(*)::int from jsonb_array_elements(r.cells) as c where c ->> 'status' = 'suppressed') as suppressed
    from figure_release r left join member m on m.id = r.released_by
    order by r.released_at desc, r.id desc limit ${MOST}`.execute(tx)
  const sent = await readSendings(
    tx,
    'release_id',
    rows.map((row) => row.id),
    fatesOf,
  )
  const latest = new Set<string>()
  const releases = rows.map((row) => {
    const name = `${row.report} ${row.year}`
    const isLatest = !latest.has(name)
    latest.add(name)
    return { ...row, certificate: toldOf(row.certificate), isLatest, sent: sent.get(row.id) ?? [] }
  })
  const years = [...new Set(rows.filter(({ method }) => method === 'noise').map(({ year }) => year))]
  const budgets = []
  for (const year of years) budgets.push({ year, ...(await readSpent(tx, year)) })
  return { releases, budgets }
}

/** What noise has spent of a year's budget, and the epsilon it amounts to. */
export const readSpent = async (tx: Tx, year: number) => {
  const budget = await readBudget(tx, String(year))
  const { spent, limit } = spentOf(budget)
  return { spent, limit, releases: budget.entries.length, epsilon: spent === 0 ? 0 : epsilonOf(spent, DELTA) }
}

export const findRelease = (tx: Tx, id: string) =>
  publishedTables(tx).selectFrom('figure_release').selectAll().where('id', '=', id).executeTakeFirst()
