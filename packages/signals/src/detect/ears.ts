import { normalQuantile } from '../stats/quantile.ts'
import { warningsOf } from './detection.ts'
import type { Detection, DetectRow } from './detection.ts'
import { number, orNull, probability, whole } from './params.ts'
import type { ParamsOf } from './params.ts'
import { checkRange, rangeField } from './range.ts'
import type { Series } from './series.ts'

export const earsFields = {
  range: rangeField,
  alpha: orNull(probability<null>(null)),
  baseline: whole(7, 3),
  minSigma: number(0, { least: 0 }),
}
export type EarsParams = ParamsOf<typeof earsFields>
export type EarsMethod = 'C1' | 'C2' | 'C3'

/** How many rows lie between the baseline and the row judged; C3 looks at C2 of two rows before as well. */
const LAG = { C1: 0, C2: 2, C3: 2 } as const
const BEFORE = { C1: 0, C2: 2, C3: 4 } as const
const ALPHA = { C1: 0.001, C2: 0.001, C3: 0.025 } as const

type Baseline = { mean: number; sigma: number }

const baselineOf = (counts: readonly number[], end: number, length: number, minSigma: number): Baseline => {
  let sum = 0
  for (let at = end - length; at < end; at += 1) sum += counts[at] ?? 0
  const mean = sum / length
  let squares = 0
  for (let at = end - length; at < end; at += 1) squares += ((counts[at] ?? 0) - mean) ** 2
  return { mean, sigma: Math.max(Math.sqrt(squares / (length - 1)), minSigma) }
}

const words = {
  no_variation:
    'All counts of the baseline are the same, so that a single case more alarms. Set minSigma (0.5 suits small counts).',
  threshold_undefined:
    'All counts of a baseline are the same, so that C3 has no threshold here. Set minSigma (0.5 suits small counts).',
}

/**
 * EARS C1, C2 and C3 (Hutwagner et al. 2003, as Salmon, Schumacher and Höhle 2016 write them): the mean of `baseline`
 * recent rows and z times their standard deviation, or `minSigma` where that is larger; alarm where more was observed.
 * With counts so small that a baseline does not vary at all and minSigma 0, C3 divides nothing by nothing: the
 * threshold is null, with a warning.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const ears = ({ counts }: Series, method: EarsMethod, params: EarsParams): Detection => {
  const { baseline, minSigma } = params
  const z = normalQuantile(1 - (params.alpha ?? ALPHA[method]))
  const first = baseline + BEFORE[method] + 1
  const { from, to } = checkRange(
    params.range,
    counts.length,
    first,
    `EARS ${method} looks at the ${first - 1} rows before the one it judges`,
  )
  const warnings = warningsOf(words)
  const baselineBefore = (at: number): Baseline => baselineOf(counts, at - LAG[method], baseline, minSigma)
  /** What C2 of an earlier row adds to C3. */
  const excess = (at: number): number => {
    const { mean, sigma } = baselineBefore(at)
    return Math.max(0, ((counts[at] ?? 0) - mean) / sigma - 1)
  }
  const rows: DetectRow[] = []
  for (let index = from; index <= to; index += 1) {
    const observed = counts[index - 1] ?? 0
    const { mean, sigma } = baselineBefore(index - 1)
    const upper =
      method === 'C3' ? Math.max(0, observed + sigma * (z - (excess(index - 2) + excess(index - 3)))) : mean + z * sigma
    if (Number.isNaN(upper)) warnings.at('threshold_undefined', index)
    else if (sigma === 0) warnings.at('no_variation', index)
    rows.push({
      index,
      observed,
      expected: mean,
      upper: Number.isFinite(upper) ? upper : null,
      alarm: observed > upper,
    })
  }
  return { rows, warnings: warnings.list() }
}
