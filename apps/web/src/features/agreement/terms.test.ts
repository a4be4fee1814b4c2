import type { DirectoryUnit } from '@ariadne/contract'
import { expect, test } from 'vitest'
import {
  agreedClasses,
  decisionOf,
  emptyTerms,
  firstOpenStep,
  recipientsFor,
  stepAfter,
  termsProblems,
  transferBasisOf,
} from './terms.ts'

const now = '2026-11-22T12:00:00.000Z'
const whole = emptyTerms('0193a000-0000-7000-8000-000000000001', {
  purpose: 'provide_service',
  unitId: 'unt_se_fund',
  classes: ['identity', 'legal_status'],
  expiresOn: '2027-2-22',
  lawfulBasis: 'public_task',
  transferBasis: 'public_bodies_agreement',
  language: 'ro',
  interpreter: 'remote',
  decision: 'all',
  privately: true,
  mayRefuse: true,
  cannotRecall: true,
})
const around = { abroad: true, now }

test('a whole agreement has nothing missing; each step names what it lacks', () => {
  expect(firstOpenStep(whole, around)).toBeNull()
  expect(firstOpenStep({ ...whole, classes: [] }, around)).toBe('what')
  expect(termsProblems({ ...whole, expiresOn: '2026-11-21' }, 'until', around)).toEqual([
    { field: 'expiresOn', message: 'refusal.date_in_past' },
  ])
  expect(termsProblems({ ...whole, transferBasis: '' }, 'until', around)[0]?.field).toBe('transferBasis')
  expect(termsProblems({ ...whole, transferBasis: '' }, 'until', { abroad: false, now })).toEqual([])
  expect(transferBasisOf(whole, false)).toBe('not_needed_same_country')
})

test('a part is a part of what was asked, never more, and never nothing', () => {
  expect(agreedClasses({ ...whole, decision: 'part', kept: ['legal_status', 'family'] })).toEqual(['legal_status'])
  expect(termsProblems({ ...whole, decision: 'part', kept: ['family'] }, 'decide', around)[0]?.field).toBe('kept')
})

test('no is as easy as yes: no statement about the person is asked, only that help goes on', () => {
  const no = { ...whole, decision: 'none' as const, privately: false, mayRefuse: false, cannotRecall: false }
  expect(termsProblems(no, 'decide', around).map((one) => one.field)).toEqual(['helpContinues'])
  expect(termsProblems({ ...no, helpContinues: true }, 'decide', around)).toEqual([])
})

test('the talk suggests the decision', () => {
  expect(decisionOf({ decision: ['yes_to_a_part'] })).toBe('part')
  expect(decisionOf({ decision: ['no_to_all'] })).toBe('none')
  expect(decisionOf({})).toBeNull()
})

test('a change after everything was asked leads back to the check', () => {
  expect(stepAfter(whole, 'who')).toBe('what')
  expect(stepAfter({ ...whole, reached: true }, 'who')).toBe('check')
})

test('recipients stand in the country that the purpose means and have a key', () => {
  const unit = (unitId: string, instanceId: string, publicKey: string | null, kind = 'nrm_office') =>
    ({ unitId, instanceId, publicKey, kind }) as unknown as DirectoryUnit
  const units = [unit('a', 'ins_rs', 'k'), unit('b', 'ins_se', 'k'), unit('c', 'ins_se', null)]
  const ids = (purpose: string) => recipientsFor(purpose, units, 'ins_rs').map((one) => one.unitId)
  expect(ids('take_over_lead')).toEqual(['b'])
  expect(ids('service_in_country')).toEqual(['a'])
  expect(ids('provide_service')).toEqual(['a', 'b'])
})
