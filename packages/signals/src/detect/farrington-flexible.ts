import { finiteOrNull, warningsOf } from './detection.ts'
import type { Detection, DetectRow } from './detection.ts'
import { baselineOf, thresholdOf } from './farrington.ts'
import type { Errors } from './farrington.ts'
import { number, oneOf, orNull, ParamsError, probability, truth, whole } from './params.ts'
import type { Field, ParamsOf } from './params.ts'
import { checkRange, rangeField } from './range.ts'
import type { Range } from './range.ts'
import { referencesOf, yearsAgoIn } from './references.ts'
import type { YearsAgo } from './references.ts'
import type { Series } from './series.ts'

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
  pvalue: number | null
  /** Overdispersion, never under 1; null where nothing can be said. */
  phi: number | null
  /** The trend a period on the log scale; null where none was kept. */
  trend: number | null
}

/** What the classic and the improved method do each their own way. */
type Manner = {
  errors: Errors
  /** The threshold where there are too few cases for an alarm. */
  tooFew: null | 0
  oneSided: (alpha: number) => number
  /** Whether windows that reach before the first row are cut there, or make the row one that cannot be judged. */
  cut: boolean
}

const words = {
  too_few_cases:
    'So few cases in the last rows that no alarm is raised and no threshold given (limit54; [0, 4] judges every row).',
  window_cut: 'The windows of the earliest years reach before the first row; they were cut there.',
  all_zero: 'There is no case in the whole baseline; the expected number is next to 0 and its spread is not known.',
  few_references:
    'The baseline has no more rows than the model has terms, so that nothing can be said. Take more years (b), wider windows (w), fewer noPeriods, or a smaller pastWeeksNotIncluded.',
  threshold_undefined: 'The baseline is so uncertain that no threshold can be given.',
  not_converged: 'The model of the baseline did not settle after 25 steps, so that nothing can be said.',
}

/** R lets the window of the earliest year lack its first row, not more. */
const MAY_LACK = 1

/** The rows to judge: by default those that R judges, where the windows of every year are whole, or almost. */
const rangeOf = (
  { counts, freq }: Series,
  { range, b, w, limit54 }: FarringtonFlexibleParams,
  yearsAgo: YearsAgo,
  cut: boolean,
): Range => {
  const why = `Farrington looks back ${b} years (parameter b) of ${freq} rows and ${w} rows more`
  const fits = (row: number): boolean => yearsAgo(row, b).every((centre) => centre - w >= -MAY_LACK)
  let first = Math.max(cut ? freq + 1 : b * freq + w, limit54[1])
  while (!cut && first <= counts.length && !fits(first - 1)) first += 1
  if (range !== null) return checkRange(range, counts.length, first, why)
  return checkRange(null, counts.length, Math.max(first, cut ? b * freq - w : b * freq + w + 1), why)
}

const judge = (
  series: Series,
  params: FarringtonFlexibleParams,
  { errors, tooFew, oneSided, cut }: Manner,
): Detection<FarringtonRow> => {
  const { counts } = series
  const { b, w, noPeriods, limit54, thresholdMethod, powertrans } = params
  const [fewest, period] = limit54
  if (2 * w + 1 > series.freq)
    throw new ParamsError([
      {
        name: 'w',
        problem: `windows of ${w} rows either side overlap from year to year. Take at most ${Math.floor((series.freq - 1) / 2)}.`,
      },
    ])
  const past = params.pastWeeksNotIncluded ?? w
  const alpha = oneSided(params.alpha)
  const yearsAgo = yearsAgoIn(series)
  const { from, to } = rangeOf(series, params, yearsAgo, cut)
  const warnings = warningsOf(words)
  const rows: FarringtonRow[] = []
  for (let index = from; index <= to; index += 1) {
    const row = index - 1
    const observed = counts[row] ?? 0
    const centres = yearsAgo(row, b)
    if (centres.some((centre) => centre - w < 0)) warnings.at('window_cut', index)
    const references = referencesOf(row, centres, { w, noPeriods, past })
    const enough = counts.slice(index - period, index).reduce((sum, count) => sum + count, 0) >= fewest
    if (!enough) warnings.at('too_few_cases', index)
    if (references.every((reference) => counts[reference.row] === 0)) warnings.at('all_zero', index)
    const baseline = baselineOf(counts, references, row, {
      noPeriods,
      threshold: params.reweight ? params.weightsThreshold : undefined,
      trend: params.trend,
      pThresholdTrend: params.pThresholdTrend,
      years: b,
      errors,
    })
    if (typeof baseline === 'string') {
      warnings.at(baseline, index)
      rows.push({ index, observed, expected: null, upper: null, alarm: false, pvalue: null, phi: null, trend: null })
      continue
    }
    const { mu, phi, trend } = baseline
    const { upper, pvalue } = thresholdOf(baseline, observed, alpha, thresholdMethod, powertrans)
    if (!Number.isFinite(upper)) warnings.at('threshold_undefined', index)
    rows.push({
      index,
      observed,
      expected: enough && Number.isFinite(upper) ? mu : null,
      upper: enough ? finiteOrNull(upper) : tooFew,
      alarm: enough && observed > upper && observed > 0,
      pvalue: finiteOrNull(pvalue),
      phi,
      trend,
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
  judge(series, params, { errors: 'improved', tooFew: null, oneSided: (alpha) => alpha, cut: false })

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
    { errors: 'classic', tooFew: 0, oneSided: (alpha) => alpha / 2, cut: true },
  )
