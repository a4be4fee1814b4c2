import { z } from 'zod'
import { findEffectiveAgreement, findUsableOverride } from '../case/agreement.ts'
import { transition } from '../case/define.ts'
import type { CaseState } from '../case/state.ts'
import { UnitKind, STATE_AUTHORITIES } from '../functions.ts'
import { AgreementId, MemberId, UnitId } from '../ids.ts'
import type { InstanceId } from '../ids.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { Day, Instant, daysBetween, endOfDay, isPast } from '../time.ts'
import type { HandoverRole } from './state.ts'
import { type HandoverState } from './state.ts'
import * as v from '../case/vocabulary.ts'
import { handoverId, named, getHandover, move, step, SENDER, RECEIVER, needs, closeDraft } from './steps.ts'

const DAYS_AN_ASSESSMENT_HOLDS = 30

/** While asylum is asked for, nothing goes to an authority of the country of origin: at no stage (domain research C5). */
export const findOriginObstacle = (state: CaseState, recipient: { kind: UnitKind; country: string }): Refusal | null =>
  state.person.asylum === 'pending' &&
  recipient.country === (state.person.nationalityVerified?.country ?? state.person.nationalityClaimed) &&
  STATE_AUTHORITIES.includes(recipient.kind)
    ? refuse('asylum_pending_origin_authority')
    : null

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
  if (!agreement && !findUsableOverride(state, recipientOf(handover), now))
    return refuse('agreement_missing', { field: 'agreementId' })
  if (state.person.asylum === 'not_explained') return refuse('asylum_not_explained')
  const origin = findOriginObstacle(state, recipient)
  if (origin) return origin
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

/** Whom what is sent reaches. */
export const recipientOf = (handover: HandoverState): { instanceId: InstanceId; unitId: UnitId } => ({
  instanceId: handover.peer,
  unitId: handover.recipientUnitId,
})

/** The purpose an agreement must name for a role. */
export const purposeOf = (role: HandoverRole): v.AgreementPurpose => (role === 'take_lead' ? 'take_over_lead' : role)

export const offered = transition('handover.offered', 'handover', {
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
      recipientKind: body.recipientKind,
      respondBy: body.respondBy,
      at: context.act.occurredAt,
    }
    move(handover, 'offered', context)
  },
})

export const acknowledged = transition('handover.acknowledged', 'handover', {
  who: RECEIVER,
  body: named,
  guard: step('receiver', ['offered']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.acknowledgedAt = context.act.occurredAt
    move(handover, 'acknowledged', context)
  },
})

export const clarificationAsked = transition('handover.clarification_asked', 'handover', {
  who: RECEIVER,
  parts: [{ class: 'handover_note', need: 'must' }],
  body: z.strictObject({ handoverId, about: z.enum(['needs', 'risk', 'dates', 'guardian', 'place', 'other']) }),
  guard: step('receiver', ['acknowledged']),
  apply: (state, body, context) => move(getHandover(state, body), 'clarification_asked', context),
})

export const accepted = transition('handover.accepted', 'handover', {
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

export const declined = transition('handover.declined', 'handover', {
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

export const personConfirmed = transition('handover.person_confirmed', 'handover', {
  who: SENDER,
  body: z.strictObject({ handoverId, toldWhoAndWhere: z.literal(true), privately: z.literal(true) }),
  guard: step('sender', ['accepted']),
  apply: (state, body, context) => {
    const handover = getHandover(state, body)
    handover.personConfirmedAt = context.act.occurredAt
    move(handover, 'person_confirmed', context)
  },
})
