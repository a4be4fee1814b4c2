import { oneOf, paramsOf, probability, whole } from '../detect/params.ts'
import type { ParamsOf } from '../detect/params.ts'
import type { Weighting } from './fan.ts'

const FIELDS = {
  /** A pair is taken in by the stepwise choice while its one-sided probability is below this. */
  threshold: probability(0.02),
  /** Bootstrap replicates; 0 for none. */
  reps: whole(1000, 0),
  seed: whole(1, 0),
  /** Of every interval. */
  level: probability(0.95),
  /**
   * How the averaged number weighs the models. Akaike's weights are the default because only with them did the averaged
   * interval hold what it says on simulated sparse lists (`npm run bench -- estimate`): Bayesian weights by the number
   * of people seen trust small models too much where overlaps are a handful.
   */
  weights: oneOf<Weighting>(['aic', 'bic'], 'aic'),
}

export type EstimateParams = ParamsOf<typeof FIELDS>

/** @throws {ParamsError} naming each parameter that is unknown or does not fit */
export const estimateParams = (given: Readonly<Record<string, unknown>>): EstimateParams => paramsOf(FIELDS, given)

export const ESTIMATE_DEFAULTS: EstimateParams = estimateParams({})
