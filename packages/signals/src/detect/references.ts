import { dayOf } from './series.ts'
import type { Series } from './series.ts'

const DAY = 86_400_000

/** The same day `years` earlier; 29 February becomes 1 March, as R counts. */
const yearsBefore = (day: number, years: number): number => {
  const date = new Date(day * DAY)
  return Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / DAY
}

/** The nearest day of the same weekday: from three days earlier to three days later. */
const sameWeekday = (day: number, like: number): number => {
  const off = (((like - day) % 7) + 7) % 7
  return day + (off <= 3 ? off : off - 7)
}

/** The rows (from 0) of the same time of the year, 1, 2, ... `years` years before `row`; under 0 before the series begins. */
export type YearsAgo = (row: number, years: number) => number[]

/**
 * Finds the same time in earlier years. With weekly dates it is the same date of the year before, moved to the nearest
 * day of the same weekday; without dates a year is `freq` rows.
 */
export const yearsAgoIn = ({ dates, freq }: Series): YearsAgo => {
  const days = dates?.map((date) => dayOf(date) ?? NaN)
  const first = days?.[0]
  const rowOf = (row: number, years: number): number => {
    const here = days?.[row]
    if (here === undefined || first === undefined || freq === 12) return row - years * freq
    const then = yearsBefore(here, years)
    return freq === 52 ? (sameWeekday(then, here) - first) / 7 : freq === 365 ? then - first : row - years * freq
  }
  return (row, years) => Array.from({ length: years }, (_, at) => rowOf(row, at + 1))
}

export type Reference = {
  row: number
  /** 1 to `noPeriods`: which part of the year; `noPeriods` is the window around the same time. */
  season: number
}

/**
 * The rows that the expected number is taken from, in the order of time. One period: the windows of `w` rows either side
 * of the same time in each year. More (Noufaily et al. 2013): all rows between as well, each gap cut into `noPeriods - 1`
 * parts of the same length, the first ones a row longer where it does not divide. Rows newer than `past` rows before the
 * one that is judged are left out, so that an outbreak does not hide itself.
 * @param centres rows of the same time of the year, from 0
 */
export const referencesOf = (
  row: number,
  centres: readonly number[],
  { w, noPeriods, past }: { w: number; noPeriods: number; past: number },
): Reference[] => {
  const windows = [
    ...centres.toSorted((one, other) => one - other).map((at) => [at - w, at + w] as const),
    [row - w, row] as const,
  ]
  const references: Reference[] = []
  const newest = row - past
  let next = 0
  for (const [at, [from, to]] of windows.entries()) {
    if (noPeriods > 1 && at > 0) {
      const gap = Math.max(0, from - next)
      const length = Math.floor(gap / (noPeriods - 1))
      const longer = gap - length * (noPeriods - 1)
      for (let step = 0; step < gap; step += 1) {
        const beyond = step - longer * (length + 1)
        const part = beyond < 0 ? Math.floor(step / (length + 1)) : longer + Math.floor(beyond / length)
        references.push({ row: next + step, season: part + 1 })
      }
    }
    for (let each = Math.max(0, from, at > 0 ? next : 0); each <= to; each += 1)
      references.push({ row: each, season: noPeriods })
    next = to + 1
  }
  return references.filter((reference) => reference.row < newest)
}
