import { normalQuantile } from '../stats/quantile.ts'
import { warningsOf } from './detection.ts'
import type { Detection } from './detection.ts'
import { probability, whole } from './params.ts'
import type { ParamsOf } from './params.ts'
import { lastYearOr, rangeField } from './range.ts'
import { deviationOf, meanOf } from './reference-values.ts'
import type { Series } from './series.ts'

export const cdcFields = { range: rangeField, b: whole(5, 1), m: whole(1, 0), alpha: probability(0.025) }
export type CdcParams = ParamsOf<typeof cdcFields>

const BLOCK = 4

const words = {
  no_variation: 'All blocks of the baseline have the same sum, so that a single case more alarms.',

  threshold_undefined: 'One block of four weeks has no spread. Look back further with b, or around with m.',
}

/**
 * CDC's method (Stroup et al. 1989): the sum of the last four weeks against the same four weeks of `b` earlier years and
 * `m` blocks before and after them. Threshold and alarm are about the sum, `observed` is the week's own count.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const cdc = ({ counts, freq }: Series, { range, b, m, alpha }: CdcParams): Detection => {
  const first = b * freq + BLOCK * (m + 1)
  const { from, to } = lastYearOr(
    range,
    counts.length,
    freq,
    first,
    `The CDC method looks back ${b} years (parameter b) of ${freq} rows and ${BLOCK * (m + 1) - 1} rows more`,
  )
  const blockTo = (index: number): number => counts.slice(index - BLOCK, index).reduce((sum, count) => sum + count, 0)
  const z = normalQuantile(1 - alpha / 2)
  const warnings = warningsOf(words)
  const rows = Array.from({ length: to - from + 1 }, (_, at) => {
    const index = from + at
    const blocks = Array.from({ length: b }, (__, year) =>
      Array.from({ length: 2 * m + 1 }, (___, step) => blockTo(index - (year + 1) * freq + (step - m) * BLOCK)),
    ).flat()
    const mean = meanOf(blocks)
    const upper = blocks.length < 2 ? null : mean + z * deviationOf(blocks, mean) * Math.sqrt(1 + 1 / blocks.length)
    if (upper === null) warnings.at('threshold_undefined', index)
    else if (upper === mean) warnings.at('no_variation', index)
    return {
      index,
      observed: counts[index - 1] ?? 0,
      expected: mean,
      upper,
      alarm: upper !== null && blockTo(index) > upper,
    }
  })
  return { rows, warnings: warnings.list() }
}
