import { type Refusal, queueEntries } from '@ariadne/domain'
import type { OpenCase, Possible } from '../../lib/case/useCase.ts'
import { tasksOf } from './tasks.ts'

/** How acts stand together on the page. An act that is in none of the groups has its own place. */
export const GROUPS = {
  person: [
    'confidentiality.explained',
    'asylum.recorded',
    'nationality.recorded',
    'age.recorded',
    'person.sealed_recorded',
    'note.added',
  ],
  child: ['guardian.requested', 'guardian.appointed', 'guardian.ended', 'best_interests.determined'],
  safety: ['risk.assessed', 'safety_plan.agreed', 'case.went_missing'],
  support: [
    'support_plan.agreed',
    'service.requested',
    'service.moved',
    'assistance.moved',
    'compensation.recorded',
    'followup.recorded',
  ],
  status: [
    'identification.presumed',
    'identification.reasonable_grounds',
    'identification.formally_identified',
    'identification.not_confirmed_proposed',
    'identification.not_confirmed',
    'identification.review_opened',
    'identification.withdrawn',
    'reflection.offered',
    'reflection.started',
    'reflection.ended',
  ],
  agreement: [
    'agreement.given',
    'agreement.refused',
    'agreement.guardian_authorised',
    'agreement.child_assented',
    'agreement.withdrawn',
    'override.invoked',
    'override.confirmed',
    'override.person_informed',
  ],
  case: [
    'access.assigned',
    'investigation.linked',
    'case.monitoring_started',
    'case.paused',
    'case.resumed',
    'case.moved_on',
    'case.closed',
    'case.reopened',
  ],
} as const satisfies Record<string, readonly string[]>
export type Group = keyof typeof GROUPS
const NAMES = Object.keys(GROUPS) as Group[]

/** Where an act is done: most have the general form, some a page of their own. */
export const actAddress = (caseId: string, kind: string, subjectId?: string | null): string => {
  const base = `/cases/${caseId}`
  if (kind.startsWith('handover.')) return subjectId ? `${base}/handover/${subjectId}` : `${base}/handover`
  if (kind === 'agreement.given') return `${base}/agreements/new/who`
  if (kind.startsWith('agreement.') && kind !== 'agreement.refused')
    return subjectId ? `${base}/agreements/${subjectId}` : `${base}/agreements`
  return `${base}/acts/${kind}`
}

export interface Grouped {
  readonly group: Group
  readonly acts: readonly Possible[]
}

/** What can be done at once, by group, in the order in which a case is worked. */
export const doable = (possible: readonly Possible[]): Grouped[] =>
  NAMES.flatMap((group) => {
    const acts = GROUPS[group].flatMap((kind) => possible.filter((one) => one.kind === kind && one.refusal === null))
    return acts.length > 0 ? [{ group, acts }] : []
  })

export interface Obstacle {
  readonly refusal: Refusal
  readonly kinds: readonly string[]
}

/** Codes that only say "this does not arise now": there is nothing to do about them, so nobody needs to read them. */
const DOES_NOT_ARISE: readonly string[] = [
  'case_status_forbids',
  'no_follow_up_due',
  'identification_not_at_this_stage',
  'guardianship_not_at_this_stage',
  'child_has_protective_measures',
  'reflection_already_offered',
  'reflection_not_running',
  'no_agreement_waiting',
  'no_agreement_to_withdraw',
  'no_override_waiting',
  'only_for_a_child',
  'nothing_sealed',
  'nobody_assigned',
  'service_not_requested',
]

/** What cannot be done yet, once for each thing that stands in the way. */
export const obstacles = (possible: readonly Possible[]): Obstacle[] => {
  const shown = new Set<string>(NAMES.flatMap((group) => GROUPS[group]))
  const found = new Map<string, { refusal: Refusal; kinds: string[] }>()
  for (const { kind, refusal } of possible) {
    if (!refusal || !shown.has(kind) || DOES_NOT_ARISE.includes(refusal.code)) continue
    const known = found.get(refusal.code) ?? { refusal, kinds: [] }
    known.kinds.push(kind)
    found.set(refusal.code, known)
  }
  return [...found.values()]
}

export interface Suggestion {
  readonly kind: string
  readonly to: string
  readonly dueAt: string | null
}

const MOST = 4
/** What is due later than this does not wait yet: nobody is led to end a reflection period that has just begun. */
const AHEAD_MS = 3 * 24 * 3_600_000

/** The few steps that the case waits for, the most urgent first: what the queues ask of this reader, then the path of the case. */
export const suggestions = (open: OpenCase, now: string): Suggestion[] => {
  const canDo = (kind: string) => open.possible.some((one) => one.kind === kind && one.refusal === null)
  const units = new Set<string>(open.actors.map((actor) => actor.unitId))
  const waiting = queueEntries(open.state)
    .filter((entry) => units.has(entry.unitId) && canDo(entry.act))
    .filter((entry) => entry.dueAt === null || Date.parse(entry.dueAt) - Date.parse(now) < AHEAD_MS)
    .toSorted((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))
    .map((entry) => ({
      kind: entry.act,
      to: actAddress(open.state.caseId, entry.act, entry.subjectId),
      dueAt: entry.dueAt,
    }))
  const path = tasksOf(open, now)
    .filter((task) => task.status === 'notStarted' || task.status === 'inProgress')
    .flatMap((task) => (task.act && canDo(task.act) ? [task.act] : []))
    .map((kind) => ({ kind, to: actAddress(open.state.caseId, kind), dueAt: null }))
  const all = [...waiting, ...path]
  return all.filter((one, at) => all.findIndex((other) => other.kind === one.kind) === at).slice(0, MOST)
}
