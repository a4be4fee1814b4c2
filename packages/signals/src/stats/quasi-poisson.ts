import { fitLogLinear } from './glm.ts'
import type { Glm } from './glm.ts'
import { levelsModel } from './levels-model.ts'
import type { LevelsStep } from './levels-model.ts'
import { studentTwoSided } from './tail.ts'

/** An overdispersed log-linear model: variance `phi * mu`, phi never under 1. */
export type QuasiPoisson = Glm<LevelsStep> & {
  phi: number
  /**
   * Overdispersion with the outbreak weights where the working weights belong, not held above 1. R's improved Farrington
   * takes its standard errors from it (surveillance 1.20.3, seen from its answers), so parity needs it.
   */
  outbreakDispersion: number
}

const overdispersion = ({ pearson, freedom }: Glm<LevelsStep>): number =>
  freedom > 0 ? Math.max(1, pearson / freedom) : 1

/**
 * Anscombe's residuals of a Poisson model, standardised by overdispersion and leverage, so that they are nearly standard
 * normal (Farrington et al. 1996, section 3.6).
 */
export const anscombeResiduals = (response: Float64Array, { fitted, phi, step }: QuasiPoisson): Float64Array => {
  const leverage = step.leverage()
  return response.map((y, row) => {
    const mu = fitted[row] as number
    return (
      (1.5 * (Math.cbrt(y) ** 2 * mu ** (-1 / 6) - Math.sqrt(mu))) / Math.sqrt(phi * (1 - (leverage[row] as number)))
    )
  })
}

/** What a past outbreak still counts: gamma / s^2 for a residual s above the threshold, so that the weights add up to n. */
const outbreakWeights = (residuals: Float64Array, threshold: number): Float64Array => {
  const weights = residuals.map((residual) => (residual > threshold ? residual ** -2 : 1))
  const scale = weights.length / weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => scale * weight)
}

const relativeSquares = (response: Float64Array, fitted: Float64Array, weights: Float64Array): number =>
  response.reduce((sum, y, row) => {
    const mu = fitted[row] as number
    return sum + (weights[row] as number) * ((y - mu) / mu) ** 2
  }, 0)

/** A level for each group of observations, and one slope by their times where they have any. */
export type Levels = { groups: Int32Array; times?: Float64Array }

/** Fits the model, and again with past outbreaks weighed down where `threshold` says above which residual they are. */
export const fitQuasiPoisson = (
  { groups, times }: Levels,
  response: Float64Array,
  threshold?: number,
): QuasiPoisson => {
  const model = levelsModel(groups, times)
  const first = fitLogLinear(model, response)
  const plain = { ...first, phi: overdispersion(first), outbreakDispersion: first.pearson / first.freedom }
  if (threshold === undefined) return plain
  const weights = outbreakWeights(anscombeResiduals(response, plain), threshold)
  const again = fitLogLinear(model, response, { weights })
  return {
    ...again,
    phi: overdispersion(again),
    outbreakDispersion: relativeSquares(response, again.fitted, weights) / again.freedom,
  }
}

/** The two-sided p value of the slope, by Student's t with the dispersion given. */
export const slopeP = ({ step, freedom }: QuasiPoisson, dispersion: number): number =>
  studentTwoSided(step.slope / Math.sqrt(step.slopeSpread * dispersion), freedom)
