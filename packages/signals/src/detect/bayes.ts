import { negativeBinomialQuantile } from '../stats/quantile.ts'
import type { Detection } from './detection.ts'
import { ParamsError, probability } from './params.ts'
import type { ParamsOf } from './params.ts'
import { lookBack, lookBackFields, meanOf, SYSTEMS } from './reference-values.ts'
import type { Series } from './series.ts'

export const bayesFields = (system: keyof typeof SYSTEMS) => ({
  ...lookBackFields(SYSTEMS[system]),
  alpha: probability(0.05),
})
export type BayesParams = ParamsOf<ReturnType<typeof bayesFields>>

/**
 * The Bayes systems 1 to 3 (Riebler 2004; Höhle 2007): with a gamma prior of shape 1/2 and rate 0 on the mean, the next
 * count is negative binomial; the threshold is its 1 - alpha quantile.
 * @throws {SeriesError} for a series too short, or a range that does not fit
 */
export const bayes = (series: Series, params: BayesParams): Detection => {
  if (params.b === 0 && !(params.actY && params.w > 0))
    throw new ParamsError([
      { name: 'b', problem: 'with b 0 there is nothing to compare with. Set actY to true and w to at least 1.' },
    ])
  const { range, referencesOf } = lookBack(series, params)
  const rows = Array.from({ length: range.to - range.from + 1 }, (_, at) => {
    const index = range.from + at
    const observed = series.counts[index - 1] ?? 0
    const references = referencesOf(index)
    const cases = references.reduce((sum, count) => sum + count, 0)
    const upper = negativeBinomialQuantile(
      1 - params.alpha,
      (cases + 1 / 2) / references.length,
      1 + 1 / references.length,
    )
    return { index, observed, expected: meanOf(references), upper, alarm: observed > upper }
  })
  return { rows, warnings: [] }
}
