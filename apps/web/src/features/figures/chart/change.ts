import type { Cell } from './cell.ts'
import { isTold } from './cell.ts'

export type Change =
  | { kind: 'rose' | 'fell' | 'same'; before: number; after: number }
  | { kind: 'none' }
  | { kind: 'short'; after: number }
  | { kind: 'hidden' }

/** Two counts differ clearly when their difference is beyond what chance does to counts of that size (two standard errors). */
const CLEARLY = 1.96

const sum = (cells: readonly (Cell & { value: number })[]): number => cells.reduce((all, { value }) => all + value, 0)

/** So many periods before the last one tell what is usual; fewer than LEAST_USUAL on average are too few to miss. */
const USUAL_PERIODS = 6
const LEAST_USUAL = 5

/**
 * The last whole period, where it has less than half of what the few before it usually had: fewer were met, or nobody has reported
 * yet. Which of them a count cannot say.
 * @param points complete periods only, the oldest first
 */
export const findLateFall = (points: readonly Cell[]): { last: number; usual: number } | undefined => {
  const last = points.at(-1)
  const before = points.slice(-USUAL_PERIODS - 1, -1)
  if (last === undefined || !isTold(last) || before.length < USUAL_PERIODS || !before.every(isTold)) return undefined
  const usual = sum(before.filter(isTold)) / before.length
  const isLow = last.value < usual / 2 && usual - last.value > CLEARLY * Math.sqrt(usual)
  return isLow && usual >= LEAST_USUAL ? { last: last.value, usual: Math.round(usual) } : undefined
}

/**
 * What a series says in a sentence: the last year against the one before. Counts are small, so a difference that chance
 * would often make is told as no clear change.
 * @param points complete periods only, the oldest first
 */
export const changeOf = (points: readonly Cell[], inAYear: number): Change => {
  const last = points.slice(-inAYear)
  const before = points.slice(-2 * inAYear, -inAYear)
  if (last.some(({ status }) => status === 'suppressed')) return { kind: 'hidden' }
  const told = last.filter(isTold)
  if (told.length === 0) return { kind: 'none' }
  const toldBefore = before.filter(isTold)
  const after = sum(told)
  if (told.length < inAYear || toldBefore.length < inAYear) return { kind: 'short', after }
  const was = sum(toldBefore)
  const apart = Math.abs(after - was) > CLEARLY * Math.sqrt(after + was)
  return { kind: apart ? (after > was ? 'rose' : 'fell') : 'same', before: was, after }
}
