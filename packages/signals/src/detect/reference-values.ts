import { truth, whole } from './params.ts'
import { lastYearOr, rangeField } from './range.ts'
import type { Range } from './range.ts'
import type { Series } from './series.ts'

/** How far the Bayes and RKI methods look back: `b` years, `w` rows either side, and this year's last `w` rows if `actY`. */
export type LookBack = { b: number; w: number; actY: boolean }

export const lookBackFields = ({ b, w, actY }: LookBack) => ({
  range: rangeField,
  b: whole(b, 0),
  w: whole(w, 0),
  actY: truth(actY),
})

/** Bayes 1 to 3 and RKI 1 to 3 share these (Höhle 2007, Computational Statistics 22). */
export const SYSTEMS = {
  1: { b: 0, w: 6, actY: true },
  2: { b: 1, w: 6, actY: true },
  3: { b: 2, w: 4, actY: false },
} as const satisfies Record<number, LookBack>

/**
 * The rows to judge, and the counts to compare each with.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const lookBack = ({ counts, freq }: Series, { range, b, w, actY }: LookBack & { range: Range | null }) => ({
  range: lastYearOr(
    range,
    counts.length,
    freq,
    Math.max(2, b * freq + w + 1),
    `The method looks back ${b} years (parameter b) of ${freq} rows and ${w} rows more`,
  ),
  referencesOf: (index: number): number[] => [
    ...(actY ? counts.slice(index - 1 - w, index - 1) : []),
    ...Array.from({ length: b }, (_, at) => {
      const centre = index - 1 - (at + 1) * freq
      return counts.slice(centre - w, centre + w + 1)
    }).flat(),
  ],
})

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Standard deviation with n - 1. */
export const deviationOf = (values: readonly number[], mean: number): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
