import { z } from 'zod'
import { by, transition, type ActContext, type ActDefinition } from '../define.ts'
import type { CaseState } from '../state.ts'
import * as v from '../vocabulary.ts'
import { MemberId, UnitId } from '../../ids.ts'
import { refuse, type Refusal } from '../../refusal.ts'
import { Day } from '../../time.ts'
import { whileOpen } from './caseActs.ts'

const LEAD = by('lead', 'case_coordinator', 'case_worker')
const PANEL = [...by('lead', 'panel_member'), ...by('assigned', 'panel_member', 'competent_authority')]

const identifiedAs = (state: CaseState, status: v.IdentificationStatus, context: ActContext): void => {
  // A proposal not to confirm goes with the stage it was made at: a later "no" needs its own two people.
  state.identification = { ...state.identification, status, since: context.act.occurredAt, firstReviewer: null }
}
const whenIdentification =
  (...statuses: v.IdentificationStatus[]) =>
  (state: CaseState): Refusal | null =>
    whileOpen(state) ??
    (statuses.includes(state.identification.status) ? null : refuse('identification_not_at_this_stage'))

/** Identification (domain research C3). No guard here ever reads a screening outcome: a sign is not proof (guard 11). */
const identification: readonly ActDefinition[] = [
  transition('identification.presumed', 'identification', {
    who: [...LEAD, ...by('assigned', 'case_worker')],
    body: z.strictObject({ basis: v.PresumptionBasis }),
    guard: whenIdentification('unassessed', 'withdrawn_by_person', 'not_confirmed'),
    apply: (state, _body, context) => {
      identifiedAs(state, 'presumed', context)
      if (state.assistance.status === 'none') state.assistance = { status: 'emergency', since: context.act.occurredAt }
    },
  }),
  transition('identification.reasonable_grounds', 'identification', {
    who: PANEL,
    parts: [{ class: 'narrative', need: 'must' }],
    body: z.strictObject({ standard: z.literal('suspect_but_cannot_prove') }),
    guard: whenIdentification('presumed', 'under_review'),
    apply: (state, _body, context) => identifiedAs(state, 'reasonable_grounds', context),
  }),
  transition('identification.formally_identified', 'identification', {
    who: PANEL,
    parts: [{ class: 'narrative', need: 'must' }],
    body: z.strictObject({ exploitation: z.array(v.Exploitation).min(1).max(11) }),
    guard: whenIdentification('presumed', 'reasonable_grounds', 'under_review'),
    apply: (state, _body, context) => identifiedAs(state, 'formally_identified', context),
  }),
  transition('identification.not_confirmed_proposed', 'identification', {
    who: PANEL,
    parts: [{ class: 'narrative', need: 'must' }],
    body: z.strictObject({}),
    guard: whenIdentification('presumed', 'reasonable_grounds', 'under_review'),
    apply: (state, _body, context) => {
      state.identification.firstReviewer = context.act.by.memberId
    },
  }),
  transition('identification.not_confirmed', 'identification', {
    who: PANEL,
    parts: [{ class: 'narrative', need: 'must' }],
    body: z.strictObject({
      copyGivenTo: z.enum(['person', 'guardian', 'lawyer']),
      reviewRouteExplained: z.literal(true),
      assistanceContinuesUntil: Day,
    }),
    guard: (state, body, context) => {
      const stage = whenIdentification('presumed', 'reasonable_grounds', 'under_review')(state)
      if (stage) return stage
      if (!state.identification.firstReviewer) return refuse('second_reviewer_needed')
      return state.identification.firstReviewer === context.act.by.memberId
        ? refuse('second_reviewer_same')
        : body && body.assistanceContinuesUntil < context.now.slice(0, 10)
          ? refuse('date_in_past', { field: 'assistanceContinuesUntil' })
          : null
    },
    apply: (state, body, context) => {
      identifiedAs(state, 'not_confirmed', context)
      state.identification.appealUntil = body.assistanceContinuesUntil
    },
  }),
  transition('identification.review_opened', 'identification', {
    who: [...LEAD, ...PANEL, ...by('assigned', 'advocate'), ...by('guardian', 'guardian')],
    body: z.strictObject({ because: z.enum(['new_information', 'person_asks', 'error_found']) }),
    guard: whenIdentification('not_confirmed'),
    apply: (state, _body, context) => identifiedAs(state, 'under_review', context),
  }),
  transition('identification.withdrawn', 'identification', {
    who: LEAD,
    body: z.strictObject({ personAsked: z.literal(true) }),
    guard: whenIdentification('presumed', 'reasonable_grounds', 'formally_identified', 'under_review'),
    apply: (state, _body, context) => identifiedAs(state, 'withdrawn_by_person', context),
  }),
]

const assistance: readonly ActDefinition[] = [
  transition('assistance.moved', 'assistance', {
    who: [...LEAD, ...by('assigned', 'case_worker')],
    body: z.strictObject({ to: v.AssistanceStatus }),
    guard: (state, body) => {
      const closedOff = whileOpen(state)
      if (closedOff || !body) return closedOff
      if (body.to === state.assistance.status) return refuse('assistance_same', { field: 'to' })
      return body.to === 'reflection_support' && state.reflection.status !== 'running'
        ? refuse('reflection_not_running', { field: 'to' })
        : null
    },
    apply: (state, body, { act }) => {
      state.assistance = { status: body.to, since: act.occurredAt }
    },
  }),
]

const reflection: readonly ActDefinition[] = [
  transition('reflection.offered', 'reflection', {
    who: [...LEAD, ...by('assigned', 'case_worker', 'advocate')],
    body: z.strictObject({ explainedIn: v.Language }),
    guard: (state) =>
      whileOpen(state) ??
      (v.isChild(state.person.ageBand)
        ? refuse('child_has_protective_measures')
        : state.reflection.status === 'not_due'
          ? null
          : refuse('reflection_already_offered')),
    apply: (state) => {
      state.reflection.status = 'offered'
    },
  }),
  transition('reflection.started', 'reflection', {
    who: [...LEAD, ...by('assigned', 'competent_authority')],
    body: z.strictObject({
      endsOn: Day,
      lengthBasis: z.enum(['national_law_confirmed', 'convention_minimum_30_days', 'longer_by_decision']),
    }),
    guard: (state, body, { now }) => {
      const closedOff = whileOpen(state)
      if (closedOff) return closedOff
      if (!['not_due', 'offered'].includes(state.reflection.status)) return refuse('reflection_already_offered')
      // CETS 197 Article 13: at least 30 days.
      return body && (Date.parse(body.endsOn) - Date.parse(now.slice(0, 10))) / 86_400_000 < 30
        ? refuse('reflection_at_least_30_days', { field: 'endsOn' })
        : null
    },
    apply: (state, body, { act }) => {
      Object.assign(state.reflection, {
        status: 'running',
        startedAt: act.occurredAt,
        endsOn: body.endsOn,
        lengthBasis: body.lengthBasis,
      })
      state.assistance = { status: 'reflection_support', since: act.occurredAt }
    },
  }),
  transition('reflection.ended', 'reflection', {
    who: LEAD,
    body: z.strictObject({ reason: v.ReflectionEnd, appealExplained: z.boolean() }),
    guard: (state, body, { now }) => {
      if (state.reflection.status !== 'running') return refuse('reflection_not_running')
      if (body?.reason === 'ended_by_authority' && !body.appealExplained)
        return refuse('appeal_must_be_explained', { field: 'appealExplained' })
      return body?.reason === 'expired' && state.reflection.endsOn && now.slice(0, 10) <= state.reflection.endsOn
        ? refuse('reflection_not_over', { field: 'reason' })
        : null
    },
    apply: (state, body) => {
      Object.assign(state.reflection, { status: 'ended', endReason: body.reason })
      if (state.assistance.status === 'reflection_support') state.assistance.status = 'long_term'
    },
  }),
]

const whenGuardianship =
  (...statuses: v.GuardianshipStatus[]) =>
  (state: CaseState): Refusal | null =>
    whileOpen(state) ?? (statuses.includes(state.guardianship.status) ? null : refuse('guardianship_not_at_this_stage'))

const GUARDIAN_AUTHORITY = [...by('assigned', 'competent_authority'), ...by('lead', 'competent_authority')]
const guardianship: readonly ActDefinition[] = [
  transition('guardian.requested', 'guardianship', {
    who: [...LEAD, ...by('assigned', 'case_worker')],
    body: z.strictObject({
      authorityUnitId: UnitId,
      preferredSex: z.enum(['Feminine', 'Masculine', 'no_preference']),
      languages: z.array(v.Language).min(1).max(5),
    }),
    guard: whenGuardianship('needed', 'requested', 'ended'),
    apply: (state, body, { act }) => {
      Object.assign(state.guardianship, { status: 'requested', requestedAt: act.occurredAt, since: act.occurredAt })
      if (
        !state.assignments.some((one) => one.unitId === body.authorityUnitId && one.function === 'competent_authority')
      )
        state.assignments.push({
          unitId: body.authorityUnitId,
          memberId: null,
          function: 'competent_authority',
          classes: [],
          since: act.occurredAt,
        })
    },
  }),
  transition('guardian.appointed', 'guardianship', {
    who: GUARDIAN_AUTHORITY,
    body: z.strictObject({
      guardianUnitId: UnitId,
      guardianMemberId: MemberId,
      interim: z.boolean(),
      noConflictOfInterest: z.literal(true),
    }),
    guard: whenGuardianship('requested', 'interim', 'appointed'),
    apply: (state, body, { act }) => {
      Object.assign(state.guardianship, {
        status: body.interim ? 'interim' : 'appointed',
        unitId: body.guardianUnitId,
        memberId: body.guardianMemberId,
        since: act.occurredAt,
      })
    },
  }),
  transition('guardian.ended', 'guardianship', {
    who: GUARDIAN_AUTHORITY,
    body: z.strictObject({ reason: z.enum(['reached_18', 'replaced', 'handed_over', 'not_a_child']) }),
    guard: whenGuardianship('interim', 'appointed'),
    apply: (state, _body, { act }) => {
      Object.assign(state.guardianship, { status: 'ended', unitId: null, memberId: null, since: act.occurredAt })
    },
  }),
]

export const statusActs: readonly ActDefinition[] = [...identification, ...assistance, ...reflection, ...guardianship]
