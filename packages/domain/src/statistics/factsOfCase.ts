import { append } from '../case/fold.ts'
import type { Action } from '../case/action.ts'
import { emptyCase, type CaseState } from '../case/state.ts'
import { isChild } from '../case/vocabulary.ts'
import type { HandoverState } from '../handover/state.ts'
import type { CaseId, InstanceId } from '../ids.ts'
import { endOfDay, momentOf, type Instant } from '../time.ts'
import { IDENTIFICATION_FACT, LASTING, type Fact, type FactCode, type Profile } from './facts.ts'

/** What a case's own list does not hold: where its referral came from. */
export interface CaseOrigin {
  /** Kind of unit that met the person first, kind of place, part of the country; null where no referral came before. */
  detector: string | null
  place: string | null
  area: string | null
}

/** CETS 197 Article 4 and the Directive count a person as a victim before any formal decision. */
const REGISTERING = ['presumed', 'reasonable_grounds', 'formally_identified']
const STATUS: Readonly<Record<string, FactCode>> = {
  monitoring: 'monitoring',
  missing: 'went_missing',
  moved_on: 'moved_on',
  closed: 'closed',
}
const OUT: Readonly<Record<string, FactCode>> = {
  offered: 'handover_offered',
  acknowledged: 'handover_acknowledged',
  accepted: 'handover_accepted',
  declined: 'handover_declined',
  arrived: 'handover_arrived',
  not_arrived: 'handover_not_arrived',
  withdrawn: 'handover_withdrawn',
}
const IN: Readonly<Record<string, FactCode>> = {
  offered: 'offer_received',
  acknowledged: 'offer_acknowledged',
  accepted: 'offer_accepted',
  declined: 'offer_declined',
  arrived: 'arrival_received',
}

const textOf = (body: Record<string, unknown> | null, key: string): string | null =>
  typeof body?.[key] === 'string' ? body[key] : null

/** A return with a valid assessment of the risks, as domain research C3 guard 6 asks for, or without. */
const returnDetail = (state: CaseState, at: Instant): string => {
  const risk = state.risks.filter((one) => one.type === 'pre_return').at(-1)
  return risk && risk.at <= at && at <= endOfDay(risk.validUntil) ? 'risk_assessed' : 'risk_not_assessed'
}

/** How long what one act begins lasts: until the next act that ends it. Keyed by what it is about. */
type Lasting = Map<string, { fact: Fact & { until: Instant | null } }>

/**
 * The facts of one case, from its list alone, by comparing the state before and after each act: what the domain's fold
 * says has moved is what happened. An act recorded late stands at the day it happened, known since it was received.
 */
export const factsOfCase = (
  caseId: CaseId,
  instanceId: InstanceId,
  actions: readonly Action[],
  origin: CaseOrigin = { detector: null, place: null, area: null },
): { facts: Fact[]; profile: Profile; source: string } => {
  const facts: Fact[] = []
  const lasting: Lasting = new Map()
  let state = emptyCase(caseId, instanceId)
  let forms: readonly string[] = []
  let source = 'own'

  for (const action of actions) {
    const { occurredAt: at, receivedAt: knownAt, body } = action
    const before = state
    state = append(state, action)
    const happened = (
      fact: FactCode,
      more: Partial<Pick<Fact, 'detail' | 'country' | 'at' | 'precision'>> = {},
    ): Fact => {
      const one: Fact = {
        fact,
        at,
        until: null,
        lasts: false,
        knownAt,
        detail: null,
        country: null,
        precision: 'minute',
        ...more,
      }
      facts.push(one)
      return one
    }
    /** Something that lasts: ends what lasted before under the same name, and begins, unless there is nothing to begin. */
    const turned = (name: string, fact: FactCode | null, detail: string | null = null): void => {
      const ending = lasting.get(name)
      if (ending) ending.fact.until = at > ending.fact.at ? at : ending.fact.at
      lasting.delete(name)
      if (fact === null) return
      const begun = Object.assign(happened(fact, { detail }), { lasts: true })
      lasting.set(name, { fact: begun })
    }

    if (action.kind === 'case.imported' && body !== null && state.historic !== null) {
      source = state.historic.source
      forms = state.historic.exploitation
      const milestones = Array.isArray(body['milestones']) ? (body['milestones'] as Milestone[]) : []
      if (milestones.length === 0)
        happened('registered', { at: `${state.historic.year}-01-01T00:00:00.000Z`, precision: 'year' })
      for (const { fact, on, until, detail, country } of milestones)
        facts.push({
          fact,
          at: momentOf(on),
          until: until ? momentOf(until) : null,
          precision: on.length === 10 ? 'day' : 'minute',
          lasts: LASTING.includes(fact),
          knownAt,
          detail: detail ?? null,
          country: country ?? null,
        })
      continue
    }
    if (body === null) continue

    if (before.openedAt === null && state.openedAt !== null) {
      turned('case', 'case_opened')
      if (isChild(state.person.ageBand)) turned('guardian', 'guardian_needed')
    }
    if (before.status !== state.status) {
      const fact = STATUS[state.status]
      if (fact) happened(fact, { detail: state.closureReason ?? textOf(body, 'towards') })
      if (state.status === 'closed' || state.status === 'transferred_lead') {
        turned('case', null)
        turned('assistance', null)
        turned('assisted', null)
      }
      if (before.status === 'closed' && state.status === 'open') turned('case', 'reopened')
    }
    if (before.identification.status !== state.identification.status) {
      const fact = IDENTIFICATION_FACT[state.identification.status]
      if (fact) happened(fact, { detail: textOf(body, 'basis') })
      if (REGISTERING.includes(state.identification.status) && !facts.some((one) => one.fact === 'registered'))
        happened('registered', { detail: state.identification.status })
    }
    if (action.kind === 'identification.formally_identified' && Array.isArray(body['exploitation']))
      forms = body['exploitation'] as string[]
    if (before.assistance.status !== state.assistance.status) {
      const helped = (status: string): boolean => !['none', 'ended'].includes(status)
      const goesOn = helped(state.assistance.status)
      if (helped(before.assistance.status) !== goesOn) turned('assisted', goesOn ? 'assisted' : null)
      turned('assistance', goesOn ? 'assistance_stage' : null, state.assistance.status)
    }
    if (before.reflection.status !== state.reflection.status) {
      if (state.reflection.status === 'offered') happened('reflection_offered')
      if (state.reflection.status === 'running') turned('reflection', 'reflection_granted')
      if (state.reflection.status === 'ended') {
        turned('reflection', null)
        happened('reflection_ended', { detail: state.reflection.endReason })
      }
    }
    if (before.guardianship.status !== state.guardianship.status) {
      const status = state.guardianship.status
      if (status === 'needed' && before.guardianship.status === 'not_needed' && before.openedAt !== null)
        turned('guardian', 'guardian_needed')
      if (status === 'requested') happened('guardian_requested')
      if (status === 'interim' || status === 'appointed') {
        turned('guardian', null)
        happened('guardian_appointed', { detail: status })
      }
    }
    if (before.person.asylum !== state.person.asylum && state.person.asylum !== 'explained')
      happened('asylum', { detail: state.person.asylum })
    if (before.investigation !== state.investigation && state.investigation === 'person_cooperating')
      happened('cooperates')
    if (before.compensation?.at !== state.compensation?.at && state.compensation)
      happened('compensation', { detail: state.compensation.status })

    switch (action.kind) {
      case 'service.requested':
        happened('service_requested', { detail: textOf(body, 'type') })
        break
      case 'service.moved':
        if (body['status'] === 'started') happened('service_started', { detail: textOf(body, 'type') })
        break
      case 'best_interests.determined':
        happened('best_interests_determined', { detail: textOf(body, 'outcome'), country: textOf(body, 'country') })
        break
      case 'risk.assessed':
        happened('risk_assessed', { detail: textOf(body, 'type') })
        break
      case 'agreement.given':
        happened('agreement_given', { detail: textOf(body, 'purpose') })
        break
      case 'agreement.refused':
        happened('agreement_refused', { detail: textOf(body, 'purpose'), country: textOf(body, 'country') })
        break
      case 'agreement.withdrawn':
        happened('agreement_withdrawn')
        break
      case 'override.invoked':
        happened('override_invoked', { detail: textOf(body, 'ground') })
        break
      case 'override.confirmed':
        happened('override_confirmed')
        break
      case 'followup.recorded':
        happened('followed_up', { detail: textOf(body, 'reached') })
        break
      default:
        break
    }
    for (const need of state.unmetNeeds.slice(before.unmetNeeds.length)) happened('need_unmet', { detail: need.type })
    if (before.followUps !== state.followUps && before.followUps.length === 0)
      for (const { dueOn } of state.followUps) happened('follow_up_due', { at: momentOf(dueOn), precision: 'day' })
    for (const handover of state.handovers) {
      const earlier = before.handovers.find((one) => one.handoverId === handover.handoverId)
      if (earlier?.stage !== handover.stage) handoverFacts(state, handover, at, happened)
    }
  }
  const { person, historic } = state
  return {
    facts,
    source,
    profile: {
      ageBand: actions[0]?.body == null ? null : person.ageBand,
      sex: actions[0]?.body == null ? null : person.sex,
      citizenship: person.nationalityVerified?.country ?? person.nationalityClaimed,
      forms,
      exploitedIn: historic?.countryOfExploitation ?? null,
      place: origin.place ?? historicText(actions, 'place'),
      area: origin.area ?? historicText(actions, 'area'),
      detector: origin.detector ?? historicText(actions, 'detector'),
      unit: state.lead?.instanceId === instanceId ? state.lead.unitId : null,
    },
  }
}

/** A dated step of a record that is brought in closed. */
export interface Milestone {
  fact: FactCode
  /** A day or a moment. */
  on: string
  until?: string | undefined
  detail?: string | undefined
  country?: string | undefined
}

const historicText = (actions: readonly Action[], key: string): string | null =>
  actions[0]?.kind === 'case.imported' ? textOf(actions[0].body, key) : null

const handoverFacts = (
  state: CaseState,
  handover: HandoverState,
  at: Instant,
  happened: (fact: FactCode, more: Partial<Pick<Fact, 'detail' | 'country'>>) => void,
): void => {
  const fact = (handover.direction === 'outgoing' ? OUT : IN)[handover.stage]
  const country = handover.direction === 'outgoing' ? handover.recipientCountry : null
  const detail = handover.stage === 'declined' ? (handover.declined?.reason ?? null) : handover.role
  if (fact) happened(fact, { detail, country })
  const home = state.person.nationalityVerified?.country ?? state.person.nationalityClaimed
  if (
    handover.stage === 'arrived' &&
    handover.direction === 'outgoing' &&
    ['take_lead', 'return_support'].includes(handover.role) &&
    handover.recipientCountry === home
  )
    happened('returned', { detail: returnDetail(state, at), country: handover.recipientCountry })
}
