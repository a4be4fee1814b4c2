import { negativeBinomialQuantile, normalQuantile, poissonQuantile } from '../stats/quantile.ts'
import { fitQuasiPoisson, slopeP } from '../stats/quasi-poisson.ts'
import type { Levels, QuasiPoisson } from '../stats/quasi-poisson.ts'
import { negativeBinomialTail, normalTail } from '../stats/tail.ts'
import type { Reference } from './references.ts'

export type Powertrans = '2/3' | '1/2' | 'none'
export type ThresholdMethod = 'delta' | 'nbPlugin' | 'muan'

export type Baseline = {
  /** What is to be expected in the row that is judged. */
  mu: number
  eta: number
  /** Standard error of `eta`, overdispersion included. */
  error: number
  /** Overdispersion, never under 1. */
  phi: number
  /** The trend a period on the log scale; null where none was kept. */
  trend: number | null
}

/** Which dispersion the standard errors stand on: the classic method's own, or the one of R's improved Farrington. */
export type Errors = 'classic' | 'improved'

const predict = (model: QuasiPoisson, level: number, time: number, trend: number | null, errors: Errors): Baseline => {
  const { eta, spread } = model.step.at(level, time)
  return {
    mu: Math.exp(eta),
    eta,
    error: Math.sqrt((errors === 'classic' ? model.phi : model.outbreakDispersion) * spread),
    phi: model.phi,
    trend,
  }
}

/** The part of the year of each reference, numbered from 0 as they come; -1 for the one that is judged if none is of it. */
const levelsOf = (references: readonly Reference[], noPeriods: number): { groups: Int32Array; here: number } => {
  const seasons = [...new Set(references.map(({ season }) => season))]
  const numbers = new Map(seasons.map((season, at) => [season, at]))
  return {
    groups: Int32Array.from(references, ({ season }) => numbers.get(season) ?? 0),
    here: numbers.get(noPeriods) ?? -1,
  }
}

export type BaselineOptions = {
  noPeriods: number
  /** Residual above which a past count is weighed down; undefined: none is. */
  threshold: number | undefined
  trend: boolean
  pThresholdTrend: number
  errors: Errors
  /** How many years the references span: under three a trend is not to be believed. */
  years: number
}

const LEAST_YEARS_FOR_TREND = 3

/**
 * What is to be expected now, by the past (Farrington et al. 1996, sections 3.2 to 3.6). The trend stays where it is
 * significant, there are three years, and it does not lead above every count that was seen. Where there
 * are no more references than terms, or the model does not settle, it says so instead.
 */
export const baselineOf = (
  counts: readonly number[],
  references: readonly Reference[],
  row: number,
  { noPeriods, threshold, trend, pThresholdTrend, years, errors }: BaselineOptions,
): Baseline | 'few_references' | 'not_converged' => {
  const response = Float64Array.from(references, (reference) => counts[reference.row] ?? 0)
  const { groups, here } = levelsOf(references, noPeriods)
  const first = references[0]?.row ?? 0
  const terms = groups.reduce((most, group) => Math.max(most, group), -1) + 1
  if (here < 0 || response.length <= terms) return 'few_references'
  if (trend && years >= LEAST_YEARS_FOR_TREND && response.length > terms + 1) {
    const sloping: Levels = { groups, times: Float64Array.from(references, (reference) => reference.row - first) }
    const model = fitQuasiPoisson(sloping, response, threshold)
    const baseline = predict(model, here, row - first, model.step.slope, errors)
    const largest = response.reduce((most, count) => Math.max(most, count), 0)
    const dispersion = errors === 'classic' ? model.pearson / model.freedom : model.outbreakDispersion
    if (model.converged && slopeP(model, dispersion) < pThresholdTrend && baseline.mu <= largest) return baseline
  }
  const model = fitQuasiPoisson({ groups }, response, threshold)
  return model.converged ? predict(model, here, 0, null, errors) : 'not_converged'
}

/** The scale on which a prediction is nearly normal, and back. */
const SCALES = {
  '2/3': { power: 2 / 3, factor: (mu: number) => (4 / 9) * Math.cbrt(mu) },
  '1/2': { power: 1 / 2, factor: () => 1 / 4 },
  none: { power: 1, factor: (mu: number) => mu },
} as const

export type Threshold = { upper: number; pvalue: number }

/** Threshold by the delta rule (Farrington et al. 1996, section 3.7): both the count and its estimate may be off. */
const byDelta = ({ mu, error, phi }: Baseline, observed: number, z: number, powertrans: Powertrans): Threshold => {
  const { power, factor } = SCALES[powertrans]
  // The standard error of mu is mu times that of eta.
  const spread = Math.sqrt(factor(mu) * (phi + mu * error ** 2))
  return {
    upper: Math.max(0, mu ** power + z * spread) ** (1 / power),
    pvalue: normalTail((observed ** power - mu ** power) / spread),
  }
}

/** A mean above it is no estimate of a count: the baseline has hardly a case and its error runs away. */
const LARGEST_MEAN = 1e9

/** Threshold as a quantile of the negative binomial with the expected mean (Noufaily et al. 2013). */
const byQuantile = (mu: number, phi: number, observed: number, alpha: number): Threshold => {
  if (!(mu <= LARGEST_MEAN)) return { upper: Infinity, pvalue: 1 }
  return {
    upper: phi > 1 ? negativeBinomialQuantile(1 - alpha, mu, phi) : poissonQuantile(1 - alpha, mu),
    pvalue: negativeBinomialTail(observed, mu, phi),
  }
}

/** @param alpha one-sided */
export const thresholdOf = (
  baseline: Baseline,
  observed: number,
  alpha: number,
  method: ThresholdMethod,
  powertrans: Powertrans,
): Threshold => {
  if (method === 'delta') return byDelta(baseline, observed, normalQuantile(1 - alpha), powertrans)
  if (method === 'nbPlugin') return byQuantile(baseline.mu, baseline.phi, observed, alpha)
  const high = Math.exp(baseline.eta + normalQuantile(1 - alpha) * baseline.error)
  return byQuantile(high, baseline.phi, observed, alpha)
}
