import { digamma, trigamma } from './digamma.ts'
import { fitGlm } from './glm.ts'
import type { ColumnsGlm } from './glm.ts'
import type { Columns } from './least-squares.ts'

export type NegativeBinomialGlm = ColumnsGlm & {
  /** Variance mu + dispersion mu^2; 0 where the counts vary no more than Poisson counts do. */
  dispersion: number
}

const LARGEST_SIZE = 1e7
const CLOSE = 1e-13
const MOST_ROUNDS = 100

/** Derivative of the log likelihood by the size (1 / dispersion), and its derivative. */
const scoreOf = (response: Float64Array, fitted: Float64Array, size: number): [number, number] => {
  let score = 0
  let slope = 0
  const base = digamma(size)
  const curve = trigamma(size)
  for (let row = 0; row < response.length; row += 1) {
    const y = response[row] as number
    const mu = fitted[row] as number
    score += (y > 0 ? digamma(y + size) - base : 0) - Math.log1p(mu / size) + (mu - y) / (mu + size)
    slope += (y > 0 ? trigamma(y + size) - curve : 0) + mu / (size * (size + mu)) - (mu - y) / (mu + size) ** 2
  }
  return [score, slope]
}

/** The size of most likelihood given the means: Newton's steps, halved towards the start where they leave the positive. */
const bestSize = (response: Float64Array, fitted: Float64Array, from: number): number => {
  let size = from
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [score, slope] = scoreOf(response, fitted, size)
    // Where the curve bends the wrong way, a step along the score.
    const next = slope < 0 ? size - score / slope : score > 0 ? size * 2 : size / 2
    const taken = Math.min(Math.max(next, size / 4), size * 4)
    if (taken > LARGEST_SIZE) return Infinity
    if (Math.abs(taken - size) <= CLOSE * size) return taken
    size = taken
  }
  return size
}

/**
 * Fits a log-linear negative-binomial model, dispersion included, by turns: the means with the dispersion known, the
 * dispersion with the means known (Venables and Ripley 2002, 7.4), until neither moves.
 */
export const fitNegativeBinomial = (columns: Columns, response: Float64Array): NegativeBinomialGlm => {
  let model = fitGlm(columns, response)
  const squares = response.reduce((sum, y, row) => sum + (y / (model.fitted[row] as number) - 1) ** 2, 0)
  let size = Math.min(LARGEST_SIZE, response.length / squares)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = bestSize(response, model.fitted, size)
    if (!Number.isFinite(next)) return { ...fitGlm(columns, response), dispersion: 0 }
    const moved = Math.abs(next - size) / size
    size = next
    model = fitGlm(columns, response, {
      dispersion: 1 / size,
      start: model.fitted.map((mu) => Math.log(mu)),
    })
    if (moved < 1e-11) break
  }
  return { ...model, dispersion: 1 / size }
}
