import { DisclosureError } from '../refusal.ts'
import { asNumber, isMore, plus, rationalOf, readRational, written } from './rational.ts'
import type { Rational } from './rational.ts'

/**
 * What noise has been spent on the same people, and how much may be: in zero-concentrated differential privacy (Bun and
 * Steinke 2016), where spendings add up. Fractions as text, so that sums are exact.
 */
export type Budget = { limit: string; entries: readonly Spending[] }

export type Spending = { release: string; at: string; epsilon: string; rho: string }

/** A release that is epsilon-differentially private is epsilon^2/2-zCDP (Bun and Steinke 2016, proposition 1.4). */
const rhoOf = ({ numerator, denominator }: Rational): Rational => ({
  numerator: numerator * numerator,
  denominator: 2n * denominator * denominator,
})

const spent = ({ entries }: Budget): Rational =>
  entries.reduce((sum, { rho }) => plus(sum, readRational(rho)), { numerator: 0n, denominator: 1n })

/** What is spent so far, and of what limit. */
export const spentOf = (budget: Budget): { spent: number; limit: number } => ({
  spent: asNumber(spent(budget)),
  limit: asNumber(readRational(budget.limit)),
})

/** The same as a fraction, exactly. */
export const writtenSpent = (budget: Budget): string => written(spent(budget))

/**
 * The budget after one more release.
 * @throws {DisclosureError} `budget_spent` where it does not suffice; nothing is spent then
 * @example spend({ limit: '1', entries: [] }, { release: '2026', at: '2027-01-31T00:00:00.000Z', epsilon: '0.5' })
 */
export const spend = (
  budget: Budget,
  { release, at, epsilon }: { release: string; at: string; epsilon: string },
): Budget => {
  const rho = rhoOf(rationalOf(epsilon))
  const before = spent(budget)
  if (isMore(plus(before, rho), readRational(budget.limit)))
    throw new DisclosureError(
      'budget_spent',
      `Release "${release}" would spend ${asNumber(rho)} (epsilon ${epsilon}), and of ${asNumber(readRational(budget.limit))} there is ${asNumber(readRational(budget.limit)) - asNumber(before)} left. Publish less, or with a smaller epsilon.`,
      { release },
    )
  return { ...budget, entries: [...budget.entries, { release, at, epsilon, rho: written(rho) }] }
}

/** The (epsilon, delta) that rho amounts to: epsilon = rho + 2 sqrt(rho ln(1/delta)) (Bun and Steinke 2016, 1.3). */
export const epsilonOf = (rho: number, delta: number): number => rho + 2 * Math.sqrt(rho * Math.log(1 / delta))
