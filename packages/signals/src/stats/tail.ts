import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import { logGamma } from './log-gamma.ts'

/** P(Z > z), accurate far out. */
export const normalTail = (z: number): number => normalCdf(-z, 0, 1)

/** P(|T| > |t|) for Student's t with `df` degrees of freedom. */
export const studentTwoSided = (t: number, df: number): number => (df > 0 ? 2 * tCdf(-Math.abs(t), df) : NaN)

const TERM_TOO_SMALL = 1e-18

/** Sums the masses from `from` upward, or takes the ones below from 1, whichever loses nothing. */
const upperTail = (
  from: number,
  mean: number,
  logMass: (count: number) => number,
  ratio: (count: number) => number,
) => {
  if (from <= 0) return 1
  if (from <= mean) {
    let below = 0
    let mass = Math.exp(logMass(from - 1))
    for (let count = from - 1; count >= 0 && mass > TERM_TOO_SMALL * below; count -= 1) {
      below += mass
      mass /= ratio(count)
    }
    return Math.max(0, 1 - below)
  }
  let tail = 0
  let mass = Math.exp(logMass(from))
  for (let count = from + 1; mass > TERM_TOO_SMALL * tail && mass > 0; count += 1) {
    tail += mass
    mass *= ratio(count)
  }
  return Math.min(1, tail)
}

/**
 * P(X >= count), X Poisson. Added up term by term, so that a probability of 1e-200 is right to the last digits, where
 * 1 - cdf would be 0.
 */
export const poissonTail = (count: number, mu: number): number =>
  mu > 0
    ? upperTail(
        count,
        mu,
        (at) => at * Math.log(mu) - mu - logGamma(at + 1),
        (at) => mu / at,
      )
    : Number(count <= 0)

/** P(X >= count), X negative binomial with mean `mu` and variance `phi * mu`; Poisson where phi is 1. */
export const negativeBinomialTail = (count: number, mu: number, phi: number): number => {
  if (phi <= 1 || mu <= 0) return poissonTail(count, mu)
  const size = mu / (phi - 1)
  const logMiss = Math.log1p(-1 / phi)
  return upperTail(
    count,
    mu,
    (at) => logGamma(at + size) - logGamma(size) - logGamma(at + 1) - size * Math.log(phi) + at * logMiss,
    (at) => ((at - 1 + size) / at) * (1 - 1 / phi),
  )
}

/** The smallest count that is so seldom: P(X >= count) <= p, X as above. */
export const negativeBinomialCritical = (p: number, mu: number, phi: number): number => {
  let count = Math.ceil(mu + 1.645 * Math.sqrt(mu * Math.max(1, phi)))
  while (negativeBinomialTail(count, mu, phi) > p) count += 1
  while (count > 0 && negativeBinomialTail(count - 1, mu, phi) <= p) count -= 1
  return count
}
