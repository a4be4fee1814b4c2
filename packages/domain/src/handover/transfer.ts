import { z } from 'zod'
import { findEffectiveAgreement, findUsableOverride } from '../case/agreement.ts'
import { transition } from '../case/define.ts'
import type { CaseState } from '../case/state.ts'
import { DossierClass } from '../dataClasses.ts'
import { MemberId } from '../ids.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { Day, isPast, type Instant } from '../time.ts'
import { handoverId, named, getHandover, move, step, SENDER, RECEIVER } from './steps.ts'
import { findOriginObstacle, purposeOf, recipientOf } from './offer.ts'
import type { HandoverState } from './state.ts'

/** What may go to the other side now, by what the person agreed to or an override that stands; undefined for nothing at all. */
const allowedNow = (state: CaseState, handover: HandoverState, now: Instant): readonly DossierClass[] | undefined => {
  const recipient = recipientOf(handover)
  return handover.agreementId
    ? findEffectiveAgreement(state, { ...recipient, purpose: purposeOf(handover.role) }, now)?.classes
    : findUsableOverride(state, recipient, now)?.classes
}

/** Much can have changed since the offer: an agreement over, asylum asked for. */
const findSendingObstacle = (state: CaseState, handover: HandoverState, now: Instant): Refusal | null => {
  if (allowedNow(state, handover, now) === undefined) return refuse('agreement_missing', { field: 'agreementId' })
  const kind = handover.offer?.recipientKind
  return kind ? findOriginObstacle(state, { kind, country: handover.recipientCountry }) : null
}

export const dossierSent = transition('handover.dossier_sent', 'handover', {
  who: SENDER,
  parts: [{ class: 'chosen', need: 'must' }],
  body: z.strictObject({
    handoverId,
    classes: z.array(DossierClass).min(1),
    expiresOn: Day,
    onwardSharing: z.literal(false),
  }),
  guard: step(
    'sender',
    ['person_confirmed', 'dossier_sent'],
    (state, body: { classes: DossierClass[]; expiresOn: Day }, context, handover) => {
      const sent = new Set(context.act.parts.map((part) => part.class))
      if (body.classes.length !== sent.size || body.classes.some((one) => !sent.has(one)))
        return refuse('dossier_parts_differ', { field: 'classes' })
      if (handover.direction === 'incoming') return null
      const obstacle = findSendingObstacle(state, handover, context.now)
      if (obstacle) return obstacle
      const agreement = state.agreements.find((one) => one.agreementId === handover.agreementId)
      const allowed = allowedNow(state, handover, context.now) ?? []
      if (body.classes.some((one) => !allowed.includes(one))) return refuse('class_not_agreed', { field: 'classes' })
      return agreement && body.expiresOn > agreement.expiresOn
        ? refuse('dossier_outlives_agreement', { field: 'expiresOn' })
        : null
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.dossier = { classes: body.classes, at: context.act.occurredAt, expiresOn: body.expiresOn }
    move(handover, 'dossier_sent', context)
  },
})

export const logisticsSent = transition('handover.logistics_sent', 'handover', {
  who: SENDER,
  parts: [{ class: 'logistics', need: 'must' }],
  body: z.strictObject({
    handoverId,
    meetOn: Day,
    mode: z.enum(['escorted_land', 'escorted_air', 'unescorted', 'receiver_collects']),
  }),
  guard: step(
    'sender',
    ['dossier_sent', 'logistics_sent', 'logistics_confirmed', 'not_arrived'],
    (state, _body: never, context, handover) => {
      if (handover.role !== 'take_lead' && handover.role !== 'return_support') return refuse('no_travel_in_this_role')
      return handover.direction === 'incoming' ? null : findSendingObstacle(state, handover, context.now)
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.logistics = { meetOn: body.meetOn, at: context.act.occurredAt }
    move(handover, 'logistics_sent', context)
  },
})

export const logisticsConfirmed = transition('handover.logistics_confirmed', 'handover', {
  who: RECEIVER,
  body: named,
  guard: step('receiver', ['logistics_sent']),
  apply: (state, body, context) => move(getHandover(state, body), 'logistics_confirmed', context),
})

export const arrivalConfirmed = transition('handover.arrival_confirmed', 'handover', {
  who: RECEIVER,
  body: z.strictObject({ handoverId, metBy: MemberId, codeWordGiven: z.literal(true) }),
  guard: step(
    'receiver',
    ['logistics_confirmed', 'not_arrived', 'withdrawn'],
    (_state, body: { metBy: string }, context, handover) => {
      // A withdrawal that crossed an arrival on its way: on the sender's copy the arrival still wins, because the person is there.
      if (handover.stage === 'withdrawn' && (handover.direction === 'incoming' || !handover.logistics))
        return refuse('handover_not_at_this_stage', { field: 'handoverId' })
      if (handover.acceptance?.workerId !== body.metBy) return refuse('not_the_named_receiver', { field: 'metBy' })
      return isPast(context.act.occurredAt, handover.logistics?.at ?? context.act.occurredAt)
        ? refuse('date_before_start', { field: 'occurredAt' })
        : null
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.arrival = { at: context.act.occurredAt, outcome: 'met' }
    move(handover, 'arrived', context)
    if (handover.role !== 'take_lead') return
    const receiver = handover.direction === 'incoming' ? state.instanceId : handover.peer
    state.lead = { instanceId: receiver, unitId: handover.recipientUnitId }
    state.status = handover.direction === 'incoming' ? 'open' : 'transferred_lead'
    state.statusSince = context.act.occurredAt
    state.openedAt ??= context.act.occurredAt
    if (handover.direction === 'incoming') state.assistance = { status: 'long_term', since: context.act.occurredAt }
  },
})

export const notArrived = transition('handover.not_arrived', 'handover', {
  who: RECEIVER,
  body: named,
  guard: step('receiver', ['logistics_confirmed', 'logistics_sent']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.notArrivedAt = context.act.occurredAt
    move(handover, 'not_arrived', context)
    if (handover.direction === 'outgoing') {
      state.status = 'missing'
      state.statusSince = context.act.occurredAt
    }
  },
})
