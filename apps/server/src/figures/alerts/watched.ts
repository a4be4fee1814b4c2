import type { CountDefinition, DimensionId } from '@ariadne/domain/statistics'
import { categoryOf } from '@ariadne/domain/statistics'
import type { WatchRow } from '@ariadne/signals/watch'
import { countDays } from '../count/groups.ts'
import { getCountDefinition } from '../figures.ts'
import type { Reading } from '../figures.ts'

/**
 * What is watched every night, and by which characteristics. Few columns that say what to do next: who, from where, how.
 * Each is watched as a whole with all its sums, so that one budget of false alarms covers them.
 */
export const WATCHED: readonly { definition: string; columns: readonly DimensionId[] }[] = [
  { definition: 'victims.registered', columns: ['citizenship', 'form', 'age_group'] },
  { definition: 'contact.referrals', columns: ['place', 'detector', 'age_group'] },
]

const DAY = 86_400_000
const HISTORY_DAYS = 3 * 364

/** Exact counts by day and category up to the day before this one, which alone is whole. */
export const watchedRows = async (
  reading: Reading,
  { definition, columns }: (typeof WATCHED)[number],
): Promise<{ rows: WatchRow[]; until: string }> => {
  const { tx, statistics, country, now } = reading
  const today = now.slice(0, 10)
  const dayBefore = (days: number): string => new Date(Date.parse(today) - days * DAY).toISOString().slice(0, 10)
  const counted: CountDefinition = getCountDefinition(statistics, definition)
  const found = await countDays(tx, counted, { from: dayBefore(HISTORY_DAYS), to: today }, columns)
  const categories = { groupings: statistics.groupings, country }
  const rows = found.map(({ day, ...group }) => ({
    date: day,
    values: Object.fromEntries(columns.map((column) => [column, categoryOf(column, group, categories)])),
    count: group.count,
  }))
  const [first] = rows
  // Weeks are counted back from the last day given: yesterday is given even where nothing happened on it.
  return {
    rows: first === undefined ? [] : [...rows, { date: dayBefore(1), values: first.values, count: 0 }],
    until: dayBefore(1),
  }
}
