import { FEEDBACK_DAYS, isEnded, type HandoverState } from '../handover/state.ts'
import type { FunctionName } from '../functions.ts'
import type { MemberId, UnitId } from '../ids.ts'
import { endOfDay, plusDays, plusHours, type Instant } from '../time.ts'
import type { CaseState } from './state.ts'
import { isChild } from './vocabulary.ts'

/** Hours and days that a country's profile sets. Targets, not law, unless the profile says so. */
export interface Targets {
  /** Those on duty have so long to answer an alarm before everybody of their unit is called. */
  readonly alarmAnswerMinutes: number
  /** A unit has so long before the next one is called as well. */
  readonly alarmPassOnMinutes: number
  readonly referralUrgentHours: number
  readonly referralHours: number
  readonly childNoticeHours: number
  readonly acknowledgeUrgentHours: number
  readonly acknowledgeHours: number
  readonly guardianRequestHours: number
  readonly identificationDays: number
  readonly arrivalHours: number
}
/** domain research C4, offered as editable targets. */
export const DEFAULT_TARGETS: Targets = {
  alarmAnswerMinutes: 5,
  alarmPassOnMinutes: 10,
  referralUrgentHours: 2,
  referralHours: 24,
  childNoticeHours: 24,
  acknowledgeUrgentHours: 2,
  acknowledgeHours: 24,
  guardianRequestHours: 8,
  identificationDays: 5,
  arrivalHours: 24,
}

/** A line on somebody's morning board: one case, one thing to do, one verb. */
export interface QueueEntry {
  readonly queue: string
  readonly unitId: UnitId
  readonly memberId: MemberId | null
  readonly functions: readonly FunctionName[]
  /** The kind of act that settles it; also its verb on screen. */
  readonly act: string
  /** What within the case: a handover's or agreement's id. */
  readonly subjectId: string | null
  readonly since: Instant
  readonly dueAt: Instant | null
}

export const QUEUES = [
  'guardian_needed',
  'guardian_to_appoint',
  'assent_waiting',
  'best_interests_due',
  'identification_due',
  'reflection_ending',
  'plan_review',
  'capability_to_answer',
  'offer_to_acknowledge',
  'offer_to_answer',
  'answer_awaited',
  'person_to_confirm',
  'dossier_to_send',
  'logistics_to_send',
  'logistics_to_confirm',
  'arrival_expected',
  'not_arrived',
  'result_to_report',
  'feedback_due',
  'withdrawal_to_acknowledge',
  'withdrawal_unacknowledged',
  'handover_to_close',
  'override_to_confirm',
  'follow_up_due',
  'case_to_close',
] as const

const COORDINATORS = ['case_coordinator', 'case_worker'] as const
const FOCAL = ['focal_point', 'case_coordinator', 'case_worker'] as const

const handoverEntries = (state: CaseState, handover: HandoverState, targets: Targets): QueueEntry[] => {
  const since = handover.stageSince
  const hours = handover.query.urgency === 'urgent' ? targets.acknowledgeUrgentHours : targets.acknowledgeHours
  const entry = (queue: string, act: string, dueAt: Instant | null): QueueEntry => ({
    queue,
    act,
    dueAt,
    since,
    memberId: null,
    functions: FOCAL,
    subjectId: handover.handoverId,
    unitId: handover.direction === 'incoming' ? handover.recipientUnitId : handover.senderUnitId,
  })
  const incoming = handover.direction === 'incoming'
  const open: QueueEntry[] = []
  if (handover.withdrawal && !handover.withdrawal.acknowledgedAt)
    open.push(
      incoming
        ? entry(
            'withdrawal_to_acknowledge',
            'handover.withdrawal_acknowledged',
            plusHours(handover.withdrawal.at, hours),
          )
        : entry(
            'withdrawal_unacknowledged',
            'handover.withdrawal_acknowledged',
            plusHours(handover.withdrawal.at, hours),
          ),
    )
  const travels = handover.role === 'take_lead' || handover.role === 'return_support'
  switch (handover.stage) {
    case 'capability_asked':
      open.push(
        incoming
          ? entry('capability_to_answer', 'handover.capability_answered', plusHours(since, hours))
          : entry('answer_awaited', 'handover.capability_answered', plusHours(since, hours)),
      )
      break
    case 'capability_answered':
    case 'clarification_asked':
      if (!incoming) open.push(entry('person_to_confirm', 'handover.offered', null))
      break
    case 'offered':
      open.push(
        incoming
          ? entry('offer_to_acknowledge', 'handover.acknowledged', plusHours(since, hours))
          : entry('answer_awaited', 'handover.acknowledged', plusHours(since, hours)),
      )
      break
    case 'acknowledged':
      open.push(
        incoming
          ? entry('offer_to_answer', 'handover.accepted', handover.offer?.respondBy ?? null)
          : entry('answer_awaited', 'handover.accepted', handover.offer?.respondBy ?? null),
      )
      break
    case 'accepted':
      if (!incoming) open.push(entry('person_to_confirm', 'handover.person_confirmed', null))
      break
    case 'person_confirmed':
      if (!incoming) open.push(entry('dossier_to_send', 'handover.dossier_sent', null))
      break
    case 'dossier_sent':
      if (travels && !incoming) open.push(entry('logistics_to_send', 'handover.logistics_sent', null))
      if (!travels && incoming) open.push(entry('result_to_report', 'handover.result_reported', null))
      break
    case 'logistics_sent':
      if (incoming) open.push(entry('logistics_to_confirm', 'handover.logistics_confirmed', plusHours(since, hours)))
      break
    case 'logistics_confirmed':
      open.push(
        entry(
          'arrival_expected',
          'handover.arrival_confirmed',
          handover.logistics ? plusHours(endOfDay(handover.logistics.meetOn), targets.arrivalHours) : null,
        ),
      )
      break
    case 'not_arrived':
      open.push(entry('not_arrived', incoming ? 'handover.arrival_confirmed' : 'case.went_missing', since))
      break
    case 'result_reported':
      if (!incoming) open.push(entry('handover_to_close', 'handover.closed', null))
      break
    case 'arrived': {
      const next = FEEDBACK_DAYS.find((day) => !handover.feedback.some((one) => one.day === day))
      if (next !== undefined && handover.arrival && !handover.withdrawal) {
        if (incoming) open.push(entry('feedback_due', 'handover.feedback_given', plusDays(handover.arrival.at, next)))
      } else if (!incoming) open.push(entry('handover_to_close', 'handover.closed', null))
      break
    }
    default:
      break
  }
  return open
}

/**
 * Everything that waits in this case, for whom and until when. Pure: the server writes these rows when an act is appended.
 */
export const queueEntries = (state: CaseState, targets: Targets = DEFAULT_TARGETS): QueueEntry[] => {
  if (['retained', 'erased'].includes(state.status)) return []
  const entries = state.handovers
    .filter((handover) => !isEnded(handover) || (handover.withdrawal && !handover.withdrawal.acknowledgedAt))
    .flatMap((handover) => handoverEntries(state, handover, targets))
  const lead = state.lead?.instanceId === state.instanceId ? state.lead.unitId : null
  const formerLead = state.handovers.find(
    (one) => one.direction === 'outgoing' && one.role === 'take_lead' && one.stage === 'closed',
  )
  if (state.status === 'transferred_lead' && formerLead)
    entries.push({
      queue: 'case_to_close',
      act: 'case.closed',
      unitId: formerLead.senderUnitId,
      memberId: null,
      functions: COORDINATORS,
      subjectId: null,
      since: formerLead.stageSince,
      dueAt: null,
    })
  if (!lead || state.status === 'closed' || state.status === 'draft') return entries
  const forLead = (
    queue: string,
    act: string,
    since: Instant,
    dueAt: Instant | null,
    subjectId: string | null = null,
  ): void => {
    entries.push({ queue, act, since, dueAt, subjectId, unitId: lead, memberId: null, functions: COORDINATORS })
  }
  const { guardianship, identification, reflection } = state
  if (guardianship.status === 'needed' && guardianship.since)
    forLead(
      'guardian_needed',
      'guardian.requested',
      guardianship.since,
      plusHours(guardianship.since, targets.guardianRequestHours),
    )
  const authority = state.assignments.find((one) => one.function === 'competent_authority')
  if (guardianship.status === 'requested' && authority && guardianship.requestedAt)
    entries.push({
      queue: 'guardian_to_appoint',
      act: 'guardian.appointed',
      unitId: authority.unitId,
      memberId: null,
      functions: ['competent_authority'],
      subjectId: null,
      since: guardianship.requestedAt,
      dueAt: plusHours(guardianship.requestedAt, targets.guardianRequestHours),
    })
  if (
    authority &&
    isChild(state.person.ageBand) &&
    state.guardianship.memberId &&
    state.bestInterests.length === 0 &&
    state.handovers.some((one) => one.role === 'family_assessment' && one.result)
  )
    entries.push({
      queue: 'best_interests_due',
      act: 'best_interests.determined',
      unitId: authority.unitId,
      memberId: null,
      functions: ['competent_authority'],
      subjectId: null,
      since: state.lastActivityAt,
      dueAt: null,
    })
  for (const agreement of state.agreements) {
    if (
      !isChild(state.person.ageBand) ||
      agreement.refused ||
      agreement.withdrawnAt ||
      (agreement.guardianAuthorisedAt && agreement.childAssentedAt)
    )
      continue
    if (guardianship.unitId && guardianship.memberId)
      entries.push({
        queue: 'assent_waiting',
        act: agreement.guardianAuthorisedAt ? 'agreement.child_assented' : 'agreement.guardian_authorised',
        unitId: guardianship.unitId,
        memberId: guardianship.memberId,
        functions: ['guardian'],
        subjectId: agreement.agreementId,
        since: agreement.givenAt,
        dueAt: null,
      })
  }
  if (identification.status === 'presumed' && identification.since)
    forLead(
      'identification_due',
      'identification.reasonable_grounds',
      identification.since,
      plusDays(identification.since, targets.identificationDays),
    )
  if (reflection.status === 'running' && reflection.endsOn && reflection.startedAt)
    forLead('reflection_ending', 'reflection.ended', reflection.startedAt, endOfDay(reflection.endsOn))
  for (const plan of [state.safetyPlan, state.supportPlan])
    if (plan)
      forLead(
        'plan_review',
        plan === state.safetyPlan ? 'safety_plan.agreed' : 'support_plan.agreed',
        plan.at,
        endOfDay(plan.reviewOn),
      )
  for (const override of state.overrides)
    if (!override.confirmedBy)
      forLead('override_to_confirm', 'override.confirmed', override.invokedAt, override.confirmBy, override.overrideId)
  for (const followUp of state.followUps)
    if (!followUp.doneAt)
      forLead('follow_up_due', 'followup.recorded', state.statusSince ?? state.lastActivityAt, endOfDay(followUp.dueOn))
  return entries
}
