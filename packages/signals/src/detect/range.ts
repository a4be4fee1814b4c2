import type { Field } from './params.ts'
import { SeriesError } from './series.ts'

/** Rows to judge, both ends counted from 1 and both in. */
export type Range = { from: number; to: number }

const rangeOf = (from: unknown, to: unknown): Range | undefined =>
  typeof from === 'number' && typeof to === 'number' && Number.isInteger(from) && Number.isInteger(to) && from >= 1
    ? from <= to
      ? { from, to }
      : undefined
    : undefined

const isRun = (rows: readonly unknown[]): boolean =>
  rows.length < 3 || rows.every((row, at) => row === Number(rows[0]) + at)

/** `[from, to]`, `{"from": .., "to": ..}`, R's `"261:312"`, or every row one after the other as R's vector has them. */
export const rangeField: Field<Range | null> = {
  read: (value) => {
    if (value === null) return null
    if (Array.isArray(value)) return isRun(value) ? rangeOf(value[0], value.at(-1)) : undefined
    if (typeof value === 'string') {
      const [, from, to] = /^\s*(\d+)\s*:\s*(\d+)\s*$/u.exec(value) ?? []
      return from === undefined ? undefined : rangeOf(Number(from), Number(to))
    }
    return typeof value === 'object' && 'from' in value && 'to' in value ? rangeOf(value.from, value.to) : undefined
  },
  wants: 'the first and the last row to judge, counted from 1, as [261, 312]',
  otherwise: null,
}

/**
 * The rows that can be judged.
 * @param first the first row that the method can judge
 * @throws {SeriesError} for a series too short, or a range that leaves it or begins too early
 */
export const checkRange = (range: Range | null, rows: number, first: number, why: string): Range => {
  if (rows < first)
    throw new SeriesError(`The series is too short: ${rows} rows. ${why}, so at least ${first} rows are needed.`)
  if (range === null) return { from: first, to: rows }
  if (range.from < first)
    throw new SeriesError(`The range begins at row ${range.from}. ${why}, so it begins at row ${first} or later.`)
  if (range.to > rows)
    throw new SeriesError(`The range ends at row ${range.to}, the series at row ${rows}. End it there or earlier.`)
  return range
}

/**
 * Rows for methods that R gives no default for: the last year where a year lies before it, else the later half.
 * @throws {SeriesError} for a series too short, or a range that leaves it or begins too early
 */
export const lastYearOr = (range: Range | null, rows: number, freq: number, first: number, why: string): Range => {
  const usual = Math.max(first, rows >= 2 * freq ? rows - freq + 1 : Math.floor(rows / 2) + 1)
  return checkRange(range ?? (rows < first ? null : { from: Math.min(usual, rows), to: rows }), rows, first, why)
}
