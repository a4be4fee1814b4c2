import { type Agreement, type CaseState, endOfDay, isEffective, vocabulary } from '@ariadne/domain'
import type { Tone } from '../../components/Tag.tsx'

/** How an agreement stands: what a list and its own page say of it. */
export type Standing = 'in_force' | 'guardian_waiting' | 'child_waiting' | 'withdrawn' | 'ended'

export const standingOf = (agreement: Agreement, state: CaseState, now: string): Standing => {
  if (agreement.withdrawnAt) return 'withdrawn'
  if (endOfDay(agreement.expiresOn) < now) return 'ended'
  if (isEffective(agreement, state, now)) return 'in_force'
  return vocabulary.isChild(state.person.ageBand) && !agreement.guardianAuthorisedAt
    ? 'guardian_waiting'
    : 'child_waiting'
}

export const STANDING_TONE: Readonly<Record<Standing, Tone>> = {
  in_force: 'good',
  guardian_waiting: 'warn',
  child_waiting: 'warn',
  withdrawn: 'plain',
  ended: 'plain',
}
