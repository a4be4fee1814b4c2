import { z } from 'zod'
import { by, fact, transition, type ActDefinition } from '../define.ts'
import type { CaseState } from '../state.ts'
import * as v from '../vocabulary.ts'
import { DataClass } from '../../dataClasses.ts'
import { FunctionName, UnitKind } from '../../functions.ts'
import { MemberId, ReferralId, ScreeningId, UnitId } from '../../ids.ts'
import { refuse, type Refusal } from '../../refusal.ts'
import { PlaceType } from '../../referral/referral.ts'
import { FACTS, IDENTIFICATION_FACT } from '../../statistics/facts.ts'
import { Day, Instant, momentOf, plusDays } from '../../time.ts'

const LEAD = by('lead', 'case_coordinator', 'case_worker')
const OPEN: readonly v.CaseStatus[] = ['open', 'paused', 'missing', 'moved_on', 'monitoring']

/** The case is ours to work on and not over. */
export const whileOpen = (state: CaseState): Refusal | null =>
  OPEN.includes(state.status) ? null : refuse('case_not_open')
const inStatus =
  (...statuses: v.CaseStatus[]) =>
  (state: CaseState): Refusal | null =>
    statuses.includes(state.status) ? null : refuse('case_status_forbids')
const moveTo = (state: CaseState, status: v.CaseStatus, at: string): void => {
  state.status = status
  state.statusSince = at
}

const opened = transition('case.opened', 'case', {
  who: by('opener', 'case_coordinator', 'case_worker'),
  parts: [
    { class: 'identity', need: 'may' },
    { class: 'contact', need: 'may' },
  ],
  body: z.strictObject({
    reference: z.string().regex(/^[A-Z]{2,3}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/),
    fileBasis: v.FileBasis,
    safeToProceed: z.literal(true),
    ageBand: v.AgeBand,
    sex: v.Sex,
    languages: z.array(v.Language).min(1).max(5),
    confidentialityExplained: z.boolean(),
    nationalityClaimed: v.Country.nullable(),
    referralId: ReferralId.nullable(),
  }),
  guard: (state, body) => {
    if (state.sequence > 0) return refuse('case_exists')
    if (!body) return null
    const child = v.isChild(body.ageBand)
    if (child && body.fileBasis !== 'child_protection') return refuse('child_file_basis', { field: 'fileBasis' })
    if (!child && body.fileBasis === 'child_protection') return refuse('adult_must_agree', { field: 'fileBasis' })
    return !child && !body.confidentialityExplained
      ? refuse('confidentiality_first', { field: 'confidentialityExplained' })
      : null
  },
  apply: (state, body, { act }) => {
    state.reference = body.reference
    moveTo(state, 'open', act.occurredAt)
    state.openedAt = act.occurredAt
    state.lead = { instanceId: act.by.instanceId, unitId: act.by.unitId }
    state.fileBasis = body.fileBasis
    state.referralId = body.referralId
    Object.assign(state.person, {
      ageBand: body.ageBand,
      sex: body.sex,
      languages: body.languages,
      nationalityClaimed: body.nationalityClaimed,
    })
    if (body.confidentialityExplained) state.confidentialityExplainedAt = act.occurredAt
    if (v.isChild(body.ageBand)) {
      state.guardianship.status = 'needed'
      state.guardianship.since = act.occurredAt
      state.reflection.status = 'protective_measures'
    }
  },
})

/** A closed record from another register, for figures and history; it names nobody and starts no work. */
/** Where identification stood at the end of a register's steps; of one day, what follows in procedure came after. */
const lastStanding = (
  milestones: readonly { fact: string; on: string }[],
): { status: v.IdentificationStatus; since: string } | undefined =>
  Object.entries(IDENTIFICATION_FACT)
    .flatMap(([status, code]) =>
      milestones
        .filter(({ fact: happened }) => happened === code)
        .map(({ on }) => ({ status: status as v.IdentificationStatus, since: momentOf(on) })),
    )
    .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
    .at(-1)

const imported = transition('case.imported', 'case', {
  who: by('opener', 'instance_admin'),
  body: z.strictObject({
    reference: z.string().max(40),
    source: z.string().regex(/^[a-z0-9-]{2,24}$/),
    year: z.int().min(1990).max(2100),
    ageBand: v.AgeBand,
    sex: v.Sex,
    citizenship: v.Country.nullable(),
    exploitation: z.array(v.Exploitation).max(11),
    countryOfExploitation: v.Country.nullable(),
    /** Steps with their dates, where the register has them: what figures are counted from. */
    milestones: z
      .array(
        z.strictObject({
          fact: z.enum(FACTS),
          on: Day.or(Instant),
          until: Day.or(Instant).optional(),
          detail: z
            .string()
            .regex(/^[a-z][a-z0-9_]{1,39}$/)
            .optional(),
          country: v.Country.optional(),
        }),
      )
      .max(60)
      .optional(),
    /** Kind of unit that met the person first, kind of place, and the part of the country. */
    detector: UnitKind.optional(),
    place: PlaceType.optional(),
    area: v.Area.optional(),
  }),
  guard: (state) => (state.sequence > 0 ? refuse('case_exists') : null),
  apply: (state, body, { act }) => {
    state.reference = body.reference
    moveTo(state, 'retained', act.occurredAt)
    state.openedAt = `${body.year}-01-01T00:00:00.000Z`
    state.lead = { instanceId: act.by.instanceId, unitId: act.by.unitId }
    state.historic = {
      source: body.source,
      year: body.year,
      exploitation: body.exploitation,
      countryOfExploitation: body.countryOfExploitation,
    }
    Object.assign(state.person, { ageBand: body.ageBand, sex: body.sex, nationalityClaimed: body.citizenship })
    const stood = lastStanding(body.milestones ?? [])
    if (stood) Object.assign(state.identification, stood)
  },
})

const paused = transition('case.paused', 'case', {
  who: LEAD,
  body: z.strictObject({ until: Day.nullable() }),
  guard: inStatus('open', 'monitoring'),
  apply: (state, _body, { act }) => moveTo(state, 'paused', act.occurredAt),
})

const resumed = transition('case.resumed', 'case', {
  who: LEAD,
  body: z.strictObject({}),
  guard: inStatus('paused', 'missing', 'moved_on'),
  apply: (state, _body, { act }) => moveTo(state, 'open', act.occurredAt),
})

const wentMissing = transition('case.went_missing', 'case', {
  who: [...LEAD, ...by('assigned', 'case_worker'), ...by('guardian', 'guardian')],
  body: z.strictObject({ lastSeenOn: Day, reportedToPolice: z.boolean() }),
  guard: inStatus('open', 'monitoring', 'paused'),
  apply: (state, _body, { act }) => moveTo(state, 'missing', act.occurredAt),
})

const movedOn = transition('case.moved_on', 'case', {
  who: LEAD,
  body: z.strictObject({ towards: v.Country.nullable(), hasCard: z.boolean() }),
  guard: inStatus('open', 'monitoring', 'paused', 'missing'),
  apply: (state, _body, { act }) => moveTo(state, 'moved_on', act.occurredAt),
})

const monitoringStarted = transition('case.monitoring_started', 'case', {
  who: LEAD,
  body: z.strictObject({
    contactDays: z.array(z.int().min(1).max(730)).min(1).max(8),
    personAgreedToContact: z.literal(true),
  }),
  guard: inStatus('open'),
  apply: (state, body, { act }) => {
    moveTo(state, 'monitoring', act.occurredAt)
    state.followUps = body.contactDays.map((day) => ({
      dueOn: plusDays(act.occurredAt, day).slice(0, 10),
      doneAt: null,
      reached: null,
    }))
  },
})

const closed = transition('case.closed', 'case', {
  who: [...LEAD, ...by('assigned', 'case_coordinator')],
  body: z.strictObject({
    reason: v.ClosureReason,
    personInformed: z.enum(['yes', 'could_not_be_reached', 'unsafe_to_contact']),
    tasksReassigned: z.literal(true),
  }),
  guard: (state, body) => {
    if (!['open', 'monitoring', 'moved_on', 'transferred_lead'].includes(state.status))
      return refuse('case_status_forbids')
    if (state.handovers.some((handover) => !['declined', 'withdrawn', 'voided', 'closed'].includes(handover.stage)))
      return refuse('handover_still_open')
    if (state.handovers.some((handover) => handover.withdrawal && !handover.withdrawal.acknowledgedAt))
      return refuse('withdrawal_unacknowledged')
    if (state.status === 'transferred_lead' && body && body.reason !== 'lead_handed_over')
      return refuse('closure_reason_differs', { field: 'reason' })
    return null
  },
  apply: (state, body, { act }) => {
    moveTo(state, 'closed', act.occurredAt)
    state.closureReason = body.reason
  },
})

const reopened = transition('case.reopened', 'case', {
  who: LEAD,
  body: z.strictObject({ because: z.enum(['person_asked', 'new_risk', 'new_information', 'closed_in_error']) }),
  // What another country leads is taken up there, or given back by it.
  guard: (state) =>
    inStatus('closed')(state) ?? (state.lead?.instanceId === state.instanceId ? null : refuse('not_the_lead')),
  apply: (state, _body, { act }) => {
    moveTo(state, 'open', act.occurredAt)
    state.closureReason = null
  },
})

const assigned = fact('access.assigned', {
  who: by('lead', 'case_coordinator', 'case_worker'),
  body: z.strictObject({
    unitId: UnitId,
    memberId: MemberId.nullable(),
    function: FunctionName,
    classes: z.array(DataClass).max(12),
  }),
  guard: (state, body) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    if (
      [
        'national_coordinator',
        'rapporteur',
        'secretariat',
        'instance_admin',
        'investigator',
        'first_responder',
      ].includes(body.function)
    )
      return refuse('function_never_reads_a_case', { field: 'function' })
    if (body.function === 'interpreter' && body.classes.length > 0)
      return refuse('interpreter_sees_no_content', { field: 'classes' })
    return null
  },
  apply: (state, body, { act }) => {
    state.assignments = state.assignments.filter(
      (one) => !(one.unitId === body.unitId && one.memberId === body.memberId && one.function === body.function),
    )
    state.assignments.push({ ...body, since: act.occurredAt })
  },
})

const ended = fact('access.ended', {
  who: by('lead', 'case_coordinator', 'case_worker'),
  body: z.strictObject({ unitId: UnitId, memberId: MemberId.nullable(), function: FunctionName }),
  guard: (state) => (state.assignments.length === 0 ? refuse('nobody_assigned') : null),
  apply: (state, body) => {
    state.assignments = state.assignments.filter(
      (one) => !(one.unitId === body.unitId && one.memberId === body.memberId && one.function === body.function),
    )
  },
})

const screeningLinked = fact('screening.linked', {
  who: [...LEAD, ...by('opener', 'case_coordinator', 'case_worker')],
  body: z.strictObject({
    screeningId: ScreeningId,
    setId: z.string().max(60),
    setVersion: z.string().max(20),
    outcome: z.enum(['act_now', 'refer', 'watch', 'no_concern_recorded']),
  }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.screenings.push({ ...body, at: act.occurredAt })
  },
})

const OPENERS = [
  ...by('lead', 'case_coordinator', 'case_worker', 'focal_point'),
  ...by('assigned', 'case_worker', 'advocate', 'competent_authority', 'case_coordinator', 'focal_point'),
  ...by('receiver', 'focal_point', 'case_coordinator', 'case_worker'),
  ...by('guardian', 'guardian'),
]
/** Looking is an act: who, when and why stays with the case. */
const vaultOpened = fact('vault.opened', {
  who: OPENERS,
  body: z.strictObject({
    classes: z.array(DataClass).min(1),
    reason: z.enum([
      'support_person',
      'prepare_decision',
      'prepare_handover',
      'safety_check',
      'correct_data',
      'person_asked',
      'duty_review',
    ]),
  }),
  guard: (state) => (state.parts.length === 0 ? refuse('nothing_sealed') : null),
  apply: () => {},
})

const noteAdded = fact('note.added', {
  who: [...LEAD, ...by('assigned', 'case_worker', 'advocate', 'competent_authority'), ...by('guardian', 'guardian')],
  parts: [{ class: 'narrative', need: 'must' }],
  body: z.strictObject({ about: z.enum(['contact', 'decision', 'safety', 'service', 'other']) }),
  guard: whileOpen,
  apply: () => {},
})

/** Sealed facts about the person, one class at a time. */
const sealedRecorded = fact('person.sealed_recorded', {
  who: [...LEAD, ...by('assigned', 'case_worker'), ...by('guardian', 'guardian')],
  parts: [{ class: 'chosen', need: 'must' }],
  body: z.strictObject({ class: DataClass }),
  guard: whileOpen,
  apply: () => {},
})

const followUpRecorded = fact('followup.recorded', {
  who: [...LEAD, ...by('assigned', 'case_worker')],
  parts: [{ class: 'narrative', need: 'may' }],
  body: z.strictObject({
    dueOn: Day,
    reached: z.enum(['reached_safe', 'reached_not_safe', 'not_reached', 'does_not_want_contact']),
  }),
  guard: (state, body) => {
    if (!state.followUps.some((one) => one.doneAt === null)) return refuse('no_follow_up_due')
    return body && !state.followUps.some((one) => one.dueOn === body.dueOn && one.doneAt === null)
      ? refuse('no_follow_up_due', { field: 'dueOn' })
      : null
  },
  apply: (state, body, { act }) => {
    const due = state.followUps.find((one) => one.dueOn === body.dueOn && one.doneAt === null)
    if (due) Object.assign(due, { doneAt: act.occurredAt, reached: body.reached })
  },
})

const investigationLinked = transition('investigation.linked', 'investigation', {
  who: LEAD,
  body: z.strictObject({ status: v.InvestigationStatus, personAgreed: z.boolean() }),
  guard: (state, body, context) => {
    const closedOff = whileOpen(state)
    if (closedOff || !body) return closedOff
    if (body.status !== 'person_cooperating') return null
    const introduced = state.agreements.some(
      (one) =>
        one.purpose === 'introduction_to_police' &&
        !one.refused &&
        one.withdrawnAt === null &&
        one.givenAt <= context.now,
    )
    return body.personAgreed && introduced ? null : refuse('introduction_not_agreed', { field: 'personAgreed' })
  },
  apply: (state, body) => {
    state.investigation = body.status
  },
})

export const caseActs: readonly ActDefinition[] = [
  opened,
  imported,
  paused,
  resumed,
  wentMissing,
  movedOn,
  monitoringStarted,
  closed,
  reopened,
  assigned,
  ended,
  screeningLinked,
  vaultOpened,
  noteAdded,
  sealedRecorded,
  followUpRecorded,
  investigationLinked,
]
