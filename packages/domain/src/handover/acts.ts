import { z } from 'zod'
import { findEffectiveAgreement, findUsableOverride } from '../case/agreement.ts'
import { by, transition, type ActContext, type ActDefinition, type Doer } from '../case/define.ts'
import type { CaseState } from '../case/state.ts'
import { referenceOf } from '../case/reference.ts'
import * as v from '../case/vocabulary.ts'
import { DossierClass } from '../dataClasses.ts'
import { UnitKind, STATE_AUTHORITIES } from '../functions.ts'
import { AgreementId, HandoverId, InstanceId, MemberId, UnitId } from '../ids.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { Day, Instant, daysBetween, endOfDay, isPast } from '../time.ts'
import { FEEDBACK_DAYS, HandoverRole, isEnded, type HandoverStage, type HandoverState } from './state.ts'

const handoverId = HandoverId
const named = z.strictObject({ handoverId })
const DAYS_AN_ASSESSMENT_HOLDS = 30

const findHandover = (state: CaseState, body: { handoverId: string } | null): HandoverState | undefined =>
  body
    ? state.handovers.find((handover) => handover.handoverId === body.handoverId)
    : state.handovers.find((handover) => !isEnded(handover))
const getHandover = (state: CaseState, body: { handoverId: string }): HandoverState => {
  const handover = findHandover(state, body)
  if (!handover) throw new Error(`The case has no handover ${body.handoverId}`)
  return handover
}
const move = (handover: HandoverState, stage: HandoverStage, context: ActContext): void => {
  handover.stage = stage
  handover.stageSince = context.act.occurredAt
}

type Side = 'sender' | 'receiver'
/** On the sender's copy the sender's acts are ours and the receiver's come by message; on the receiver's copy the reverse. */
const comesFrom = (side: Side, state: CaseState, handover: HandoverState, context: ActContext): boolean => {
  const ours = context.act.by.instanceId === state.instanceId
  return (handover.direction === 'outgoing') === (side === 'sender')
    ? ours
    : context.act.by.instanceId === handover.peer
}

/** The handover can take this step now: it is one of these stages, and it comes from the right side. */
const step =
  (
    side: Side,
    stages: readonly HandoverStage[],
    more: (state: CaseState, body: never, context: ActContext, handover: HandoverState) => Refusal | null = () => null,
  ) =>
  (state: CaseState, body: { handoverId: string } | null, context: ActContext): Refusal | null => {
    const candidates = body
      ? [findHandover(state, body)]
      : state.handovers.filter((one) => stages.includes(one.stage) && comesFrom(side, state, one, context))
    const handover = candidates[0]
    if (!handover) return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    if (!comesFrom(side, state, handover, context)) return refuse('handover_other_side', { field: 'handoverId' })
    if (!stages.includes(handover.stage)) return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    return body === null ? null : more(state, body as never, context, handover)
  }

const SENDER: readonly Doer[] = [
  ...by('lead', 'case_coordinator', 'focal_point', 'case_worker'),
  ...by('assigned', 'focal_point'),
  ...by('peer', 'focal_point', 'case_coordinator', 'case_worker'),
]
const RECEIVER: readonly Doer[] = [
  ...by('receiver', 'focal_point', 'case_coordinator', 'case_worker'),
  ...by('assigned', 'case_worker'),
  ...by('lead', 'case_coordinator', 'case_worker', 'focal_point'),
  ...by('peer', 'focal_point', 'case_coordinator', 'case_worker'),
]

const needs = z.array(v.ServiceType).min(1).max(10)

const capabilityAsked = transition('handover.capability_asked', 'handover', {
  who: SENDER,
  body: z.strictObject({
    handoverId,
    role: HandoverRole,
    peer: InstanceId,
    recipientUnitId: UnitId,
    recipientCountry: v.Country,
    needs,
    ageBand: v.AgeBand,
    sex: v.Sex,
    languages: z.array(v.Language).min(1).max(5),
    urgency: z.enum(['urgent', 'standard']),
    fromOn: Day,
    untilOn: Day,
  }),
  guard: (state, body, context) => {
    const ours = context.act.by.instanceId === state.instanceId
    if (ours && !['open', 'monitoring'].includes(state.status)) return refuse('case_not_open')
    if (ours && state.lead?.instanceId !== state.instanceId) return refuse('not_the_lead')
    if (body && state.handovers.some((handover) => handover.handoverId === body.handoverId))
      return refuse('handover_exists', { field: 'handoverId' })
    if (body && body.untilOn < body.fromOn) return refuse('date_before_start', { field: 'untilOn' })
    if (
      body?.role === 'take_lead' &&
      state.handovers.some(
        (handover) => handover.role === 'take_lead' && handover.direction === 'outgoing' && !isEnded(handover),
      )
    )
      return refuse('lead_already_offered', { field: 'role' })
    return null
  },
  apply: (state, body, context) => {
    const incoming = context.act.by.instanceId !== state.instanceId
    state.handovers.push({
      handoverId: body.handoverId,
      direction: incoming ? 'incoming' : 'outgoing',
      peer: incoming ? context.act.by.instanceId : body.peer,
      role: body.role,
      stage: 'capability_asked',
      stageSince: context.act.occurredAt,
      recipientUnitId: body.recipientUnitId,
      recipientCountry: body.recipientCountry,
      senderUnitId: context.act.by.unitId,
      query: {
        needs: body.needs,
        ageBand: body.ageBand,
        sex: body.sex,
        languages: body.languages,
        urgency: body.urgency,
        fromOn: body.fromOn,
        untilOn: body.untilOn,
      },
      capability: null,
      agreementId: null,
      agreementHash: null,
      offer: null,
      acknowledgedAt: null,
      acceptance: null,
      declined: null,
      personConfirmedAt: null,
      dossier: null,
      logistics: null,
      arrival: null,
      notArrivedAt: null,
      feedback: [],
      result: null,
      withdrawal: null,
      closedAt: null,
    })
    if (incoming && state.lead === null)
      state.lead = { instanceId: context.act.by.instanceId, unitId: context.act.by.unitId }
    if (incoming) {
      if (state.reference === '') state.reference = referenceOf(body.recipientCountry, state.caseId)
      state.person.ageBand = body.ageBand
      state.person.sex = body.sex
      state.person.languages = body.languages
    }
  },
})

const capabilityAnswered = transition('handover.capability_answered', 'handover', {
  who: RECEIVER,
  body: z.strictObject({ handoverId, answer: z.enum(['possible', 'not_possible', 'ask']) }),
  guard: step('receiver', ['capability_asked']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.capability = { answer: body.answer, at: context.act.occurredAt }
    move(handover, 'capability_answered', context)
  },
})

/** What must be true of the person's side before anything about them is offered to another country. */
export const findOfferObstacle = (
  state: CaseState,
  handover: HandoverState,
  recipient: { kind: UnitKind; country: string },
  now: Instant,
): Refusal | null => {
  const agreement = findEffectiveAgreement(
    state,
    { instanceId: handover.peer, unitId: handover.recipientUnitId, purpose: purposeOf(handover.role) },
    now,
  )
  if (!agreement && !findUsableOverride(state, handover.recipientUnitId))
    return refuse('agreement_missing', { field: 'agreementId' })
  if (state.person.asylum === 'not_explained') return refuse('asylum_not_explained')
  if (
    state.person.asylum === 'pending' &&
    recipient.country === (state.person.nationalityVerified?.country ?? state.person.nationalityClaimed) &&
    STATE_AUTHORITIES.includes(recipient.kind)
  )
    return refuse('asylum_pending_origin_authority')
  const child = v.isChild(state.person.ageBand)
  if (child && !['interim', 'appointed'].includes(state.guardianship.status))
    return refuse('guardian_missing', { mayInstead: ['guardian', 'competent_authority'] })
  if (handover.role !== 'take_lead') return null
  if (state.reflection.status === 'running') return refuse('reflection_running')
  if (!state.person.nationalityVerified) return refuse('nationality_not_verified')
  const risk = state.risks.filter((one) => one.type === 'pre_return').at(-1)
  if (!risk || isPast(endOfDay(risk.validUntil), now) || daysBetween(risk.at, now) > DAYS_AN_ASSESSMENT_HOLDS)
    return refuse('pre_return_risk_missing')
  if (child) {
    const interests = state.bestInterests.at(-1)
    if (
      !interests ||
      interests.country !== recipient.country ||
      !['family_in_country', 'care_in_country', 'other_country_care'].includes(interests.outcome)
    )
      return refuse('best_interests_missing', { mayInstead: ['competent_authority'] })
    if (
      interests.outcome === 'family_in_country' &&
      !state.handovers.some((one) => one.role === 'family_assessment' && one.result?.result.startsWith('suitable'))
    )
      return refuse('family_assessment_missing')
  }
  return null
}

/** The purpose an agreement must name for a role. */
export const purposeOf = (role: HandoverRole): v.AgreementPurpose => (role === 'take_lead' ? 'take_over_lead' : role)

const offered = transition('handover.offered', 'handover', {
  who: SENDER,
  body: z.strictObject({
    handoverId,
    agreementId: AgreementId.nullable(),
    agreementHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    recipientKind: UnitKind,
    needs,
    riskFlags: z
      .array(
        z.enum([
          'threat_from_network',
          're_trafficking',
          'family_involved',
          'self_harm',
          'medical_urgent',
          'online_contact',
        ]),
      )
      .max(6),
    child: z.boolean(),
    respondBy: Instant,
  }),
  guard: step(
    'sender',
    ['capability_answered', 'clarification_asked'],
    (
      state,
      body: { agreementId: string | null; agreementHash: string | null; recipientKind: UnitKind; respondBy: Instant },
      context,
      handover,
    ) => {
      if (handover.direction === 'incoming') return null
      if (handover.capability?.answer === 'not_possible') return refuse('capability_not_possible')
      if (isPast(body.respondBy, context.now)) return refuse('date_in_past', { field: 'respondBy' })
      const obstacle = findOfferObstacle(
        state,
        handover,
        { kind: body.recipientKind, country: handover.recipientCountry },
        context.now,
      )
      if (obstacle) return obstacle
      const agreement = findEffectiveAgreement(
        state,
        { instanceId: handover.peer, unitId: handover.recipientUnitId, purpose: purposeOf(handover.role) },
        context.now,
      )
      if (agreement && agreement.agreementId !== body.agreementId)
        return refuse('agreement_missing', { field: 'agreementId' })
      return agreement && agreement.hash !== body.agreementHash
        ? refuse('agreement_hash_differs', { field: 'agreementHash' })
        : null
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.agreementId = body.agreementId
    handover.agreementHash = body.agreementHash
    handover.offer = {
      needs: body.needs,
      riskFlags: body.riskFlags,
      child: body.child,
      respondBy: body.respondBy,
      at: context.act.occurredAt,
    }
    move(handover, 'offered', context)
  },
})

const acknowledged = transition('handover.acknowledged', 'handover', {
  who: RECEIVER,
  body: named,
  guard: step('receiver', ['offered']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.acknowledgedAt = context.act.occurredAt
    move(handover, 'acknowledged', context)
  },
})

const clarificationAsked = transition('handover.clarification_asked', 'handover', {
  who: RECEIVER,
  parts: [{ class: 'handover_note', need: 'must' }],
  body: z.strictObject({ handoverId, about: z.enum(['needs', 'risk', 'dates', 'guardian', 'place', 'other']) }),
  guard: step('receiver', ['acknowledged']),
  apply: (state, body, context) => move(getHandover(state, body), 'clarification_asked', context),
})

const accepted = transition('handover.accepted', 'handover', {
  who: RECEIVER,
  body: z.strictObject({
    handoverId,
    workerId: MemberId,
    /** A staff member's name as the directory shows it; never the person's. */
    workerName: z.string().min(2).max(80),
    placeType: z.enum(['shelter', 'foster_care', 'child_care_home', 'family', 'independent', 'none_needed']),
    guardianArrangement: z.enum(['not_needed', 'guardian_ready', 'authority_acts_as_guardian']),
    from: Day,
    staffLanguages: z.array(v.Language).min(1).max(5),
    conditions: z
      .array(z.enum(['later_date', 'medical_clearance', 'documents_first', 'guardian_first', 'costs_agreed']))
      .max(5),
  }),
  guard: step(
    'receiver',
    ['acknowledged'],
    (_state, body: { guardianArrangement: string; placeType: string }, _context, handover) => {
      if (handover.role === 'take_lead' && handover.offer?.child && body.guardianArrangement === 'not_needed')
        return refuse('guardian_arrangement_missing', { field: 'guardianArrangement' })
      return null
    },
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.acceptance = {
      workerId: body.workerId,
      workerName: body.workerName,
      placeType: body.placeType,
      guardianArrangement: body.guardianArrangement,
      from: body.from,
      staffLanguages: body.staffLanguages,
      at: context.act.occurredAt,
      conditions: body.conditions,
    }
    move(handover, 'accepted', context)
  },
})

const declined = transition('handover.declined', 'handover', {
  who: RECEIVER,
  body: z.strictObject({
    handoverId,
    reason: z.enum([
      'no_place',
      'no_competence',
      'risk_too_high_here',
      'missing_legal_basis',
      'other_service_better',
      'cannot_in_time',
    ]),
    alternativeUnitId: UnitId.nullable(),
  }),
  guard: step('receiver', ['offered', 'acknowledged', 'clarification_asked']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.declined = { reason: body.reason, at: context.act.occurredAt }
    for (const need of handover.query.needs)
      state.unmetNeeds.push({ type: need as v.ServiceType, at: context.act.occurredAt })
    move(handover, 'declined', context)
    if (handover.direction === 'incoming' && state.status === 'draft') closeDraft(state, 'declined_offer', context)
  },
})

const personConfirmed = transition('handover.person_confirmed', 'handover', {
  who: SENDER,
  body: z.strictObject({ handoverId, toldWhoAndWhere: z.literal(true), privately: z.literal(true) }),
  guard: step('sender', ['accepted']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.personConfirmedAt = context.act.occurredAt
    move(handover, 'person_confirmed', context)
  },
})

const dossierSent = transition('handover.dossier_sent', 'handover', {
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
      const agreement = state.agreements.find((one) => one.agreementId === handover.agreementId)
      const allowed = agreement
        ? findEffectiveAgreement(
            state,
            { instanceId: handover.peer, unitId: handover.recipientUnitId, purpose: purposeOf(handover.role) },
            context.now,
          )?.classes
        : findUsableOverride(state, handover.recipientUnitId)?.classes
      if (!allowed) return refuse('agreement_missing', { field: 'agreementId' })
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

const logisticsSent = transition('handover.logistics_sent', 'handover', {
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
    (_state, _body: never, _context, handover) =>
      handover.role === 'take_lead' || handover.role === 'return_support' ? null : refuse('no_travel_in_this_role'),
  ),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.logistics = { meetOn: body.meetOn, at: context.act.occurredAt }
    move(handover, 'logistics_sent', context)
  },
})

const logisticsConfirmed = transition('handover.logistics_confirmed', 'handover', {
  who: RECEIVER,
  body: named,
  guard: step('receiver', ['logistics_sent']),
  apply: (state, body, context) => move(getHandover(state, body), 'logistics_confirmed', context),
})

const arrivalConfirmed = transition('handover.arrival_confirmed', 'handover', {
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

const notArrived = transition('handover.not_arrived', 'handover', {
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

const feedbackGiven = transition('handover.feedback_given', 'handover', {
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

const resultReported = transition('handover.result_reported', 'handover', {
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

const withdrawn = transition('handover.withdrawn', 'handover', {
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

const withdrawalAcknowledged = transition('handover.withdrawal_acknowledged', 'handover', {
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

const voided = transition('handover.voided', 'handover', {
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

const closed = transition('handover.closed', 'handover', {
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

const closeDraft = (state: CaseState, reason: string, context: ActContext): void => {
  state.status = 'closed'
  state.statusSince = context.act.occurredAt
  state.closureReason = reason
}

/** Every act of a handover, on both sides. A handover message is one of these, mirrored at the peer. */
export const handoverActs: readonly ActDefinition[] = [
  capabilityAsked,
  capabilityAnswered,
  offered,
  acknowledged,
  clarificationAsked,
  accepted,
  declined,
  personConfirmed,
  dossierSent,
  logisticsSent,
  logisticsConfirmed,
  arrivalConfirmed,
  notArrived,
  feedbackGiven,
  resultReported,
  withdrawn,
  withdrawalAcknowledged,
  voided,
  closed,
]
