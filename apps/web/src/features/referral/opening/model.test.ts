import { type Act, type Actor, append, emptyCase, judge } from '@ariadne/domain'
import { expect, test } from 'vitest'
import type { ReferralView } from '../../../lib/case/referral.ts'
import { type Opening, emptyOpening, firstOpenStep, openingActs, stepAfter, stepBefore, stepProblems } from './model.ts'

const CASE = '0193a000-0000-7000-8000-000000000001'
const NOW = '2026-11-22T12:00:00.000Z'
const by: Actor = {
  instanceId: 'ins_mk',
  unitId: 'unt_nrm',
  memberId: 'mbr_coordinator',
  function: 'case_coordinator',
} as never
const view = {
  referral: {
    referralId: '0193a000-0000-7000-8000-000000000002',
    screeningId: '0193a000-0000-7000-8000-000000000003',
    ageBand: '16_17',
    sex: 'Masculine',
    language: 'sq',
    basis: 'child_protection',
  },
  screening: { setId: 'child-alone-or-separated', setVersion: '1.0.0', outcome: 'refer', present: [], ruleId: 'x' },
} as unknown as ReferralView

const boy: Opening = {
  ...emptyOpening(CASE, 'MK', view),
  safe: 'yes',
  explained: 'yes',
  explainedIn: 'sq',
  interpreter: 'present',
  understood: true,
  assign: 'somebody',
  unitId: 'unt_social',
  sealed: { identity: { givenName: 'Arben', familyName: '' }, narrative: { text: 'Seen at the centre' } },
}
const woman: Opening = {
  ...emptyOpening(CASE, 'RS', null),
  safe: 'yes',
  ageBand: '25_39',
  sex: 'Feminine',
  languages: ['ro'],
  explained: 'yes',
  explainedIn: 'ro',
  interpreter: 'remote',
  understood: true,
  basis: 'anonymous',
  assign: 'later',
  sealed: { identity: { givenName: 'Ana' }, narrative: { text: 'What happened' } },
}

const allowed = (opening: Opening, from: ReferralView | null) => {
  let state = emptyCase(CASE as never, by.instanceId)
  for (const [at, draft] of openingActs(opening, from, by).entries()) {
    const act: Act = {
      id: `0193a000-0000-7000-8000-00000000010${at}`,
      caseId: CASE,
      kind: draft.kind,
      version: 1,
      by,
      occurredAt: NOW,
      reliesOn: { ...state.revisions },
      body: draft.body,
      parts: Object.keys(draft.texts ?? {}).map((one) => ({
        partId: '0193a000-0000-7000-8000-000000000009',
        class: one,
      })),
    } as never
    expect(judge(state, act, NOW), draft.kind).toEqual({ outcome: 'allowed' })
    state = append(state, act)
  }
  return state
}

test('a child of a referral: opened for child protection, screening linked, worker brought in before anything is sealed', () => {
  expect(firstOpenStep(boy)).toBeNull()
  const acts = openingActs(boy, view, by).map((draft) => draft.kind)
  expect(acts).toEqual([
    'case.opened',
    'confidentiality.explained',
    'screening.linked',
    'access.assigned',
    'person.sealed_recorded',
    'person.sealed_recorded',
  ])
  const state = allowed(boy, view)
  expect(state.fileBasis).toBe('child_protection')
  expect(state.guardianship.status).toBe('needed')
  expect(state.parts.map((part) => part.class)).toEqual(['identity', 'narrative'])
})

test('an adult without a referral may stay anonymous: then no identity is kept', () => {
  const state = allowed(woman, null)
  expect(state.fileBasis).toBe('anonymous')
  expect(state.parts.map((part) => part.class)).toEqual(['narrative'])
})

test('an adult hears the limits of confidentiality first, a child may hear them later', () => {
  expect(stepProblems({ ...woman, explained: 'no' }, 'talk').map((one) => one.message)).toEqual([
    'refusal.confidentiality_first',
  ])
  expect(stepProblems({ ...boy, explained: 'no' }, 'talk')).toEqual([])
})

test('it goes nowhere while it is not safe, and a change leads back to the summary', () => {
  expect(firstOpenStep({ ...boy, safe: 'no' })).toBe('safe')
  expect(stepAfter(boy, 'talk')).toBe('identity')
  expect(stepAfter(woman, 'talk')).toBe('basis')
  expect(stepAfter({ ...woman, reached: true }, 'safe')).toBe('check')
  expect(stepBefore(boy, 'identity')).toBe('talk')
})
