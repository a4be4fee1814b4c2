import { createHash } from 'node:crypto'
import type { Budget, Method } from '@ariadne/disclosure'
import { canonicalJson, mintId } from '@ariadne/domain'
import type { SigningKey } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Reading } from '../figures.ts'
import { signRelease } from '../regional/statement.ts'
import { buildReport } from '../reports/build.ts'
import type { BuiltReport } from '../reports/build.ts'
import { makeNoisy, makeRounded } from '../reports/changed.ts'
import { makeSafe } from '../reports/release.ts'
import type { SafeReport } from '../reports/release.ts'
import { keepSpending, readBudget } from './budget.ts'
import { pastOf } from './past.ts'
import type { Past } from './past.ts'
import { publishedTables } from './tables.ts'

export type Published = {
  id: string
  signed: string
  version: number
  method: Method
  cells: number
  suppressed: number
  /** False where the same figures were released by the same method before: that release is this one. */
  isNew: boolean
}

/** Multiples of this are what a rounded release tells. */
export const BASE = 5
/** What one release with noise spends. */
export const EPSILON = '1'

const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')

/** One release after the other: each is audited against all before it, and noise is paid from what is left. */
const lockReleases = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4130, 720)`.execute(tx)
}

export const findLatest = (tx: Tx, report: string, year: number) =>
  publishedTables(tx)
    .selectFrom('figure_release')
    .selectAll()
    .where('report', '=', report)
    .where('year', '=', year)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

type Row = NonNullable<Awaited<ReturnType<typeof findLatest>>>

const asPublished = (row: Row, isNew: boolean): Published => ({
  id: row.id,
  signed: row.signed ?? '',
  version: row.version,
  method: row.method,
  cells: row.cells.length,
  suppressed: row.cells.filter((cell) => cell.status === 'suppressed').length,
  isNew,
})

const protectBy = async (
  method: Method,
  { reading, built, past }: { reading: Reading; built: BuiltReport; past: Past },
): Promise<SafeReport & { budget?: Budget }> => {
  const { tx, statistics, now, audits } = reading
  switch (method) {
    case 'suppress':
      return makeSafe(built, statistics, { past, audits }, now)
    case 'round':
      return makeRounded(built, statistics, { past, audits }, now, BASE)
    case 'noise': {
      const budget = await readBudget(tx, String(built.year))
      const bytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
      return makeNoisy(built, statistics, await past.load(), now, { epsilon: EPSILON, budget, bytes })
    }
  }
}

/**
 * Releases a report of this country: protected by one method, audited against everything released before, signed, and
 * kept with its certificate. Released again with the same figures it is the same release.
 * @throws {NotYet} where it is not audited yet
 * @throws {NotSafe} and DisclosureError `mixed_methods`, `budget_spent`; nothing is kept and nothing spent then
 */
export const publishReport = async (
  reading: Reading,
  release: {
    name: string
    year: number
    instanceId: string
    key: SigningKey
    by: string | null
    method?: Method
  },
): Promise<Published> => {
  const { tx, now, country } = reading
  const { name, year, method = 'suppress' } = release
  await lockReleases(tx)
  const built = await buildReport(reading, name, year)
  const before = await findLatest(tx, name, year)
  const madeFrom = digestOf(built.cells)
  const isAgain = (digest: string) => before?.method === method && before.signed !== null && before.digest === digest
  // Noise drawn a second time for the same figures could be averaged away.
  if (method === 'noise' && before?.method === 'noise' && before.made_from === madeFrom && before.signed !== null)
    return asPublished(before, false)
  const past = await pastOf(tx)
  const made = await protectBy(method, { reading, built, past })
  const digest = digestOf(made.cells)
  if (before && isAgain(digest)) return asPublished(before, false)
  const version = (before?.version ?? 0) + 1
  const signed = await signRelease(
    {
      v: 1,
      kind: 'report',
      from: release.instanceId,
      country: country === '' ? null : country,
      name,
      period: String(year),
      version,
      template: built.template.version,
      issued: now,
      cells: made.cells.map(({ low: _low, high: _high, ...cell }) => ({ ...cell, others: [] })),
      certificate: { ...made.certificate },
    },
    release.key,
  )
  const row = await publishedTables(tx)
    .insertInto('figure_release')
    .values({
      id: mintId(Date.parse(now)),
      report: name,
      year,
      version,
      method,
      cells: JSON.stringify(made.cells),
      published: JSON.stringify(made.table),
      certificate: JSON.stringify(made.certificate),
      digest,
      made_from: madeFrom,
      signed,
      released_by: release.by,
      released_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const spent = made.budget?.entries.at(-1)
  if (made.budget && spent) {
    const { epsilon, rho } = spent
    const { limit } = made.budget
    await keepSpending(tx, { releaseId: row.id, period: String(year), limit, epsilon, rho, at: now })
  }
  return asPublished(row, true)
}
