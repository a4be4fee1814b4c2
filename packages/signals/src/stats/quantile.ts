import negativeBinomial from '@stdlib/stats-base-dists-negative-binomial-quantile'
import normal from '@stdlib/stats-base-dists-normal-quantile'
import poisson from '@stdlib/stats-base-dists-poisson-quantile'

/** z with P(Z <= z) = p, 0 < p < 1. */
export const normalQuantile = (p: number): number => normal(p, 0, 1)

/** The least x with P(X <= x) >= p, X Poisson with mean `mu` >= 0. */
export const poissonQuantile = (p: number, mu: number): number => (mu > 0 ? poisson(p, mu) : 0)

/** The least x with P(X <= x) >= p, X negative binomial with mean `mu` > 0 and variance `phi * mu`, phi > 1. */
export const negativeBinomialQuantile = (p: number, mu: number, phi: number): number =>
  mu > 0 ? negativeBinomial(p, mu / (phi - 1), 1 / phi) : 0
