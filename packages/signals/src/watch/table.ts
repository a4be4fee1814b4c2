/** What is wrong with the counts that were given: the row, counted from 1, where one is to blame. */
export class WatchError extends Error {
  readonly row: number | undefined
  constructor(message: string, row?: number) {
    super(message)
    this.name = 'WatchError'
    this.row = row
  }
}

/** So many on a day, by category. */
export type WatchRow = { date: string; values: Readonly<Record<string, string>>; count: number }

export type Step = 'week' | 'month'

/** Counts by cell (a combination of categories that occurred) and period. */
export type Field = {
  step: Step
  /** The first day of each period. */
  periods: string[]
  /** The last day of the last period. */
  until: string
  columns: string[]
  cells: { values: readonly string[] }[]
  /** A cell's series: one number a period. */
  counts: Float64Array[]
}

const DAY = 86_400_000
const dayOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / DAY
const isoOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)
const monthOf = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1
const firstOf = (month: number): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/u.test(text) && isoOf(dayOf(text) || 0) === text

/** Days without a single case anywhere; longer is a slip of the pen, and would make all the rest look like long ago. */
const LONGEST_SILENCE = 5 * 365

/** A day far from all others, told with its row: on the shorter side of the longest silence. */
const findStray = (rows: readonly WatchRow[], dates: readonly string[]): WatchError | undefined => {
  const after = dates.findIndex((date, at) => at > 0 && dayOf(date) - dayOf(dates[at - 1] ?? date) > LONGEST_SILENCE)
  if (after < 0) return undefined
  const stray = after > dates.length / 2 ? dates[after] : dates[after - 1]
  const years = Math.floor((dayOf(dates[after] ?? '') - dayOf(dates[after - 1] ?? '')) / 365.25)
  return new WatchError(
    `"${stray}" lies ${years} years from the next day given. Correct it, or leave out what is so far away`,
    rows.findIndex(({ date }) => date === stray) + 1,
  )
}

/** Months where no two days of one month were given, weeks otherwise. */
const stepOf = (dates: readonly string[]): Step => {
  const months = new Set(dates.map(monthOf))
  return dates.length > 2 && months.size === dates.length ? 'month' : 'week'
}

/**
 * Puts rows into periods. Days that are all the same day of the week are the first days of weeks; others are counted
 * backwards from the last one given, so that the last week is whole, and a first week that is not is left out. What is
 * not there is 0.
 * @throws WatchError
 */
export const fieldOf = (rows: readonly WatchRow[], step?: Step): Field => {
  for (const [at, { date, count }] of rows.entries()) {
    if (!isDate(date)) throw new WatchError(`"${date}" is no day. Write it as 2026-11-22`, at + 1)
    if (!Number.isSafeInteger(count) || count < 0)
      throw new WatchError(`${count} is no count. Counts are whole numbers from 0`, at + 1)
  }
  const dates = [...new Set(rows.map(({ date }) => date))].toSorted()
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined) throw new WatchError('There are no rows. Give one a day and category')
  const stray = findStray(rows, dates)
  if (stray) throw stray
  const chosen = step ?? stepOf(dates)
  const columns = Object.keys(rows[0]?.values ?? {})
  // Where every day given is the same day of the week, it is the first of a week; else the last day ends one.
  const before = dates.every((date) => (dayOf(last) - dayOf(date)) % 7 === 0) ? 0 : 6
  const weekOf = (date: string): number => (dayOf(date) - dayOf(last) + before) / 7
  const placeOf = chosen === 'month' ? monthOf : (date: string) => Math.floor(weekOf(date))
  const from = chosen === 'month' ? monthOf(first) : Math.ceil(weekOf(first))
  const length = placeOf(last) - from + 1
  const places = new Map<string, number>()
  const cells: Field['cells'] = []
  const counts: Float64Array[] = []
  for (const { date, values, count } of rows) {
    const period = placeOf(date) - from
    if (period < 0) continue
    const key = JSON.stringify(columns.map((column) => values[column] ?? ''))
    let place = places.get(key)
    if (place === undefined) {
      place = cells.length
      places.set(key, place)
      cells.push({ values: columns.map((column) => values[column] ?? '') })
      counts.push(new Float64Array(length))
    }
    const series = counts[place]
    if (series) series[period] = (series[period] ?? 0) + count
  }
  const periods = Array.from({ length }, (_, at) =>
    chosen === 'month' ? firstOf(from + at) : isoOf(dayOf(last) - before + 7 * (at - length + 1)),
  )
  const until = chosen === 'month' ? isoOf(dayOf(firstOf(monthOf(last) + 1)) - 1) : isoOf(dayOf(last) + 6 - before)
  return { step: chosen, periods, until, columns, cells, counts }
}
