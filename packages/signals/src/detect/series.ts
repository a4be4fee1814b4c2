/** A count series, a period after a period without a gap. */
export type Series = {
  /** Whole numbers, zero or more. */
  counts: readonly number[]
  /** The first day of each period, `2026-11-02`; without them a year is `freq` rows. */
  dates?: readonly string[]
  /** Periods a year: 52 weeks, 12 months, 365 days. */
  freq: number
}

/** Something wrong with the series, at one of its rows (counted from 1), and what would be right. */
export class SeriesError extends Error {
  readonly row: number | undefined
  readonly field: 'y' | 'epoch' | undefined
  constructor(message: string, at: { row?: number; field?: 'y' | 'epoch' } = {}) {
    super(message)
    this.name = 'SeriesError'
    this.row = at.row
    this.field = at.field
  }
}

const DAY = 86_400_000
const ISO_DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u

/** Days since 1970-01-01 of an ISO date; undefined where there is no such day. */
export const dayOf = (date: string): number | undefined => {
  if (!ISO_DATE.test(date)) return undefined
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  const time = Date.UTC(year, month - 1, Number(date.slice(8)))
  // 30 February would be taken for a day in March.
  return time < Date.UTC(year, month, 1) ? time / DAY : undefined
}

const monthOf = (day: number): number => {
  const date = new Date(day * DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

type Step = { freq: number; name: string; apart: (earlier: number, later: number) => number }
const STEPS: readonly Step[] = [
  { freq: 365, name: 'a day', apart: (earlier, later) => later - earlier },
  { freq: 52, name: 'a week', apart: (earlier, later) => (later - earlier) / 7 },
  { freq: 12, name: 'a month', apart: (earlier, later) => monthOf(later) - monthOf(earlier) },
]

/** How far most neighbours lie apart; a series with one gap is still weekly. */
const stepOf = (days: readonly number[]): Step | undefined => {
  const gaps = Float64Array.from(days.slice(1), (day, at) => day - (days[at] ?? 0)).sort()
  const usual = gaps[Math.floor((gaps.length - 1) / 2)] ?? 0
  if (usual <= 1) return STEPS[0]
  if (usual === 7) return STEPS[1]
  return usual >= 28 && usual <= 31 ? STEPS[2] : undefined
}

const checkDates = (dates: readonly string[], given: number | undefined): number => {
  const days = dates.map((date, at) => {
    const day = dayOf(date)
    if (day === undefined)
      throw new SeriesError(`"${date}" is no date. Write the first day of the period as 2026-11-02.`, {
        row: at + 1,
        field: 'epoch',
      })
    return day
  })
  const step = stepOf(days)
  if (step === undefined)
    throw new SeriesError('The dates are neither days, weeks nor months apart. Count by one of these.', {
      row: 2,
      field: 'epoch',
    })
  for (const [at, day] of days.entries()) {
    const before = days[at - 1]
    if (before === undefined) continue
    const apart = step.apart(before, day)
    const row = { row: at + 1, field: 'epoch' } as const
    if (apart === 0) throw new SeriesError(`The period ${dates[at]} is there twice. Add its counts up in one row.`, row)
    if (apart < 0)
      throw new SeriesError(`${dates[at]} comes after ${dates[at - 1]}. Put the rows in the order of time.`, row)
    if (apart !== 1)
      throw new SeriesError(
        `Between ${dates[at - 1]} and ${dates[at]} there should be ${step.name}. Add the missing periods; one without cases has y = 0.`,
        row,
      )
  }
  return given ?? step.freq
}

/**
 * Checks a series: counts whole and not negative, dates a day, a week or a month apart and each once.
 * @throws {SeriesError} naming the first row that is wrong, and the remedy
 */
export const seriesOf = (given: { counts: readonly number[]; dates?: readonly string[]; freq?: number }): Series => {
  const { counts, dates } = given
  for (const [at, count] of counts.entries())
    if (!Number.isSafeInteger(count) || count < 0)
      throw new SeriesError(`${count} is no count. Counts are whole numbers, 0 or more.`, { row: at + 1, field: 'y' })
  if (counts.length === 0) throw new SeriesError('There is no row. A series needs one row a period.')
  if (dates !== undefined && dates.length !== counts.length)
    throw new SeriesError(`There are ${counts.length} counts and ${dates.length} dates. Each period needs both.`)
  if (given.freq !== undefined && !(Number.isInteger(given.freq) && given.freq >= 1))
    throw new SeriesError(`freq is ${given.freq}. It is the number of periods a year: 52, 12 or 365.`)
  if (dates === undefined) return { counts, freq: given.freq ?? 52 }
  return { counts, dates, freq: checkDates(dates, given.freq) }
}
