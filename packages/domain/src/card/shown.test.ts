import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UNIT_KINDS } from '../functions.ts'
import type { UnitId } from '../ids.ts'
import { cardHolder, cardRequestState, CardShown, CARDS_A_DAY, judgeCardShown } from './shown.ts'
import type { CardThread, CardUnit } from './shown.ts'

const SHOWN = {
  requestId: '0192f0c1-2345-7abc-8def-0123456789ab',
  codeHash: 'a'.repeat(64),
  unitId: 'unt_rs_protection',
  reason: 'go_on',
  language: 'fa',
  present: true,
  willing: true,
  shownAt: '2026-11-22T10:00:00.000Z',
  expiresAt: '2026-12-06T10:00:00.000Z',
}
const NOW = '2026-11-22T11:00:00.000Z'
const none = { unit: 0, instance: 0 }

test('without the person there and willing there is no such message, and nothing else fits into one', () => {
  expect(CardShown.safeParse(SHOWN).success).toBe(true)
  expect(CardShown.safeParse({ ...SHOWN, present: false }).success).toBe(false)
  expect(CardShown.safeParse({ ...SHOWN, willing: false }).success).toBe(false)
  expect(CardShown.safeParse({ ...SHOWN, name: 'Fictional' }).success).toBe(false)
  expect(CardShown.safeParse({ ...SHOWN, codeHash: '7MN3-K2PQ-8WXY-4ABC' }).success).toBe(false)
})

test('a code that comes too late, or as one of too many, is written down and not looked up', () => {
  expect(judgeCardShown(SHOWN as CardShown, none, NOW)).toBe('look')
  expect(judgeCardShown(SHOWN as CardShown, none, SHOWN.expiresAt)).toBe('late')
  expect(judgeCardShown(SHOWN as CardShown, { unit: CARDS_A_DAY.unit, instance: 0 }, NOW)).toBe('too_many')
  expect(judgeCardShown(SHOWN as CardShown, { unit: 0, instance: CARDS_A_DAY.instance }, NOW)).toBe('too_many')
})

test('silence says nothing of the card', () => {
  const request = { answer: null, expiresAt: SHOWN.expiresAt }
  expect(cardRequestState(request, NOW)).toBe('waiting')
  expect(cardRequestState(request, SHOWN.expiresAt)).toBe('no_answer')
  expect(cardRequestState({ ...request, answer: 'no' }, SHOWN.expiresAt)).toBe('answered')
})

const unit = (unitId: string, kind: CardUnit['kind'], decides = true): CardUnit => ({
  unitId: unitId as UnitId,
  kind,
  decides,
})
const UNITS = [
  unit('unt_border', 'border_police'),
  unit('unt_nrm', 'nrm_office'),
  unit('unt_child', 'child_protection'),
  unit('unt_ngo', 'ngo_outreach'),
]
const thread = (over: Partial<CardThread>): CardThread => ({
  child: false,
  caseUnit: null,
  referralUnit: null,
  givenBy: 'unt_border' as UnitId,
  ...over,
})

test('whoever has the case decides, then whoever has the referral, then whoever gave the card', () => {
  const [nrm, child, ngo] = ['unt_nrm', 'unt_child', 'unt_ngo'] as UnitId[]
  expect(cardHolder(thread({ caseUnit: nrm!, referralUnit: child!, givenBy: ngo! }), UNITS)).toBe(nrm)
  expect(cardHolder(thread({ referralUnit: child!, givenBy: ngo! }), UNITS)).toBe(child)
  expect(cardHolder(thread({ givenBy: ngo! }), UNITS)).toBe(ngo)
})

test('a border post that gave the card learns nothing of where the person is now', () => {
  expect(cardHolder(thread({}), UNITS)).toBe('unt_nrm')
  expect(cardHolder(thread({ child: true }), UNITS)).toBe('unt_child')
})

test('for any country: the holder is one of its units, can decide, and is none that only meets people', () => {
  const unitId = fc.integer({ min: 0, max: 9 }).map((at) => `unt_u${at}_x` as UnitId)
  const units = fc.uniqueArray(fc.record({ unitId, kind: fc.constantFrom(...UNIT_KINDS), decides: fc.boolean() }), {
    selector: (one) => one.unitId,
    maxLength: 10,
  })
  const any = fc.record({
    child: fc.boolean(),
    caseUnit: fc.option(unitId),
    referralUnit: fc.option(unitId),
    givenBy: unitId,
  })
  fc.assert(
    fc.property(any, units, (given, all) => {
      const holder = cardHolder(given, all)
      if (holder === null) return
      const found = all.find((one) => one.unitId === holder)
      expect(found?.decides).toBe(true)
      expect(['border_police', 'asylum_office', 'labour_inspectorate', 'investigation']).not.toContain(found?.kind)
      // The order of the list has no part in it.
      expect(cardHolder(given, all.toReversed())).toBe(holder)
    }),
  )
})
