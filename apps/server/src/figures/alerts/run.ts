import type { Alert } from '@ariadne/signals/watch'
import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Platform } from '../../platform/stage.ts'
import type { Figures, Reading } from '../figures.ts'
import type { Answer } from './look.ts'
import type { startLooking } from './look-apart.ts'
import { alertTables } from './tables.ts'
import type { Looked, Series } from './tables.ts'
import { WATCHED, watchedRows } from './watched.ts'

/** At most one new false alarm in so many days, in all countries and all that is watched together (DESIGN 7). */
const REGION_BUDGET_DAYS = 30
/** A rise that was found within so many days of an earlier find about the same cells is the same rise. */
const SAME_RISE_DAYS = 28

/** This country's share: the region's budget stretched over all who watch and all they watch. */
const budgetOf = (countries: number): number => REGION_BUDGET_DAYS * Math.max(1, countries) * WATCHED.length

/** Cells by their categories, whatever the order in which the database gives them back. */
const cellsOf = (alert: Alert): Set<string> =>
  new Set(
    alert.cells.map(({ values }) => JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  )

/** Whether two finds are about the same rise: half of the cells of the smaller one are in both. */
const isSameRise = (a: Alert, b: Alert): boolean => {
  const [one, two] = [cellsOf(a), cellsOf(b)]
  const shared = [...one].filter((cell) => two.has(cell)).length
  return shared > 0 && 2 * shared >= Math.min(one.size, two.size)
}

/** @param taken alerts that this run has carried on already: two finds of one night are two rises */
const keep = async (
  tx: Tx,
  find: { definition: string; found: Alert; series: Series; taken: Set<string> },
  now: string,
): Promise<void> => {
  const { definition, found, series, taken } = find
  const tables = alertTables(tx)
  const since = new Date(Date.parse(found.from) - SAME_RISE_DAYS * 86_400_000).toISOString().slice(0, 10)
  const earlier = await tables
    .selectFrom('alert')
    .select(['id', 'found'])
    .where('definition', '=', definition)
    .where('last_day', '>=', since)
    .orderBy('last_day', 'desc')
    .execute()
  const same = earlier.find((one) => !taken.has(one.id) && isSameRise(one.found, found))
  const told = { found: JSON.stringify(found), series: JSON.stringify(series), last_day: found.to }
  const id = same?.id ?? mintId<string>(Date.parse(now))
  taken.add(id)
  if (same === undefined)
    await tables
      .insertInto('alert')
      .values({ id, definition, first_found_at: now, ...told })
      .execute()
  else await tables.updateTable('alert').set(told).where('id', '=', same.id).execute()
}

const isDone = async (tx: Tx, day: string): Promise<boolean> =>
  (await alertTables(tx).selectFrom('alert_run').select('id').where('day', '=', day).executeTakeFirst()) !== undefined

/** What is to be looked at today; nothing where it was done. */
const questionsOf = async (reading: Reading) => {
  const { tx, now, country } = reading
  // The secretariat holds no person and counts none.
  if (country === '' || (await isDone(tx, now.slice(0, 10)))) return undefined
  const counts = []
  for (const watched of WATCHED)
    counts.push({ definition: watched.definition, rows: (await watchedRows(reading, watched)).rows })
  return { now, counts }
}

type Run = { now: string; budgetDays: number; answers: (Answer & { definition: string })[] }

const keepRun = async (tx: Tx, { now, budgetDays, answers }: Run): Promise<boolean> => {
  const day = now.slice(0, 10)
  const isMine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4130, 670) as mine`.execute(tx)
  if (isMine.rows[0]?.mine !== true || (await isDone(tx, day))) return false
  const looked: Looked[] = []
  for (const { definition, sums, refused, found } of answers) {
    const taken = new Set<string>()
    for (const { alert, series } of found) await keep(tx, { definition, found: alert, series, taken }, now)
    looked.push({ definition, sums, refused })
  }
  await alertTables(tx)
    .insertInto('alert_run')
    .values({ id: mintId(Date.parse(now)), day, ran_at: now, budget_days: budgetDays, looked: JSON.stringify(looked) })
    .execute()
  return true
}

/**
 * Looks at everything watched unless it was done for this day. No transaction is open while it reckons, which may take
 * longer than the database lets one idle. @returns whether it did
 */
export const runWatch = async (
  figures: Figures,
  {
    countries,
    log,
    apart,
  }: { countries: () => Promise<number>; log: Platform['log']; apart: ReturnType<typeof startLooking> },
): Promise<boolean> => {
  const asked = await figures.read('en', questionsOf)
  if (asked === undefined) return false
  const budgetDays = budgetOf(await countries())
  const answers: Run['answers'] = []
  for (const { definition, rows } of asked.counts) {
    const start = performance.now()
    const answer = await apart.ask('look', { rows, budgetDays })
    answers.push({ definition, ...answer })
    const milliseconds = Math.round(performance.now() - start)
    log.info({ definition, sums: answer.sums, alerts: answer.found.length, milliseconds }, 'early warning: looked')
  }
  return figures.read('en', ({ tx }) => keepRun(tx, { now: asked.now, budgetDays, answers }))
}
