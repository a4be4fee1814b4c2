import { type Act, type Actor, type CaseState, append, emptyCase } from '@ariadne/domain'
import { expect, test } from 'vitest'
import type { Me } from '../../lib/session/me.tsx'
import { openCase } from '../../lib/case/useCase.ts'
import { clocksOf } from './clocks.ts'
import { actAddress, doable, obstacles, suggestions } from './nextActs.ts'
import { tasksOf } from './tasks.ts'

const CASE = '0193a000-0000-7000-8000-000000000001'
const AT = '2026-11-22T08:00:00.000Z'
const coordinator: Actor = {
  instanceId: 'ins_mk',
  unitId: 'unt_nrm',
  memberId: 'mbr_c',
  function: 'case_coordinator',
} as never

const me = (unitId: string, functions: string[]) =>
  ({
    member: { memberId: 'mbr_c', name: 'C', memberships: [{ unitId, functions }] },
    instance: { instanceId: 'ins_mk' },
  }) as unknown as Me

let count = 0
const act = (kind: string, body: Record<string, unknown>): Act =>
  ({
    id: `0193a000-0000-7000-8000-${String(++count).padStart(12, '0')}`,
    caseId: CASE,
    kind,
    version: 1,
    by: coordinator,
    occurredAt: AT,
    reliesOn: {},
    body,
    parts: [],
  }) as unknown as Act

const opened = (ageBand: string) =>
  act('case.opened', {
    reference: 'MK-0000-0000',
    fileBasis: 'person_agreed',
    safeToProceed: true,
    ageBand,
    sex: 'Feminine',
    languages: ['sq'],
    confidentialityExplained: true,
    nationalityClaimed: null,
    referralId: null,
  })

const open = (who: Me, ...acts: Act[]) =>
  openCase(
    { caseId: CASE, instanceId: 'ins_mk', actions: acts, readers: [], wraps: [], messages: [], stateHash: '' } as never,
    who,
  )
const lead = me('unt_nrm', ['case_coordinator'])
const NOW = '2026-11-22T09:00:00.000Z'

test('a child needs a guardian first; the coordinator is offered exactly that, with its target', () => {
  const [first] = suggestions(open(lead, opened('16_17')), NOW)
  expect(first?.kind).toBe('guardian.requested')
  expect(first?.dueAt).not.toBeNull()
})

test('nobody is led to end a reflection period that has just begun', () => {
  const started = act('reflection.started', { endsOn: '2027-02-01', lengthBasis: 'convention_minimum_30_days' })
  const kinds = (now: string) => suggestions(open(lead, opened('25_39'), started), now).map((one) => one.kind)
  expect(kinds(NOW)).not.toContain('reflection.ended')
  expect(kinds('2027-02-01T09:00:00.000Z')).toContain('reflection.ended')
})

test('the path of a child has a guardian and best interests, that of an adult identification and reflection', () => {
  const keys = (age: string) => tasksOf(open(lead, opened(age)), NOW).map((task) => task.key)
  expect(keys('doubt_child')).toContain('best_interests')
  expect(keys('25_39')).toContain('reflection')
  expect(keys('25_39')).not.toContain('guardian')
})

test('a step of somebody else has no address and says whose it is', () => {
  const task = tasksOf(open(lead, opened('16_17')), NOW).find((one) => one.key === 'best_interests')
  expect(task).toMatchObject({ act: null, belongsTo: ['competent_authority'] })
})

test('a claim is not a verified nationality', () => {
  const claimed = act('nationality.recorded', { country: 'AL', basis: 'claimed' })
  const verified = act('nationality.recorded', { country: 'AL', basis: 'document_seen' })
  const stands = (...acts: Act[]) =>
    tasksOf(open(lead, opened('25_39'), ...acts), NOW).find((one) => one.key === 'nationality')?.status
  expect(stands()).toBe('notStarted')
  expect(stands(claimed)).toBe('inProgress')
  expect(stands(claimed, verified)).toBe('done')
})

test('whoever is not on the case is offered nothing', () => {
  const stranger = open(me('unt_other', ['case_worker']), opened('25_39'))
  expect(doable(stranger.possible)).toEqual([])
  expect(suggestions(stranger, NOW)).toEqual([])
})

test('what does not arise is not listed as an obstacle; what has a remedy is', () => {
  const codes = obstacles(open(lead, opened('25_39')).possible).map((one) => one.refusal.code)
  expect(codes).not.toContain('no_follow_up_due')
  expect(codes).not.toContain('case_status_forbids')
})

test('acts that have a page of their own lead there', () => {
  expect(actAddress('c', 'handover.offered', 'h')).toBe('/cases/c/handover/h')
  expect(actAddress('c', 'agreement.withdrawn', 'a')).toBe('/cases/c/agreements/a')
  expect(actAddress('c', 'agreement.given')).toBe('/cases/c/agreements/new/who')
  expect(actAddress('c', 'risk.assessed')).toBe('/cases/c/acts/risk.assessed')
})

test('clocks stand in the order of their days, and only what a law says is called law', () => {
  const state: CaseState = [
    opened('25_39'),
    act('reflection.started', { endsOn: '2027-02-01', lengthBasis: 'convention_minimum_30_days' }),
    act('risk.assessed', { type: 'immediate', level: 'high', validUntil: '2026-12-01', tookPart: ['person'] }),
  ].reduce(append, emptyCase(CASE as never, 'ins_mk' as never))
  const clocks = clocksOf(state, NOW)
  expect(clocks.map((clock) => clock.label)).toEqual(['casefile.clock.risk', 'casefile.clock.reflection_ending'])
  expect(clocks.every((clock) => clock.basis === 'target')).toBe(true)
})

test('what waits on this device counts already', () => {
  const view = {
    caseId: CASE,
    instanceId: 'ins_mk',
    actions: [opened('25_39')],
    readers: [],
    wraps: [],
    messages: [],
    stateHash: '',
  }
  const waiting = act('asylum.recorded', { status: 'explained', explainedIn: 'sq' })
  const both = openCase(view as never, lead, [waiting])
  expect(both.state.person.asylum).toBe('explained')
  expect(both.pending).toHaveLength(1)
  expect(openCase({ ...view, actions: [opened('25_39'), waiting] } as never, lead, [waiting]).pending).toHaveLength(0)
})
