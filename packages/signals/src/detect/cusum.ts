import { anscombeNegativeBinomial } from '../stats/anscombe-negative-binomial.ts'
import { warningsOf } from './detection.ts'
import type { Detection, DetectRow } from './detection.ts'
import { meanField } from './in-control-mean.ts'
import { number, oneOf, orNull, ParamsError } from './params.ts'
import type { ParamsOf } from './params.ts'
import { lastYearOr, rangeField } from './range.ts'
import type { Range } from './range.ts'
import { fitSeason, seasonMeans } from './seasonal-mean.ts'
import type { Series } from './series.ts'

const TRANSFORMATIONS = [
  'standard',
  'rossi',
  'anscombe',
  'anscombe2nd',
  'pearsonNegBin',
  'anscombeNegBin',
  'none',
] as const
export type CusumTransformation = (typeof TRANSFORMATIONS)[number]

export const cusumFields = {
  range: rangeField,
  k: number(1.04),
  h: number(2.26, { least: 0 }),
  m: meanField,
  trans: oneOf(TRANSFORMATIONS, 'standard'),
  alpha: orNull(number<null>(null, { least: 0 })),
}
export type CusumParams = ParamsOf<typeof cusumFields>

/** R's dispersion for the negative-binomial transformations where none is given. */
const USUAL_DISPERSION = 0.1

/** How far a count lies from its mean, and the count that lies `z` from it; undefined where that is not solved for. */
type Transformation = {
  score: (y: number, m: number, dispersion: number) => number
  inverse?: (z: number, m: number, dispersion: number) => number
}

const powerUp = (base: number): number => Math.max(0, base) ** 1.5
const power = (value: number): number => Math.cbrt(value) ** 2

/**
 * Rossi et al. 1999; Pierce and Schafer 1986, whose correction of the mean is m^(-1/3) / 9 in the score, where R's way back
 * takes m^(1/3) / 9 (surveillance 1.20.3, seen from its answers): the thresholds of `anscombe2nd` follow R.
 */
const transformations: Record<CusumTransformation, Transformation> = {
  standard: {
    score: (y, m) => (y - m) / Math.sqrt(m),
    inverse: (z, m) => Math.ceil(m + z * Math.sqrt(m)),
  },
  rossi: {
    score: (y, m) => (y - 3 * m + 2 * Math.sqrt(m * y)) / (2 * Math.sqrt(m)),
    inverse: (z, m) => Math.max(0, Math.sqrt(Math.max(0, 4 * m + 2 * z * Math.sqrt(m))) - Math.sqrt(m)) ** 2,
  },
  anscombe: {
    score: (y, m) => (1.5 * (power(y) - power(m))) / m ** (1 / 6),
    inverse: (z, m) => powerUp(power(m) + (2 / 3) * z * m ** (1 / 6)),
  },
  anscombe2nd: {
    score: (y, m) => (power(y) - (power(m) - 1 / Math.cbrt(m) / 9)) / ((2 / 3) * m ** (1 / 6)),
    inverse: (z, m) => powerUp(power(m) - Math.cbrt(m) / 9 + (2 / 3) * z * m ** (1 / 6)),
  },
  pearsonNegBin: {
    score: (y, m, dispersion) => (y - m) / Math.sqrt(m + dispersion * m ** 2),
    inverse: (z, m, dispersion) => m + z * Math.sqrt(m + dispersion * m ** 2),
  },
  anscombeNegBin: { score: anscombeNegativeBinomial },
  none: { score: (y) => y },
}

const words = {
  no_in_control_mean:
    'There is no case before the rows that are judged, so that nothing is known of the usual mean. Give it as m.',
}

const meansOf = ({ counts, freq }: Series, m: CusumParams['m'], { from, to }: Range): readonly number[] => {
  const rows = to - from + 1
  if (typeof m === 'number') return Array.from({ length: rows }, () => m)
  const before = counts.slice(0, from - 1)
  if (m === null)
    return Array.from({ length: rows }, () => before.reduce((sum, count) => sum + count, 0) / before.length)
  if (m === 'glm') {
    const season = { waves: 1, trend: false, freq }
    return seasonMeans(fitSeason(before, season), season, from, to)
  }
  if (m.length !== rows)
    throw new ParamsError([
      { name: 'm', problem: `there are ${m.length} means for the ${rows} rows from ${from} to ${to}.` },
    ])
  return m
}

/**
 * CUSUM of transformed counts (Rossi, Lampugnani and Marchi 1999): S = max(0, S + z - k), alarm from S >= h on, without a
 * reset. `upper` is the count from which on it would alarm (alarm where observed >= upper); for `none` and
 * `anscombeNegBin`, where R does not solve for it, what S still lacks to h.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const cusum = (series: Series, params: CusumParams): Detection => {
  const { counts } = series
  const { k, h, m, trans } = params
  const given = typeof m === 'number' || Array.isArray(m)
  const range = lastYearOr(
    params.range,
    counts.length,
    series.freq,
    given ? 1 : 2,
    'The mean is taken from the rows before',
  )
  const means = meansOf(series, m, range)
  const dispersion = params.alpha ?? USUAL_DISPERSION
  const { score, inverse } = transformations[trans]
  const warnings = warningsOf(words)
  const rows: DetectRow[] = []
  let sum = 0
  for (let index = range.from; index <= range.to; index += 1) {
    const observed = counts[index - 1] ?? 0
    const mean = means[index - range.from] ?? 0
    if (!(mean > 0)) {
      warnings.at('no_in_control_mean', index)
      rows.push({ index, observed, expected: mean, upper: null, alarm: false })
      continue
    }
    const solved = inverse?.(h - sum + k, mean, dispersion)
    sum = Math.max(0, sum + score(observed, mean, dispersion) - k)
    rows.push({ index, observed, expected: mean, upper: Math.max(0, solved ?? h - sum), alarm: sum >= h })
  }
  return { rows, warnings: warnings.list() }
}
