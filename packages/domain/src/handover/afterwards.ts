import { z } from 'zod'
import { by, transition } from '../case/define.ts'
import { refuse } from '../refusal.ts'
import { Day } from '../time.ts'
import { FEEDBACK_DAYS, type HandoverStage } from './state.ts'
import * as v from '../case/vocabulary.ts'
import {
  handoverId,
  named,
  findHandover,
  getHandover,
  move,
  comesFrom,
  step,
  SENDER,
  RECEIVER,
  closeDraft,
} from './steps.ts'

export const feedbackGiven = transition('handover.feedback_given', 'handover', {
  who: RECEIVER,
  body: z.strictObject({
    handoverId,
    day: z.union(FEEDBACK_DAYS.map((day) => z.literal(day))),
    serviceStarted: z.boolean(),
    safe: z.enum(['yes', 'no', 'not_known']),
    nextContactOn: Day.nullable(),
  }),
  guard: step(
    'receiver',
    ['arrived', 'dossier_sent', 'result_reported'],
    (_state, body: { day: number }, _context, handover) =>
      handover.feedback.some((one) => one.day === body.day) ? refuse('feedback_already_given', { field: 'day' }) : null,
  ),
  apply: (state, body, context) => {
    getHandover(state, body).feedback.push({
      day: body.day,
      at: context.act.occurredAt,
      serviceStarted: body.serviceStarted,
      safe: body.safe,
    })
  },
})

export const resultReported = transition('handover.result_reported', 'handover', {
  who: RECEIVER,
  parts: [
    { class: 'family', need: 'may' },
    { class: 'handover_note', need: 'may' },
  ],
  body: z.strictObject({
    handoverId,
    result: v.AssessmentResult.or(z.enum(['service_given', 'service_not_possible'])),
  }),
  guard: step('receiver', ['dossier_sent'], (_state, body: { result: string }, _context, handover) => {
    if (handover.role === 'take_lead') return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    const assessment = v.AssessmentResult.safeParse(body.result).success
    return (handover.role === 'family_assessment') === assessment
      ? null
      : refuse('result_not_for_this_role', { field: 'result' })
  }),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.result = { result: body.result, at: context.act.occurredAt }
    move(handover, 'result_reported', context)
  },
})

const WITHDRAWABLE: readonly HandoverStage[] = [
  'capability_asked',
  'capability_answered',
  'offered',
  'acknowledged',
  'clarification_asked',
  'accepted',
  'person_confirmed',
  'dossier_sent',
  'logistics_sent',
  'logistics_confirmed',
  'not_arrived',
  'arrived',
  'result_reported',
]

export const withdrawn = transition('handover.withdrawn', 'handover', {
  who: [...SENDER, ...by('guardian', 'guardian'), ...by('peer', 'guardian')],
  body: z.strictObject({
    handoverId,
    reason: z.enum(['person_withdrew', 'guardian_withdrew', 'no_longer_safe', 'agreement_expired', 'need_ended']),
    toldWhatCannotBeRecalled: z.literal(true),
  }),
  guard: step('sender', WITHDRAWABLE),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.withdrawal = { at: context.act.occurredAt, reason: body.reason, acknowledgedAt: null }
    // After an arrival the person is in the receiver's care: sharing stops, the lead stays where the person is.
    if (handover.stage !== 'arrived') move(handover, 'withdrawn', context)
    if (handover.direction === 'incoming' && state.status === 'draft') closeDraft(state, 'person_wishes', context)
  },
})

export const withdrawalAcknowledged = transition('handover.withdrawal_acknowledged', 'handover', {
  who: [...RECEIVER],
  body: z.strictObject({ handoverId, stoppedSharing: z.literal(true), erased: z.boolean() }),
  guard: (state, body, context) => {
    const handover = body
      ? findHandover(state, body)
      : state.handovers.find((one) => one.withdrawal && !one.withdrawal.acknowledgedAt)
    if (!handover?.withdrawal || handover.withdrawal.acknowledgedAt)
      return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    return comesFrom('receiver', state, handover, context)
      ? null
      : refuse('handover_other_side', { field: 'handoverId' })
  },
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    if (handover.withdrawal) handover.withdrawal.acknowledgedAt = context.act.occurredAt
  },
})

/** Where the sender's copy stands when an acceptance did not reach it, and the receiver's, which gave it. */
const unheard = step('receiver', ['offered', 'acknowledged', 'clarification_asked', 'accepted'])
const voidable = step('sender', [
  'capability_asked',
  'capability_answered',
  'offered',
  'acknowledged',
  'clarification_asked',
  'accepted',
])

export const voided = transition('handover.voided', 'handover', {
  who: [
    { function: 'focal_point', as: 'lead' },
    { function: 'focal_point', as: 'peer' },
    { function: 'case_coordinator', as: 'lead' },
    { function: 'case_coordinator', as: 'peer' },
    { function: 'instance', as: 'clock' },
  ],
  body: z.strictObject({ handoverId, reason: z.enum(['expired_unanswered', 'sent_in_error']) }),
  guard: (state, body, context) => {
    // An acceptance that never reached the sender is void too: by the clock of the side that gave it.
    const lapsed = context.act.by.function === 'instance' ? unheard(state, body, context) : undefined
    return lapsed === null ? null : voidable(state, body, context)
  },
  apply: (state, body, context) => {
    move(getHandover(state, body), 'voided', context)
    if (getHandover(state, body).direction === 'incoming' && state.status === 'draft')
      closeDraft(state, 'declined_offer', context)
  },
})

export const closed = transition('handover.closed', 'handover', {
  who: SENDER,
  body: named,
  guard: step(
    'sender',
    ['arrived', 'result_reported', 'not_arrived', 'dossier_sent'],
    (_state, _body: never, _context, handover) => {
      if (handover.role === 'take_lead' && handover.stage !== 'arrived')
        return refuse('handover_not_at_this_stage', { field: 'handoverId' })
      return handover.role === 'take_lead' && handover.feedback.length < FEEDBACK_DAYS.length && !handover.withdrawal
        ? refuse('feedback_outstanding')
        : null
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.closedAt = context.act.occurredAt
    move(handover, 'closed', context)
    if (handover.direction === 'incoming' && state.status === 'draft') closeDraft(state, 'goals_reached', context)
  },
})
