import type { Alert, Field } from '@ariadne/signals/watch'
import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Figures, Reading } from '../figures.ts'
import { alertTables } from './tables.ts'
import type { Looked, Series } from './tables.ts'
import { WATCHED, watchedRows } from './watched.ts'

/** At most one false alarm in so many days, in all countries and all that is watched together (DESIGN 7). */
const REGION_BUDGET_DAYS = 30
const SERIES_WEEKS = 78
/** A rise that was found within so many days of an earlier find about the same cells is the same rise. */
const SAME_RISE_DAYS = 28

/** This country's share: the region's budget stretched over all who watch and all they watch. */
const budgetOf = (countries: number): number => REGION_BUDGET_DAYS * Math.max(1, countries) * WATCHED.length

/** The series of what rose, summed over the cells that carry its categories. */
const seriesOf = ({ columns, cells, counts, periods }: Field, { fixed, zone = [] }: Alert): Series => {
  const sums = Array.from(periods, () => 0)
  for (const [cell, { values }] of cells.entries()) {
    const carries = columns.every((column, at) => !(column in fixed) || fixed[column] === values[at])
    const lies = zone.length === 0 || values.some((value) => zone.includes(value))
    if (carries && lies) for (const [at, count] of (counts[cell] ?? []).entries()) sums[at] = (sums[at] ?? 0) + count
  }
  const from = Math.max(0, periods.length - SERIES_WEEKS)
  return { from: periods[from] ?? '', counts: sums.slice(from) }
}

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

const lookAt = async (reading: Reading, watched: (typeof WATCHED)[number], budgetDays: number): Promise<Looked> => {
  const { fieldOf, watch, WatchError } = await import('@ariadne/signals/watch')
  const { rows } = await watchedRows(reading, watched)
  const { definition } = watched
  try {
    const field = fieldOf(rows, 'week')
    const found = watch(field, { budgetDays })
    const taken = new Set<string>()
    for (const alert of found.alerts)
      await keep(reading.tx, { definition, found: alert, series: seriesOf(field, alert), taken }, reading.now)
    return { definition, sums: found.groups, refused: null }
  } catch (error) {
    if (!(error instanceof WatchError)) throw error
    return { definition, sums: 0, refused: rows.length === 0 ? 'nothing_recorded' : 'too_little' }
  }
}

/** Looks at everything watched unless it was done for this day. @returns whether it did */
export const runWatch = (figures: Figures, countries: () => Promise<number>): Promise<boolean> =>
  figures.read('en', async (reading) => {
    const { tx, now, country } = reading
    // The secretariat holds no person and counts none.
    if (country === '') return false
    const day = now.slice(0, 10)
    const isMine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(4130, 670) as mine`.execute(tx)
    if (isMine.rows[0]?.mine !== true) return false
    const tables = alertTables(tx)
    const done = await tables.selectFrom('alert_run').select('id').where('day', '=', day).executeTakeFirst()
    if (done !== undefined) return false
    const budgetDays = budgetOf(await countries())
    const looked: Looked[] = []
    for (const watched of WATCHED) looked.push(await lookAt(reading, watched, budgetDays))
    await tables
      .insertInto('alert_run')
      .values({
        id: mintId(Date.parse(now)),
        day,
        ran_at: now,
        budget_days: budgetDays,
        looked: JSON.stringify(looked),
      })
      .execute()
    return true
  })
