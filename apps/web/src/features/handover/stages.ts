import type { HandoverState, HandoverStage } from '@ariadne/domain'

const TRAVELS = [
  'capability_asked',
  'offered',
  'accepted',
  'person_confirmed',
  'dossier_sent',
  'logistics_sent',
  'logistics_confirmed',
  'arrived',
  'closed',
] as const
const TASK = [
  'capability_asked',
  'offered',
  'accepted',
  'person_confirmed',
  'dossier_sent',
  'result_reported',
  'closed',
] as const

/** Stages that stand between two of the shown ones, and the shown one they belong to. */
const WITHIN: Partial<Record<HandoverStage, HandoverStage>> = {
  capability_answered: 'capability_asked',
  acknowledged: 'offered',
  clarification_asked: 'offered',
  not_arrived: 'logistics_confirmed',
}

/** The stages a handover of this role goes through, and the one where it is now. */
export const stagesOf = (
  handover: HandoverState,
): { readonly stages: readonly HandoverStage[]; readonly now: HandoverStage } => {
  const stages: readonly HandoverStage[] =
    handover.role === 'take_lead' || handover.role === 'return_support' ? TRAVELS : TASK
  const now = WITHIN[handover.stage] ?? handover.stage
  return { stages: stages.includes(now) ? stages : [...stages.slice(0, 2), now], now }
}

/** Acts whose page is made by hand; all others have the form that their definition gives. */
export const STEP_ACTS = [
  'handover.capability_answered',
  'handover.offered',
  'handover.acknowledged',
  'handover.clarification_asked',
  'handover.accepted',
  'handover.declined',
  'handover.person_confirmed',
  'handover.dossier_sent',
  'handover.logistics_sent',
  'handover.logistics_confirmed',
  'handover.arrival_confirmed',
  'handover.not_arrived',
  'handover.feedback_given',
  'handover.result_reported',
  'handover.withdrawn',
  'handover.withdrawal_acknowledged',
  'handover.voided',
  'handover.closed',
] as const

/** The step of an act in an address: `handover.dossier_sent` is `dossier-sent`. */
export const stepOf = (kind: string): string => kind.replace('handover.', '').replaceAll('_', '-')
export const kindOf = (step: string): string => `handover.${step.replaceAll('-', '_')}`
