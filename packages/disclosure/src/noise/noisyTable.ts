import { numberOf, said } from '../cell.ts'
import type { Cell, ExactCell, Table } from '../cell.ts'
import { DisclosureError } from '../refusal.ts'
import { relationsOf } from '../relations.ts'
import type { Hierarchies } from '../rule.ts'
import { nameOf } from '../system.ts'
import type { PastRelease } from '../system.ts'
import { spend } from './budget.ts'
import type { Budget } from './budget.ts'
import { discreteLaplace } from './discreteLaplace.ts'
import type { RandomBytes } from './discreteLaplace.ts'
import { rationalOf } from './rational.ts'

export type NoiseRule = {
  /** A decimal as text, since the noise is exact: "0.5". */
  epsilon: string
  /** In how many of the innermost cells one person can be counted. */
  cellsPerPerson: number
  total: string
  hierarchies: Hierarchies
}

export type Noisy = { table: Table; budget: Budget }

/**
 * The mean size of the noise in an innermost cell: of the discrete Laplace distribution with rate r it is
 * 2q / (1 - q^2), q = exp(-r) (the mean of |k| over probabilities proportional to q^|k|).
 */
export const meanSize = ({ epsilon, cellsPerPerson }: Pick<NoiseRule, 'epsilon' | 'cellsPerPerson'>): number => {
  const q = Math.exp(-Number(epsilon) / cellsPerPerson)
  return (2 * q) / (1 - q * q)
}

/**
 * Adds noise to the innermost cells and sums the totals from these, so that totals cost nothing and no table gives away
 * its noise. Negative figures are shown as zero; totals are summed before that, so they stay true on average and may
 * differ from the sum of what is shown.
 * @throws {DisclosureError} `mixed_methods` where cells are suppressed or were before; `budget_spent`
 */
export const noisyTable = (
  exact: Table<ExactCell>,
  { epsilon, cellsPerPerson, total, hierarchies }: NoiseRule,
  { budget, release, at, bytes }: { budget: Budget; release: string; at: string; bytes: RandomBytes },
  past: readonly PastRelease[] = [],
): Noisy => {
  refuseMixed(exact, past, total)
  if (!Number.isInteger(cellsPerPerson) || cellsPerPerson < 1)
    throw new DisclosureError('bad_rule', 'The rule\'s "cellsPerPerson" should be a whole number, 1 or more.')
  const after = spend(budget, { release, at, epsilon })
  const { numerator, denominator } = rationalOf(epsilon)
  const rate = { numerator, denominator: denominator * BigInt(cellsPerPerson) }
  const relations = relationsOf(exact, { total, hierarchies })
  const wholes = new Set(relations.map(({ whole }) => whole))
  const figures = exact.cells.map(({ value }, cell) => {
    const number = numberOf(value)
    return number === undefined || wholes.has(cell) ? undefined : number + Number(discreteLaplace(rate, bytes))
  })
  const missing = new Set(exact.cells.flatMap(({ value }, cell) => (value.is === 'missing' ? [cell] : [])))
  // A whole of wholes waits until its parts are summed.
  for (let left = relations.filter(({ whole }) => !missing.has(whole)); left.length > 0;) {
    const ready = left.filter(({ parts }) => parts.every((part) => missing.has(part) || figures[part] !== undefined))
    if (ready.length === 0) break
    for (const { whole, parts } of ready) figures[whole] ??= parts.reduce((sum, part) => sum + (figures[part] ?? 0), 0)
    left = left.filter((relation) => !ready.includes(relation) && figures[relation.whole] === undefined)
  }
  const cells = exact.cells.map(({ key, row }, cell): Cell => {
    const figure = figures[cell]
    const value = figure === undefined ? ({ is: 'missing' } as const) : said(Math.max(0, figure))
    return { key, value, ...(row === undefined ? {} : { row }) }
  })
  return { table: { dimensions: exact.dimensions, cells }, budget: after }
}

/** Noise beside suppression: the noisy sums bound what was suppressed, so neither promise would hold. */
const refuseMixed = ({ cells }: Table<ExactCell>, past: readonly PastRelease[], total: string): void => {
  const withheld = cells.find(({ withhold }) => withhold === true)
  if (withheld !== undefined)
    throw new DisclosureError(
      'mixed_methods',
      'A release is suppressed or has noise, never both. Leave the suppressed rows out, or suppress without noise.',
      { row: withheld.row },
    )
  const names = new Set(cells.map(({ key }) => nameOf(key, total)))
  for (const { name, table } of past)
    if (table.cells.some(({ key, value }) => value.is === 'suppressed' && names.has(nameOf(key, total))))
      throw new DisclosureError(
        'mixed_methods',
        `The release "${name}" suppresses figures that this one would show with noise. Suppress them here too, without noise.`,
        { release: name },
      )
}
