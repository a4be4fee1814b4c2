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
