import { leastSquares } from './least-squares.ts'
import type { Columns, LeastSquares } from './least-squares.ts'

/** A log-linear model of counts, fitted. */
export type Glm = {
  coefficients: Float64Array
  aliased: readonly boolean[]
  fitted: Float64Array
  /** Working weights of the last step. */
  weights: Float64Array
  /** Sum of weights times squared working residuals: what the overdispersion is estimated from. */
  pearson: number
  /** Observations with a weight, less the columns that count. */
  freedom: number
  deviance: number
  converged: boolean
  /** The last weighted least-squares step: leverages and standard errors come from it. */
  step: LeastSquares
}

export type GlmOptions = {
  /** Prior weights; 1 each where not given. */
  weights?: Float64Array | undefined
  /** The dispersion of a negative binomial, variance mu + dispersion mu^2; 0 is Poisson. */
  dispersion?: number
  /** Linear predictors to start from. */
  start?: Float64Array | undefined
}

const EPSILON = 1e-8
const MOST_STEPS = 25
/** Below it a count of 0 would have no logarithm to start from. */
const START_OFFSET = 0.1
const START_NEGATIVE_BINOMIAL = 1 / 6

/** y log(y / mu), 0 at y = 0. */
const yLog = (y: number, mu: number): number => (y > 0 ? y * Math.log(y / mu) : 0)

const unitDeviance = (y: number, mu: number, dispersion: number): number =>
  dispersion === 0
    ? 2 * (yLog(y, mu) - (y - mu))
    : 2 *
      (yLog(Math.max(y, 1), mu) * Number(y > 0) -
        (y + 1 / dispersion) * Math.log((1 + dispersion * y) / (1 + dispersion * mu)))

const devianceOf = (response: Float64Array, fitted: Float64Array, prior: Float64Array, dispersion: number): number => {
  let sum = 0
  for (let row = 0; row < response.length; row += 1)
    sum += (prior[row] as number) * unitDeviance(response[row] as number, fitted[row] as number, dispersion)
  return sum
}

/**
 * Fits log(mu) = X b to counts by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5), Poisson or
 * negative binomial with a known dispersion. It starts and stops as R's glm does: mu = y + 0.1 (y + 1/6 where y is 0 for the
 * negative binomial), and done when the deviance changes by less than 1e-8 of itself, after 25 steps at most.
 */
export const fitGlm = (columns: Columns, response: Float64Array, options: GlmOptions = {}): Glm => {
  const { dispersion = 0 } = options
  const rows = response.length
  const prior = options.weights ?? new Float64Array(rows).fill(1)
  const eta = options.start === undefined ? new Float64Array(rows) : Float64Array.from(options.start)
  if (options.start === undefined)
    for (let row = 0; row < rows; row += 1) {
      const y = response[row] as number
      eta[row] = Math.log(dispersion === 0 ? y + START_OFFSET : y === 0 ? START_NEGATIVE_BINOMIAL : y)
    }
  const fitted = eta.map((value) => Math.exp(value))
  const weights = new Float64Array(rows)
  const working = new Float64Array(rows)
  const target = new Float64Array(rows)
  const scaled = columns.map(() => new Float64Array(rows))
  let deviance = devianceOf(response, fitted, prior, dispersion)
  let step: LeastSquares | undefined
  let converged = false
  for (let round = 0; round < MOST_STEPS && !converged; round += 1) {
    for (let row = 0; row < rows; row += 1) {
      const mu = fitted[row] as number
      const weight = ((prior[row] as number) * mu) / (1 + dispersion * mu)
      const root = Math.sqrt(weight)
      const residual = ((response[row] as number) - mu) / mu
      weights[row] = weight
      working[row] = (eta[row] as number) + residual
      target[row] = root * (working[row] as number)
      for (let column = 0; column < columns.length; column += 1)
        (scaled[column] as Float64Array)[row] = root * ((columns[column] as Float64Array)[row] as number)
    }
    step = leastSquares(scaled, target)
    for (let row = 0; row < rows; row += 1) {
      let value = 0
      for (let column = 0; column < columns.length; column += 1)
        value += ((columns[column] as Float64Array)[row] as number) * (step.coefficients[column] as number)
      eta[row] = value
      fitted[row] = Math.exp(value)
    }
    const now = devianceOf(response, fitted, prior, dispersion)
    converged = Math.abs(now - deviance) / (Math.abs(now) + START_OFFSET) < EPSILON
    deviance = now
  }
  if (step === undefined) throw new RangeError('A model needs at least one step')
  let pearson = 0
  let counted = 0
  for (let row = 0; row < rows; row += 1) {
    const mu = fitted[row] as number
    pearson += (weights[row] as number) * (((response[row] as number) - mu) / mu) ** 2
    if ((prior[row] as number) > 0) counted += 1
  }
  return {
    coefficients: step.coefficients,
    aliased: step.aliased,
    fitted,
    weights,
    pearson,
    freedom: counted - step.rank,
    deviance,
    converged,
    step,
  }
}
