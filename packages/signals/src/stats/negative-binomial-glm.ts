import { digamma, trigamma } from './digamma.ts'
import { fitGlm } from './glm.ts'
import type { ColumnsGlm } from './glm.ts'
import type { Columns } from './least-squares.ts'
import { logGamma } from './log-gamma.ts'

export type NegativeBinomialGlm = ColumnsGlm & {
  /** Variance mu + dispersion mu^2; 0 where the counts vary no more than Poisson counts do. */
  dispersion: number
  /** Log likelihood with this dispersion over that without any: near 0 where the counts hardly tell one from the other. */
  gain: number
}

const LARGEST_SIZE = 1e7
const CLOSE = 1e-13
const MOST_ROUNDS = 100

/** How often each count is there: small counts are few different ones, and each needs its gamma functions once. */
const frequencies = (response: Float64Array): [number, number][] => {
  const found = new Map<number, number>()
  for (const y of response) found.set(y, (found.get(y) ?? 0) + 1)
  return [...found]
}

/** Derivative of the log likelihood by the size (1 / dispersion), and its derivative. */
const scoreOf = (
  response: Float64Array,
  counts: readonly (readonly [number, number])[],
  fitted: Float64Array,
  size: number,
): [number, number] => {
  let score = 0
  let slope = 0
  const base = digamma(size)
  const curve = trigamma(size)
  for (const [y, times] of counts)
    if (y > 0) {
      score += times * (digamma(y + size) - base)
      slope += times * (trigamma(y + size) - curve)
    }
  for (let row = 0; row < response.length; row += 1) {
    const mu = fitted[row] as number
    const over = (mu - (response[row] as number)) / (mu + size)
    score += over - Math.log1p(mu / size)
    slope += mu / (size * (size + mu)) - over / (mu + size)
  }
  return [score, slope]
}

/** The size of most likelihood given the means: Newton's steps, halved towards the start where they leave the positive. */
const bestSize = (
  response: Float64Array,
  counts: readonly (readonly [number, number])[],
  fitted: Float64Array,
  from: number,
): number => {
  let size = from
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [score, slope] = scoreOf(response, counts, fitted, size)
    // Where the curve bends the wrong way, a step along the score.
    const next = slope < 0 ? size - score / slope : score > 0 ? size * 2 : size / 2
    const taken = Math.min(Math.max(next, size / 4), size * 4)
    if (taken > LARGEST_SIZE) return Infinity
    if (Math.abs(taken - size) <= CLOSE * size) return taken
    size = taken
  }
  return size
}

const sum = (response: Float64Array, of: (y: number, row: number) => number): number =>
  response.reduce((all, y, row) => all + of(y, row), 0)

/** Log likelihoods, less the logarithm of y! that both have. */
const poisson = (response: Float64Array, fitted: Float64Array): number =>
  sum(response, (y, row) => y * Math.log(fitted[row] as number) - (fitted[row] as number))
const negativeBinomial = (response: Float64Array, fitted: Float64Array, size: number): number =>
  sum(response, (y, row) => {
    const mu = fitted[row] as number
    const ways = y > 0 ? logGamma(y + size) - logGamma(size) : 0
    return ways - size * Math.log1p(mu / size) + y * Math.log(mu / (mu + size))
  })

/**
 * Fits a log-linear negative-binomial model, dispersion included, by turns: the means with the dispersion known, the
 * dispersion with the means known (Venables and Ripley 2002, 7.4), until neither moves.
 */
export const fitNegativeBinomial = (columns: Columns, response: Float64Array): NegativeBinomialGlm => {
  const counts = frequencies(response)
  const plain = fitGlm(columns, response)
  let model = plain
  const squares = response.reduce((sum, y, row) => sum + (y / (model.fitted[row] as number) - 1) ** 2, 0)
  let size = Math.min(LARGEST_SIZE, response.length / squares)
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = bestSize(response, counts, model.fitted, size)
    if (!Number.isFinite(next)) return { ...plain, dispersion: 0, gain: 0 }
    const moved = Math.abs(next - size) / size
    size = next
    model = fitGlm(columns, response, {
      dispersion: 1 / size,
      start: model.fitted.map((mu) => Math.log(mu)),
    })
    if (moved < 1e-11) break
  }
  const gain = negativeBinomial(response, model.fitted, size) - poisson(response, plain.fitted)
  return { ...model, dispersion: 1 / size, gain }
}
