import { warningsOf } from './detection.ts'
import type { Detection, DetectRow } from './detection.ts'
import { baselineOf, thresholdOf } from './farrington.ts'
import type { Errors } from './farrington.ts'
import { number, oneOf, orNull, probability, truth, whole } from './params.ts'
import type { Field, ParamsOf } from './params.ts'
import { checkRange, rangeField } from './range.ts'
import { referencesOf, yearsAgo } from './references.ts'
import type { Series } from './series.ts'
import { SeriesError } from './series.ts'

/** `[cases, period]`: no alarm where fewer than `cases` were seen in the last `period` rows, this one among them. */
export const limit54Field: Field<readonly [number, number]> = {
  read: (value) => {
    if (!Array.isArray(value) || value.length !== 2) return undefined
    const [cases, period] = value as unknown[]
    return typeof cases === 'number' && cases >= 0 && Number.isSafeInteger(period) && (period as number) >= 1
      ? [cases, period as number]
      : undefined
  },
  wants: 'two numbers, the fewest cases and in how many rows, as [5, 4]',
  otherwise: [5, 4],
}

export const farringtonFields = {
  range: rangeField,
  b: whole(5, 1),
  w: whole(3, 0),
  reweight: truth(true),
  alpha: probability(0.05),
  trend: truth(true),
  limit54: limit54Field,
  powertrans: oneOf(['2/3', '1/2', 'none'], '2/3'),
}
export type FarringtonParams = ParamsOf<typeof farringtonFields>

export const farringtonFlexibleFields = {
  ...farringtonFields,
  weightsThreshold: number(2.58),
  pThresholdTrend: number(0.05, { least: 0, most: 1 }),
  noPeriods: whole(1, 1),
  pastWeeksNotIncluded: orNull(whole<null>(null, 0)),
  thresholdMethod: oneOf(['delta', 'nbPlugin', 'muan'], 'delta'),
}
export type FarringtonFlexibleParams = ParamsOf<typeof farringtonFlexibleFields>

export type FarringtonRow = DetectRow & {
  /** The chance of so many or more, if nothing has changed. */
  pvalue: number
  /** Overdispersion, never under 1. */
  phi: number
  /** The trend a period on the log scale; null where none was kept. */
  trend: number | null
}

/** What the classic method does its own way. */
type Manner = { errors: Errors; tooFew: null | 0; oneSided: (alpha: number) => number }

const words = {
  too_few_cases:
    'So few cases in the last rows that no alarm is raised and no threshold given (limit54; [0, 4] judges every row).',
  window_cut: 'The windows of the earliest year reach before the first row; they were cut there.',
  all_zero: 'There is no case in the whole baseline; the expected number is next to 0 and its spread is not known.',
  few_references: 'Hardly more rows in the baseline than the model has terms; overdispersion was taken as 1.',
  not_converged: 'The model of the baseline did not settle after 25 steps.',
}

const judge = (
  series: Series,
  params: FarringtonFlexibleParams,
  { errors, tooFew, oneSided }: Manner,
): Detection<FarringtonRow> => {
  const { counts } = series
  const { b, w, noPeriods, limit54, thresholdMethod, powertrans } = params
  const [fewest, period] = limit54
  if (2 * w + 1 > series.freq)
    throw new SeriesError(
      `Windows of ${w} rows either side overlap from year to year. Take w of at most ${Math.floor((series.freq - 1) / 2)}.`,
    )
  const past = params.pastWeeksNotIncluded ?? w
  const alpha = oneSided(params.alpha)
  const why = `Farrington looks back ${b} years of ${series.freq} rows and ${w} rows more`
  const first = Math.max(b * series.freq + w + 1, period)
  const earliest = b * series.freq + 1
  // Without a range R begins where every window is whole; it takes a range from where the years reach back.
  const { from, to } =
    params.range === null
      ? checkRange(null, counts.length, first, why)
      : checkRange(params.range, counts.length, earliest, why)
  const warnings = warningsOf(words)
  const rows: FarringtonRow[] = []
  for (let index = from; index <= to; index += 1) {
    const row = index - 1
    const observed = counts[row] ?? 0
    const centres = yearsAgo(series, row, b)
    if (centres.some((centre) => centre === undefined || centre - w < 0)) warnings.at('window_cut', index)
    const references = referencesOf(
      row,
      centres.filter((centre) => centre !== undefined),
      { w, noPeriods, past },
    )
    if (references.every((reference) => counts[reference.row] === 0)) warnings.at('all_zero', index)
    const baseline = baselineOf(counts, references, row, {
      noPeriods,
      threshold: params.reweight ? params.weightsThreshold : undefined,
      trend: params.trend,
      pThresholdTrend: params.pThresholdTrend,
      years: b,
      errors,
    })
    if (!baseline.converged) warnings.at('not_converged', index)
    const { upper, pvalue } = thresholdOf(baseline, observed, alpha, thresholdMethod, powertrans)
    const enough = counts.slice(Math.max(0, index - period), index).reduce((sum, count) => sum + count, 0) >= fewest
    if (!enough) warnings.at('too_few_cases', index)
    rows.push({
      index,
      observed,
      expected: enough ? baseline.mu : null,
      upper: enough ? upper : tooFew,
      alarm: enough && observed > upper && observed > 0,
      pvalue,
      phi: baseline.phi,
      trend: baseline.trend,
    })
  }
  return { rows, warnings: warnings.list() }
}

/**
 * Improved Farrington (Noufaily et al. 2013, with the thresholds of Salmon, Schumacher and Höhle 2016): what is to be
 * expected by the same time of earlier years, past outbreaks weighed down, and the count that fewer than `alpha` of
 * quiet periods exceed.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const farringtonFlexible = (series: Series, params: FarringtonFlexibleParams): Detection<FarringtonRow> =>
  judge(series, params, { errors: 'improved', tooFew: null, oneSided: (alpha) => alpha })

/**
 * Farrington as it was first published (Farrington et al. 1996): `alpha` is two-sided, residuals above 1 are weighed
 * down, and where there are too few cases the threshold is 0, as R has it.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const farrington = (series: Series, params: FarringtonParams): Detection<FarringtonRow> =>
  judge(
    series,
    {
      ...params,
      weightsThreshold: 1,
      pThresholdTrend: 0.05,
      noPeriods: 1,
      pastWeeksNotIncluded: null,
      thresholdMethod: 'delta',
    },
    { errors: 'classic', tooFew: 0, oneSided: (alpha) => alpha / 2 },
  )
