import { type Actor, type CaseState, type Refusal, ACTS, isEffective, isEnded, vocabulary } from '@ariadne/domain'
import type { OpenCase } from '../../lib/case/useCase.ts'

/** One step of the path of a case: a child's or an adult's. */
export interface CaseTask {
  readonly key: string
  readonly status: 'notStarted' | 'inProgress' | 'done' | 'cannotStart'
  /** The act that does it. */
  readonly act: string | null
  /** A page of its own, instead of the act's form. */
  readonly page: string | null
  /** Since when it is done or under way. */
  readonly at: string | null
  /** What it stands at, as a code. */
  readonly code: string | null
  readonly refusal: Refusal | null
  /** Who does it, when it is not the reader. */
  readonly belongsTo: readonly Actor['function'][]
}

interface Step {
  readonly key: string
  readonly act: string
  readonly page?: string
  readonly stands: (
    state: CaseState,
    now: string,
  ) => { status: 'notStarted' | 'inProgress' | 'done'; at?: string | null; code?: string }
}

const day = (now: string): string => now.slice(0, 10)
const done = (at: string | null | undefined, code?: string) => ({
  status: 'done' as const,
  at: at ?? null,
  ...(code ? { code } : {}),
})
const not = { status: 'notStarted' as const }

const guardian: Step = {
  key: 'guardian',
  act: 'guardian.requested',
  stands: ({ guardianship }) => {
    if (['appointed', 'interim'].includes(guardianship.status)) return done(guardianship.since, guardianship.status)
    return guardianship.status === 'requested'
      ? { status: 'inProgress', at: guardianship.requestedAt, code: 'requested' }
      : not
  },
}
const confidentiality: Step = {
  key: 'confidentiality',
  act: 'confidentiality.explained',
  stands: (state) => (state.confidentialityExplainedAt ? done(state.confidentialityExplainedAt) : not),
}
const asylum: Step = {
  key: 'asylum',
  act: 'asylum.recorded',
  stands: ({ person }) => (person.asylum === 'not_explained' ? not : done(null, person.asylum)),
}
const nationality: Step = {
  key: 'nationality',
  act: 'nationality.recorded',
  stands: ({ person }) => {
    if (person.nationalityVerified) return done(person.nationalityVerified.at)
    return person.nationalityClaimed ? { status: 'inProgress', code: 'claimed' } : not
  },
}
const risk: Step = {
  key: 'risk',
  act: 'risk.assessed',
  stands: ({ risks }, now) => {
    const valid = risks.filter((one) => one.validUntil >= day(now)).at(-1)
    return valid ? done(valid.at, valid.level) : not
  },
}
const safetyPlan: Step = {
  key: 'safety_plan',
  act: 'safety_plan.agreed',
  stands: ({ safetyPlan: plan }) => (plan ? done(plan.at) : not),
}
const supportPlan: Step = {
  key: 'support_plan',
  act: 'support_plan.agreed',
  stands: ({ supportPlan: plan }) => (plan ? done(plan.at) : not),
}
const services: Step = {
  key: 'services',
  act: 'service.requested',
  stands: ({ services: all }) => {
    if (all.length === 0) return not
    return all.every((one) => one.status === 'ended')
      ? done(all.at(-1)?.at)
      : { status: 'inProgress', at: all.at(-1)?.at ?? null }
  },
}
const identification: Step = {
  key: 'identification',
  act: 'identification.presumed',
  stands: ({ identification: { status, since } }) => {
    if (status === 'unassessed') return not
    return ['formally_identified', 'not_confirmed', 'withdrawn_by_person'].includes(status)
      ? done(since, status)
      : { status: 'inProgress', at: since, code: status }
  },
}
const reflection: Step = {
  key: 'reflection',
  act: 'reflection.offered',
  stands: ({ reflection: { status, startedAt } }) => {
    if (status === 'ended') return done(startedAt, status)
    return status === 'not_due' ? not : { status: 'inProgress', at: startedAt, code: status }
  },
}
const bestInterests: Step = {
  key: 'best_interests',
  act: 'best_interests.determined',
  stands: ({ bestInterests: all }) => (all.length > 0 ? done(all.at(-1)?.at, all.at(-1)?.outcome) : not),
}
const agreement: Step = {
  key: 'agreement',
  act: 'agreement.given',
  page: '/agreements',
  stands: (state, now) => {
    const last = state.agreements.at(-1)
    if (!last) return not
    return state.agreements.some((one) => isEffective(one, state, now))
      ? done(last.givenAt)
      : { status: 'inProgress', at: last.givenAt }
  },
}
const handover: Step = {
  key: 'handover',
  act: 'handover.capability_asked',
  page: '/handover',
  stands: ({ handovers }) => {
    const last = handovers.at(-1)
    if (!last) return not
    return handovers.every(isEnded)
      ? done(last.stageSince, last.stage)
      : { status: 'inProgress', at: last.stageSince, code: last.stage }
  },
}

const CHILD: readonly Step[] = [
  guardian,
  confidentiality,
  risk,
  asylum,
  nationality,
  safetyPlan,
  supportPlan,
  bestInterests,
  agreement,
  handover,
]
const ADULT: readonly Step[] = [
  confidentiality,
  identification,
  reflection,
  risk,
  safetyPlan,
  supportPlan,
  services,
  asylum,
  nationality,
  agreement,
  handover,
]

/** The path of this case with where each step stands, by the same rules that guard the acts. */
export const tasksOf = (open: OpenCase, now: string): CaseTask[] => {
  const { state } = open
  const steps = vocabulary.isChild(state.person.ageBand) ? CHILD : ADULT
  return steps.map((step): CaseTask => {
    const stands = step.stands(state, now)
    const appoint = step === guardian && state.guardianship.status === 'requested'
    const act = appoint ? 'guardian.appointed' : step.act
    const possible = open.possible.find((one) => one.kind === act)
    const blocked = stands.status === 'notStarted' && possible?.refusal ? possible.refusal : null
    return {
      key: step.key,
      status: blocked ? 'cannotStart' : stands.status,
      act: possible && !possible.refusal ? act : null,
      page: step.page ?? null,
      at: stands.at ?? null,
      code: stands.code ?? null,
      refusal: blocked,
      belongsTo: possible
        ? []
        : [...new Set((ACTS.get(act)?.who ?? []).filter((doer) => doer.as !== 'peer').map((doer) => doer.function))],
    }
  })
}
