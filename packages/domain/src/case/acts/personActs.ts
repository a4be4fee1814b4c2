import { z } from 'zod'
import { by, fact, type ActDefinition } from '../define.ts'
import * as v from '../vocabulary.ts'
import { refuse } from '../../refusal.ts'
import { Day } from '../../time.ts'
import { UnitId } from '../../ids.ts'
import { whileOpen } from './caseActs.ts'

const WORKERS = [
  ...by('lead', 'case_coordinator', 'case_worker'),
  ...by('assigned', 'case_worker', 'competent_authority'),
]
const ADVISERS = [...WORKERS, ...by('assigned', 'advocate')]

const confidentialityExplained = fact('confidentiality.explained', {
  who: ADVISERS,
  body: z.strictObject({
    language: v.Language,
    interpreter: z.enum(['none_needed', 'present', 'remote']),
    understood: z.literal(true),
  }),
  guard: whileOpen,
  apply: (state, _body, { act }) => {
    state.confidentialityExplainedAt = act.occurredAt
  },
})

const asylumRecorded = fact('asylum.recorded', {
  who: ADVISERS,
  body: z.strictObject({ status: v.AsylumStatus, explainedIn: v.Language.nullable() }),
  guard: (state, body) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    const said = body.explainedIn !== null || state.person.asylum !== 'not_explained'
    return body.status !== 'not_explained' && !said ? refuse('asylum_explain_first', { field: 'explainedIn' }) : null
  },
  apply: (state, body) => {
    state.person.asylum = body.status
  },
})

/** A language or a claim is not a nationality: `verified` needs a document or an authority that was asked lawfully. */
const nationalityRecorded = fact('nationality.recorded', {
  who: WORKERS,
  parts: [{ class: 'identity', need: 'may' }],
  body: z.strictObject({
    country: v.Country,
    basis: z.enum(['claimed', 'document_seen', 'authority_confirmed', 'family_confirmed_by_social_service']),
  }),
  guard: (state, body) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    return body.basis === 'authority_confirmed' &&
      ['pending', 'wishes_to_apply', 'not_explained'].includes(state.person.asylum)
      ? refuse('origin_contact_forbidden', { field: 'basis' })
      : null
  },
  apply: (state, body, { act }) => {
    if (body.basis === 'claimed') state.person.nationalityClaimed = body.country
    else state.person.nationalityVerified = { country: body.country, at: act.occurredAt }
  },
})

const ageRecorded = fact('age.recorded', {
  who: WORKERS,
  body: z.strictObject({
    ageBand: v.AgeBand,
    basis: z.enum(['person_says', 'document_seen', 'assessment_multidisciplinary']),
  }),
  guard: (state, body) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    return v.isChild(state.person.ageBand) && !v.isChild(body.ageBand) && body.basis === 'person_says'
      ? refuse('presumed_child_stays_child', { field: 'basis' })
      : null
  },
  apply: (state, body, { act }) => {
    state.person.ageBand = body.ageBand
    if (v.isChild(body.ageBand) && state.guardianship.status === 'not_needed') {
      state.guardianship.status = 'needed'
      state.guardianship.since = act.occurredAt
    }
  },
})

const riskAssessed = fact('risk.assessed', {
  who: ADVISERS,
  parts: [{ class: 'safety_plan', need: 'may' }],
  body: z.strictObject({
    type: v.RiskType,
    level: v.RiskLevel,
    validUntil: Day,
    tookPart: z
      .array(
        z.enum([
          'person',
          'guardian',
          'interpreter',
          'social_worker',
          'psychologist',
          'health',
          'receiving_country_social_service',
        ]),
      )
      .min(1),
  }),
  guard: (state, body, { now }) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    return body.validUntil < now.slice(0, 10) ? refuse('date_in_past', { field: 'validUntil' }) : null
  },
  apply: (state, body, { act }) => {
    state.risks.push({
      id: act.id,
      type: body.type,
      level: body.level,
      at: act.occurredAt,
      validUntil: body.validUntil,
    })
  },
})

const safetyPlanAgreed = fact('safety_plan.agreed', {
  who: ADVISERS,
  parts: [{ class: 'safety_plan', need: 'must' }],
  body: z.strictObject({ withPerson: z.literal(true), reviewOn: Day }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.safetyPlan = { at: act.occurredAt, reviewOn: body.reviewOn }
  },
})

const supportPlanAgreed = fact('support_plan.agreed', {
  who: ADVISERS,
  parts: [{ class: 'support_plan', need: 'must' }],
  body: z.strictObject({ withPerson: z.literal(true), needs: z.array(v.ServiceType).min(1).max(12), reviewOn: Day }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.supportPlan = { at: act.occurredAt, reviewOn: body.reviewOn, needs: body.needs }
  },
})

const serviceRequested = fact('service.requested', {
  who: ADVISERS,
  body: z.strictObject({
    type: v.ServiceType,
    unitId: UnitId.nullable(),
    urgency: z.enum(['today', 'this_week', 'planned']),
  }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.services.push({
      id: act.id,
      type: body.type,
      status: 'requested',
      unitId: body.unitId,
      at: act.occurredAt,
    })
  },
})

const serviceMoved = fact('service.moved', {
  who: ADVISERS,
  body: z.strictObject({ type: v.ServiceType, status: z.enum(['started', 'ended', 'refused']) }),
  guard: (state, body) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    return state.services.some((one) => one.type === body.type && one.status !== 'ended')
      ? null
      : refuse('service_not_requested', { field: 'type' })
  },
  apply: (state, body, { act }) => {
    const service = state.services.findLast((one) => one.type === body.type && one.status !== 'ended')
    if (service) Object.assign(service, { status: body.status, at: act.occurredAt })
    if (body.status === 'refused') state.unmetNeeds.push({ type: body.type, at: act.occurredAt })
  },
})

const compensationRecorded = fact('compensation.recorded', {
  who: ADVISERS,
  parts: [{ class: 'legal_status', need: 'may' }],
  body: z.strictObject({
    status: z.enum(['person_informed', 'claim_prepared', 'filed', 'granted', 'refused', 'paid']),
    from: z.enum(['offender', 'state_fund', 'employer']),
  }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.compensation = { status: body.status, at: act.occurredAt }
  },
})

const bestInterestsDetermined = fact('best_interests.determined', {
  who: [...by('assigned', 'competent_authority'), ...by('lead', 'competent_authority')],
  parts: [{ class: 'best_interests', need: 'must' }],
  body: z.strictObject({
    outcome: v.BestInterestsOutcome,
    country: v.Country,
    childHeard: z.literal(true),
    guardianHeard: z.literal(true),
  }),
  guard: (state) => {
    if (!v.isChild(state.person.ageBand)) return refuse('only_for_a_child')
    if (!['interim', 'appointed'].includes(state.guardianship.status)) return refuse('guardian_missing')
    return whileOpen(state)
  },
  apply: (state, body, { act }) => {
    state.bestInterests.push({
      id: act.id,
      outcome: body.outcome,
      country: body.country,
      at: act.occurredAt,
      byUnitId: act.by.unitId,
    })
  },
})

/** Facts about the person, their plans and what they are given. */
export const personActs: readonly ActDefinition[] = [
  confidentialityExplained,
  asylumRecorded,
  nationalityRecorded,
  ageRecorded,
  riskAssessed,
  safetyPlanAgreed,
  supportPlanAgreed,
  serviceRequested,
  serviceMoved,
  compensationRecorded,
  bestInterestsDetermined,
]
