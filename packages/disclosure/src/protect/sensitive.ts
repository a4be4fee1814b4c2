import { numberOf } from '../cell.ts'
import type { ExactCell, Table } from '../cell.ts'
import { DisclosureError } from '../refusal.ts'
import type { Rule } from '../rule.ts'

/** Why a cell may not be shown. */
export type Reason = 'small' | 'zero' | 'dominated' | 'withheld' | 'suppressed_before' | 'small_change'

/** The p% rule asks what the largest contributors gave; where no cell says so, all would pass as safe. @throws {DisclosureError} */
export const refuseUnanswerable = ({ cells }: Table<ExactCell>, { p }: Rule): void => {
  if (p === undefined || cells.length === 0 || cells.some(({ largest }) => largest !== undefined)) return
  throw new DisclosureError(
    'bad_rule',
    'The rule\'s "p" asks what the largest and the second largest contributor of a cell gave, and no cell says so. Give the columns "largest" and "second", or leave "p" out.',
  )
}

/** What a rule says of one cell by itself; undefined where it may be shown. */
export const reasonOf = ({ value, withhold, largest }: ExactCell, rule: Rule): Reason | undefined => {
  const number = numberOf(value)
  if (withhold === true) return 'withheld'
  if (number === undefined) return undefined
  if (number === 0) return rule.zeros === 'protect' ? 'zero' : undefined
  if (number < rule.threshold) return 'small'
  return excess(number, largest, rule) > 0 ? 'dominated' : undefined
}

/** How wide the interval of a cell has to be: k, or more where one contributor stands out. */
export const neededWidth = ({ value, largest }: ExactCell, rule: Rule): number =>
  Math.max(rule.k, excess(numberOf(value) ?? 0, largest, rule))

/**
 * p% rule (Handbook on Statistical Disclosure Control, 4.2.2): the second largest contributor, who knows its own share,
 * estimates the largest to within what all the others gave; that has to be p per cent of the largest, or more.
 */
const excess = (number: number, largest: readonly [number, number] | undefined, { p }: Rule): number => {
  if (p === undefined || largest === undefined) return 0
  const [first, second] = largest
  return (p / 100) * first - (number - first - second)
}
