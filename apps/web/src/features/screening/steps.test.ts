import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OUTCOMES } from '@ariadne/domain/screening'
import { type ScreeningDraft, answersOf, decidedOutcome, emptyReferral, emptyScreening, withMark } from './draft.ts'
import { firstOpen, isAnswered, nextStep, stepBefore, wayOf } from './steps.ts'

const begun = emptyScreening('0193…', '2026-11-22T14:00:00.000Z')
const boy: ScreeningDraft = {
  ...begun,
  by: { unitId: 'unt_border', function: 'first_responder' },
  placeType: 'registration_centre',
  language: 'sq',
  interpreter: 'none_available',
  safeToTalk: 'not_asked',
  ageBand: 'doubt_child',
  sex: 'Masculine',
  accompaniment: 'alone',
  sets: { adult: { id: 'adults', version: '1.0.0' }, child: { id: 'children', version: '1.0.0' } },
}
const woman: ScreeningDraft = { ...boy, ageBand: '25_39', sex: 'Feminine' }

test('a new screening begins with where, and asks each page once', () => {
  expect(firstOpen(begun, 'no_concern_recorded')).toBe('where')
  expect(wayOf(boy, 'refer')).toEqual([
    'where', 'safe', 'person', 'observe', 'outcome', 'refer', 'sealed', 'handed', 'check',
  ]) // prettier-ignore
})

test('no concern needs no more pages; a reason to look again offers the card', () => {
  expect(wayOf(woman, 'no_concern_recorded')).not.toContain('card')
  expect(wayOf(woman, 'watch')).toContain('card')
  expect(wayOf(woman, 'watch')).not.toContain('refer')
})

test('an adult who does not agree is not referred, and can still take the card', () => {
  const asked = { ...woman, referral: { ...emptyReferral, basis: 'not_agreed' as const } }
  expect(wayOf(asked, 'refer')).toEqual(['where', 'safe', 'person', 'observe', 'outcome', 'refer', 'card', 'check'])
  expect(firstOpen(asked, 'refer')).toBe('card')
})

test('a worker without a name is not enough to have handed somebody over', () => {
  const handedTo = { unitId: 'unt_child', workerName: ' ', time: '' }
  expect(isAnswered({ ...boy, referral: { ...emptyReferral, handed: 'yes', handedTo } }, 'handed')).toBe(false)
})

test('a change from the summary leads back to it, or to what the change has opened', () => {
  expect(nextStep(woman, 'no_concern_recorded', 'person', true)).toBe('check')
  expect(nextStep(boy, 'refer', 'person', true)).toBe('refer')
  expect(nextStep(boy, 'refer', 'person', false)).toBe('observe')
})

test('going on and going back are each other’s way, on every page of every way', () => {
  fc.assert(
    fc.property(fc.constantFrom(boy, woman), fc.constantFrom(...OUTCOMES), (draft, outcome) => {
      const way = wayOf(draft, outcome)
      for (const [at, step] of way.entries()) {
        expect(stepBefore(draft, outcome, step)).toBe(way[at - 1])
        if (step !== 'check') expect(nextStep(draft, outcome, step, false)).toBe(way[at + 1])
      }
    }),
  )
})

test('marks are kept by set, so that a corrected age loses none; what was not seen is never sent', () => {
  const seen = withMark(withMark(woman, 'watched', 'present'), 'afraid', 'not_seen')
  expect(answersOf(seen)).toMatchObject({ present: ['watched'], notKnown: [] })
  const child = withMark({ ...seen, ageBand: '16_17' }, 'frozen', 'not_known')
  expect(answersOf(child)).toMatchObject({ present: [], notKnown: ['frozen'], circumstances: { childOrDoubt: 'yes' } })
  expect(answersOf({ ...child, ageBand: '25_39' }).present).toEqual(['watched'])
  expect(answersOf(withMark(seen, 'watched', undefined)).present).toEqual([])
})

test('raised freely, lowered only with a reason and never under the floor', () => {
  const given = { outcome: 'refer', floor: 'no_concern_recorded' } as const
  expect(decidedOutcome({ byHand: { to: 'act_now' } }, given)).toBe('act_now')
  expect(decidedOutcome({ byHand: { to: 'watch' } }, given)).toBe('refer')
  expect(decidedOutcome({ byHand: { to: 'watch', reason: 'explained_in_private' } }, given)).toBe('watch')
  const floor = { outcome: 'refer', floor: 'refer' } as const
  expect(decidedOutcome({ byHand: { to: 'watch', reason: 'explained_in_private' } }, floor)).toBe('refer')
})
