import { fitGlm } from '../stats/glm.ts'
import type { ColumnsGlm } from '../stats/glm.ts'
import type { Columns } from '../stats/least-squares.ts'

export type Season = {
  /** Sine and cosine waves a year. */
  waves: number
  trend: boolean
  /** Periods a year. */
  freq: number
}

/** The terms of row `row` (counted from 1): intercept, trend, waves. */
const termsOf = (row: number, { waves, trend, freq }: Season): number[] => [
  1,
  ...(trend ? [row] : []),
  ...Array.from({ length: waves }, (_, at) => {
    const angle = (2 * Math.PI * (at + 1) * row) / freq
    return [Math.cos(angle), Math.sin(angle)]
  }).flat(),
]

/** The same terms for rows 1 to `rows`, by columns. */
export const seasonColumns = (rows: number, season: Season): Columns => {
  const terms = Array.from({ length: rows }, (_, at) => termsOf(at + 1, season))
  return (terms[0] ?? []).map((_, column) => Float64Array.from(terms, (row) => row[column] ?? 0))
}

/** What a fitted season expects in rows `from` to `to`, counted from 1. */
export const seasonMeans = (
  { coefficients }: Pick<ColumnsGlm, 'coefficients'>,
  season: Season,
  from: number,
  to: number,
): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) =>
    Math.exp(termsOf(from + at, season).reduce((sum, term, column) => sum + term * (coefficients[column] ?? 0), 0)),
  )

/** Fits a season to the first rows of a series. */
export const fitSeason = (counts: readonly number[], season: Season, dispersion = 0): ColumnsGlm =>
  fitGlm(seasonColumns(counts.length, season), Float64Array.from(counts), { dispersion })
