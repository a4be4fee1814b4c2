import { logGamma } from '../stats/log-gamma.ts'

const SMALL = 1e-17

/**
 * Logarithm of the smaller of P(X <= n) and P(X >= n) for a Poisson X: by its series from n outward, so that tails far
 * beyond 1e-300 still have an order.
 */
export const logPoissonTail = (n: number, mean: number): number => {
  if (!(mean > 0)) return n === 0 ? 0 : Number.NEGATIVE_INFINITY
  const log = n * Math.log(mean) - mean - logGamma(n + 1)
  let sum = 1
  if (n >= mean) for (let k = n + 1, term = mean / k; term > SMALL * sum; k++, term *= mean / k) sum += term
  else for (let k = n, term = k / mean; term > SMALL * sum; k--, term *= k / mean) sum += term
  const here = log + Math.log(sum)
  // Close to the middle the other side may be the smaller one: it is what is left, and n itself belongs to both.
  return Math.min(here, Math.log1p(Math.exp(log) - Math.min(1, Math.exp(here))))
}
