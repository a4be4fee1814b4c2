import { denseModel } from './least-squares.ts'
import type { Columns, DenseStep, Step } from './least-squares.ts'

/** A log-linear model of counts, fitted. */
export type Glm<S extends Step> = {
  fitted: Float64Array
  /** Sum of weights times squared working residuals: what the overdispersion is estimated from. */
  pearson: number
  /** Observations with a weight, less the terms that count. */
  freedom: number
  deviance: number
  converged: boolean
  /** The last weighted least-squares step: coefficients, leverages and standard errors come from it. */
  step: S
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
    : 2 * (yLog(y, mu) - (y + 1 / dispersion) * Math.log((1 + dispersion * y) / (1 + dispersion * mu)))

const startOf = (response: Float64Array, dispersion: number): Float64Array =>
  response.map((y) => Math.log(dispersion === 0 ? y + START_OFFSET : y === 0 ? START_NEGATIVE_BINOMIAL : y))

/**
 * Fits log(mu) = X b to counts by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5), Poisson or
 * negative binomial with a known dispersion. It starts and stops as R's glm does: mu = y + 0.1 (1/6 where y is 0 for the
 * negative binomial), and done when the deviance changes by less than 1e-8 of itself, after 25 steps at most.
 * @param solve the model: one least-squares step for given weights and working responses
 */
export const fitLogLinear = <S extends Step>(
  solve: (weights: Float64Array, working: Float64Array) => S,
  response: Float64Array,
  { weights: prior, dispersion = 0, start }: GlmOptions = {},
): Glm<S> => {
  const rows = response.length
  const priorOf = (row: number): number => (prior === undefined ? 1 : (prior[row] as number))
  const weights = new Float64Array(rows)
  const working = new Float64Array(rows)
  let eta = start ?? startOf(response, dispersion)
  const fitted = eta.map((value) => Math.exp(value))
  const devianceNow = (): number => {
    let sum = 0
    for (let row = 0; row < rows; row += 1)
      sum += priorOf(row) * unitDeviance(response[row] as number, fitted[row] as number, dispersion)
    return sum
  }
  const advance = (): S => {
    for (let row = 0; row < rows; row += 1) {
      const mu = fitted[row] as number
      weights[row] = (priorOf(row) * mu) / (1 + dispersion * mu)
      working[row] = (eta[row] as number) + ((response[row] as number) - mu) / mu
    }
    const step = solve(weights, working)
    eta = step.eta
    for (let row = 0; row < rows; row += 1) fitted[row] = Math.exp(eta[row] as number)
    return step
  }
  let before = devianceNow()
  let step = advance()
  let deviance = devianceNow()
  const settled = (): boolean => Math.abs(deviance - before) / (Math.abs(deviance) + START_OFFSET) < EPSILON
  for (let round = 1; round < MOST_STEPS && !settled(); round += 1) {
    before = deviance
    step = advance()
    deviance = devianceNow()
  }
  let pearson = 0
  let counted = 0
  for (let row = 0; row < rows; row += 1) {
    const mu = fitted[row] as number
    pearson += (weights[row] as number) * (((response[row] as number) - mu) / mu) ** 2
    if (priorOf(row) > 0) counted += 1
  }
  return { fitted, pearson, freedom: counted - step.rank, deviance, converged: settled(), step }
}

export type ColumnsGlm = Glm<DenseStep> & { coefficients: Float64Array }

/** Fits a model with any columns, as `fitLogLinear` does. */
export const fitGlm = (columns: Columns, response: Float64Array, options: GlmOptions = {}): ColumnsGlm => {
  const model = fitLogLinear(denseModel(columns), response, options)
  return { ...model, coefficients: model.step.coefficients }
}
