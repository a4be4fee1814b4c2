import negativeBinomial from '@stdlib/stats-base-dists-negative-binomial-quantile'
import normal from '@stdlib/stats-base-dists-normal-quantile'
import poisson from '@stdlib/stats-base-dists-poisson-quantile'

/** z with P(Z <= z) = p, 0 < p < 1. */
export const normalQuantile = (p: number): number => normal(p, 0, 1)

/** Below it the chance of no case at all is no number to begin adding from. */
const LEAST_LOG_MASS = -600

/** Adds up masses from 0 until they reach p. */
const addedUp = (p: number, none: number, ratio: (count: number) => number): number => {
  let count = 0
  let mass = none
  // What is lost by rounding must not carry the sum past an exact tie.
  for (let sum = mass; mass > 0 && sum < p * (1 - Number.EPSILON * 64); sum += mass) {
    count += 1
    mass *= ratio(count)
  }
  return count
}

/** The least x with P(X <= x) >= p, X Poisson with mean `mu` >= 0; 0 < p < 1. */
export const poissonQuantile = (p: number, mu: number): number => {
  if (!(mu > 0)) return 0
  return -mu < LEAST_LOG_MASS ? poisson(p, mu) : addedUp(p, Math.exp(-mu), (count) => mu / count)
}

/** The least x with P(X <= x) >= p, X negative binomial with mean `mu` >= 0 and variance `phi * mu`, phi > 1; 0 < p < 1. */
export const negativeBinomialQuantile = (p: number, mu: number, phi: number): number => {
  if (!(mu > 0)) return 0
  const size = mu / (phi - 1)
  const none = -size * Math.log(phi)
  if (none < LEAST_LOG_MASS) return negativeBinomial(p, size, 1 / phi)
  return addedUp(p, Math.exp(none), (count) => ((count - 1 + size) / count) * (1 - 1 / phi))
}
