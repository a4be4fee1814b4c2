import { z } from 'zod'
import { by, fact, transition, type ActDefinition } from '../define.ts'
import type { Agreement, CaseState } from '../state.ts'
import * as v from '../vocabulary.ts'
import { DossierClass } from '../../dataClasses.ts'
import { ActionId, AgreementId, InstanceId, UnitId } from '../../ids.ts'
import { refuse } from '../../refusal.ts'
import { Day, plusHours } from '../../time.ts'
import { whileOpen } from './caseActs.ts'

const ADVISERS = [...by('lead', 'case_coordinator', 'case_worker'), ...by('assigned', 'case_worker', 'advocate')]
const named = z.strictObject({ agreementId: AgreementId })
/** Hours in which a second person confirms a life-risk or child override, afterwards (DESIGN rule 3). */
const OVERRIDE_CONFIRM_HOURS = 24

const findAgreement = (state: CaseState, body: { agreementId: string }): Agreement | undefined =>
  state.agreements.find((one) => one.agreementId === body.agreementId)
const getAgreement = (state: CaseState, body: { agreementId: string }): Agreement => {
  const agreement = findAgreement(state, body)
  if (!agreement) throw new Error(`The case has no agreement ${body.agreementId}`)
  return agreement
}

const given = transition('agreement.given', 'agreement', {
  who: ADVISERS,
  body: z.strictObject({
    agreementId: AgreementId,
    recipient: z.strictObject({ instanceId: InstanceId, unitId: UnitId, country: v.Country }),
    classes: z.array(DossierClass).max(9),
    purpose: v.AgreementPurpose,
    expiresOn: Day,
    language: v.Language,
    interpreter: z.enum(['none_needed', 'present', 'remote']),
    toldPrivately: z.literal(true),
    toldMayRefuse: z.literal(true),
    toldWhatCannotBeRecalled: z.literal(true),
    lawfulBasis: v.LawfulBasis,
    transferBasis: v.TransferBasis,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  guard: (state, body, { now }) => {
    const closedOff = whileOpen(state)
    if (closedOff) return closedOff
    if (!state.confidentialityExplainedAt && !v.isChild(state.person.ageBand)) return refuse('confidentiality_first')
    if (!body) return null
    if (body.expiresOn < now.slice(0, 10)) return refuse('date_in_past', { field: 'expiresOn' })
    if (state.agreements.some((one) => one.agreementId === body.agreementId))
      return refuse('agreement_exists', { field: 'agreementId' })
    const abroad = body.recipient.instanceId !== state.instanceId
    return abroad && body.transferBasis === 'not_needed_same_country'
      ? refuse('transfer_basis_needed', { field: 'transferBasis' })
      : null
  },
  apply: (state, body, { act }) => {
    state.agreements.push({
      agreementId: body.agreementId,
      recipient: body.recipient,
      classes: body.classes,
      purpose: body.purpose,
      expiresOn: body.expiresOn,
      language: body.language,
      interpreter: body.interpreter,
      lawfulBasis: body.lawfulBasis,
      transferBasis: body.transferBasis,
      givenAt: act.occurredAt,
      refused: false,
      guardianAuthorisedAt: null,
      childAssentedAt: null,
      withdrawnAt: null,
      hash: body.hash,
    })
  },
})

/** "No" is written down as carefully as "yes", so that nobody asks again and again. It changes nothing in the help given. */
const refused = fact('agreement.refused', {
  who: ADVISERS,
  body: z.strictObject({ purpose: v.AgreementPurpose, country: v.Country, helpContinues: z.literal(true) }),
  guard: whileOpen,
  apply: () => {},
})

const guardianAuthorised = transition('agreement.guardian_authorised', 'agreement', {
  who: by('guardian', 'guardian'),
  body: named,
  guard: (state, body) => {
    const waiting = (one: Agreement): boolean =>
      !one.refused && one.withdrawnAt === null && one.guardianAuthorisedAt === null
    if (!v.isChild(state.person.ageBand)) return refuse('only_for_a_child')
    if (!state.agreements.some(waiting)) return refuse('no_agreement_waiting')
    const agreement = body && findAgreement(state, body)
    return body && !(agreement && waiting(agreement)) ? refuse('no_agreement_waiting', { field: 'agreementId' }) : null
  },
  apply: (state, body, { act }) => {
    getAgreement(state, body).guardianAuthorisedAt = act.occurredAt
  },
})

const childAssented = transition('agreement.child_assented', 'agreement', {
  who: [...by('guardian', 'guardian'), ...ADVISERS],
  body: z.strictObject({ agreementId: AgreementId, explainedIn: v.Language, withoutPressure: z.literal(true) }),
  guard: (state, body) => {
    const waiting = (one: Agreement): boolean =>
      !one.refused && one.withdrawnAt === null && one.childAssentedAt === null
    if (!v.isChild(state.person.ageBand)) return refuse('only_for_a_child')
    if (!state.agreements.some(waiting)) return refuse('no_agreement_waiting')
    const agreement = body && findAgreement(state, body)
    return body && !(agreement && waiting(agreement)) ? refuse('no_agreement_waiting', { field: 'agreementId' }) : null
  },
  apply: (state, body, { act }) => {
    getAgreement(state, body).childAssentedAt = act.occurredAt
  },
})

/** As easy as giving: one step, no reason asked of the person. */
const withdrawn = transition('agreement.withdrawn', 'agreement', {
  who: [...ADVISERS, ...by('guardian', 'guardian')],
  body: z.strictObject({ agreementId: AgreementId, toldWhatCannotBeRecalled: z.literal(true) }),
  guard: (state, body) => {
    const live = (one: Agreement): boolean => !one.refused && one.withdrawnAt === null
    if (!state.agreements.some(live)) return refuse('no_agreement_to_withdraw')
    const agreement = body && findAgreement(state, body)
    return body && !(agreement && live(agreement)) ? refuse('no_agreement_to_withdraw', { field: 'agreementId' }) : null
  },
  apply: (state, body, { act }) => {
    getAgreement(state, body).withdrawnAt = act.occurredAt
  },
})

const overrideInvoked = transition('override.invoked', 'agreement', {
  who: by('lead', 'case_coordinator', 'case_worker'),
  parts: [{ class: 'narrative', need: 'must' }],
  body: z.strictObject({
    ground: v.OverrideGround,
    classes: z.array(DossierClass).min(1).max(3),
    recipient: z.strictObject({ instanceId: InstanceId, unitId: UnitId }),
  }),
  guard: whileOpen,
  apply: (state, body, { act }) => {
    state.overrides.push({
      overrideId: act.id,
      ground: body.ground,
      classes: body.classes,
      recipient: body.recipient,
      invokedBy: act.by.memberId as never,
      invokedAt: act.occurredAt,
      confirmedBy: null,
      confirmBy: plusHours(act.occurredAt, OVERRIDE_CONFIRM_HOURS),
      personInformedAt: null,
    })
  },
})

const overrideConfirmed = transition('override.confirmed', 'agreement', {
  who: by('lead', 'case_coordinator', 'case_worker'),
  body: z.strictObject({ overrideId: ActionId }),
  guard: (state, body, context) => {
    const waiting = state.overrides.find(
      (one) => one.confirmedBy === null && (!body || one.overrideId === body.overrideId),
    )
    if (!waiting) return refuse('no_override_waiting')
    return waiting.invokedBy === context.act.by.memberId ? refuse('second_person_same') : null
  },
  apply: (state, body, { act }) => {
    const override = state.overrides.find((one) => one.overrideId === body.overrideId)
    if (override) override.confirmedBy = act.by.memberId
  },
})

const personInformed = fact('override.person_informed', {
  who: ADVISERS,
  body: z.strictObject({ overrideId: ActionId }),
  guard: (state, body) =>
    state.overrides.some((one) => one.personInformedAt === null && (!body || one.overrideId === body.overrideId))
      ? null
      : refuse('no_override_waiting'),
  apply: (state, body, { act }) => {
    const override = state.overrides.find((one) => one.overrideId === body.overrideId)
    if (override) override.personInformedAt = act.occurredAt
  },
})

export const agreementActs: readonly ActDefinition[] = [
  given,
  refused,
  guardianAuthorised,
  childAssented,
  withdrawn,
  overrideInvoked,
  overrideConfirmed,
  personInformed,
]
