import { fieldOf, watch, WatchError } from '@ariadne/signals/watch'
import type { Alert, Field, WatchRow } from '@ariadne/signals/watch'
import type { Looked, Series } from './tables.ts'

/** What is looked at, with nothing else of the server's: it crosses to a thread of its own. */
export type Question = { rows: WatchRow[]; budgetDays: number }
export type Answer = Omit<Looked, 'definition'> & { found: { alert: Alert; series: Series }[] }

const SERIES_WEEKS = 78

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

/** What rose among these counts, or in a word why that cannot be said. */
export const look = ({ rows, budgetDays }: Question): Answer => {
  try {
    const field = fieldOf(rows, 'week')
    // Weeks end with yesterday, every night anew: the budget is for all of these looks.
    const { alerts, groups } = watch(field, { budgetDays, everyDays: 1 })
    return { sums: groups, refused: null, found: alerts.map((alert) => ({ alert, series: seriesOf(field, alert) })) }
  } catch (error) {
    if (!(error instanceof WatchError)) throw error
    return { sums: 0, refused: rows.length === 0 ? 'nothing_recorded' : 'too_little', found: [] }
  }
}
