import type { Evaluation } from './evaluate.ts'
import { compareOutcomes, isAtLeast } from './outcomes.ts'
import type { Outcome } from './outcomes.ts'
import { ScreeningRefused } from './refused.ts'
import type { ByHand } from './schema.ts'
import type { LoweringReason } from './vocabulary.ts'

/** The outcome a person stands for, beside what the set gave. */
export interface HandDecision {
  readonly outcome: Outcome
  readonly given: Outcome
  readonly change: 'raised' | 'lowered' | 'kept'
  readonly reason?: LoweringReason
}

/**
 * Applies what the person who screened decided. A concern may always be raised, and no reason is asked for; lowering
 * needs a coded reason, and stops at the floor (self-identification, a child's floors, danger now), which only a
 * corrected answer can move.
 * @throws ScreeningRefused `reason_required` or `below_floor`
 */
export const decideByHand = (
  { outcome: given, floor }: Pick<Evaluation, 'outcome' | 'floor'>,
  { to, reason }: ByHand,
): HandDecision => {
  const difference = compareOutcomes(to, given)
  if (difference > 0) return { outcome: to, given, change: 'raised' }
  if (difference === 0) return { outcome: to, given, change: 'kept' }
  if (!isAtLeast(to, floor))
    throw new ScreeningRefused(
      'below_floor',
      'to',
      `this person is never under "${floor}"; if what was entered about them was wrong, correct that answer`,
    )
  if (!reason) throw new ScreeningRefused('reason_required', 'reason', 'choose the reason for lowering')
  return { outcome: to, given, change: 'lowered', reason }
}
