import { bayes, bayesFields } from './bayes.ts'
import { cdc, cdcFields } from './cdc.ts'
import { cusum, cusumFields } from './cusum.ts'
import type { Detection } from './detection.ts'
import { ears, earsFields } from './ears.ts'
import { farrington, farringtonFields, farringtonFlexible, farringtonFlexibleFields } from './farrington-flexible.ts'
import { glr, glrFields } from './glr.ts'
import { orNull, ParamsError, paramsOf, whole } from './params.ts'
import type { Fields, ParamsOf } from './params.ts'
import { rki, rkiFields } from './rki.ts'
import { SeriesError, seriesOf } from './series.ts'
import type { Series } from './series.ts'

export { ears, farringtonFlexible, ParamsError, SeriesError, seriesOf }
export type { Detection, Series }
export type { DetectRow, DetectWarning, DetectWarningCode } from './detection.ts'

type Method = (input: SeriesInput, given: Readonly<Record<string, unknown>>) => Detection
export type SeriesInput = { counts: readonly number[]; dates?: readonly string[] }

/** `freq` belongs to the series: how many periods a year has, where the dates do not say. */
const seriesFields = { freq: orNull(whole<null>(null, 1)) }

const method =
  <F extends Fields>(fields: F, run: (series: Series, params: ParamsOf<F>) => Detection): Method =>
  (input, given) => {
    const { freq, ...params } = paramsOf({ ...fields, ...seriesFields }, given)
    return run(seriesOf({ ...input, ...(typeof freq === 'number' ? { freq } : {}) }), params as ParamsOf<F>)
  }

const methods = {
  'ears-c1': method(earsFields, (series, params) => ears(series, 'C1', params)),
  'ears-c2': method(earsFields, (series, params) => ears(series, 'C2', params)),
  'ears-c3': method(earsFields, (series, params) => ears(series, 'C3', params)),
  farrington: method(farringtonFields, farrington),
  'farrington-flexible': method(farringtonFlexibleFields, farringtonFlexible),
  cusum: method(cusumFields, cusum),
  glr: method(glrFields, glr),
  bayes1: method(bayesFields(1), bayes),
  bayes2: method(bayesFields(2), bayes),
  bayes3: method(bayesFields(3), bayes),
  rki1: method(rkiFields(1), rki),
  rki2: method(rkiFields(2), rki),
  rki3: method(rkiFields(3), rki),
  cdc: method(cdcFields, cdc),
} satisfies Record<string, Method>

export type DetectMethod = keyof typeof methods
export const detectMethods = Object.keys(methods) as DetectMethod[]

/**
 * Judges a series by one method, with R's parameter names and R's defaults (surveillance 1.20.3).
 * @throws {ParamsError} for unknown parameters and values that do not fit, all at once
 * @throws {SeriesError} for a series that is wrong, with its row, or too short
 * @example detect('ears-c1', { counts: [0, 1, 0, 0, 2, 0, 1, 9] }, { minSigma: 0.5 }).rows[0]?.alarm // true
 */
export const detect = (
  name: DetectMethod,
  input: SeriesInput,
  given: Readonly<Record<string, unknown>> = {},
): Detection => methods[name](input, given)
