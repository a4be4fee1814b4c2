import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ReferralSent, Screening, judgeReferralSent, mintId } from '@ariadne/domain'
import { type IndicatorSet, evaluate } from '@ariadne/domain/screening'
import type { Me } from '../../lib/session/me.tsx'
import { type ScreeningDraft, answersOf, decidedOutcome, emptyScreening, withMark } from './draft.ts'
import { lastMomentAt, referralOf, screeningOf } from './submission.ts'

const NOW = '2026-11-22T14:05:00.000Z'
const setOf = (id: string) =>
  parse(
    readFileSync(join(import.meta.dirname, `../../../../../content/indicator-sets/${id}/1.0.0/set.yaml`), 'utf8'),
  ) as IndicatorSet
const sets = { adult: setOf('adult-mixed-flows'), child: setOf('child-alone-or-separated') }
const me = {
  member: { memberId: 'mbr_officer' },
  instance: { instanceId: 'ins_mk', country: 'MK' },
} as unknown as Me

const boy: ScreeningDraft = {
  ...emptyScreening(mintId(Date.parse(NOW)), NOW),
  by: { unitId: 'unt_border', function: 'first_responder' },
  placeType: 'registration_centre',
  language: 'sq',
  interpreter: 'none_available',
  safeToTalk: 'not_asked',
  ageBand: 'doubt_child',
  sex: 'Masculine',
  accompaniment: 'adult_in_doubt',
  sets: { child: { id: sets.child.id, version: '1.0.0' }, adult: { id: sets.adult.id, version: '1.0.0' } },
}
const judged = (draft: ScreeningDraft, set: IndicatorSet) => {
  const evaluation = evaluate(set, answersOf(draft))
  return { evaluation, outcome: decidedOutcome(draft, evaluation) }
}

test('what is sent fits the contract, and holds nothing but codes', () => {
  const draft = withMark(withMark(boy, 'frozen', 'present'), 'child_afraid', 'not_seen')
  const { evaluation, outcome } = judged(draft, sets.child)
  expect(outcome).toBe('refer')
  const screening = Screening.parse(screeningOf(draft, evaluation, outcome, { me, codeHash: null, at: NOW }))
  expect(screening).toMatchObject({
    present: ['frozen'],
    notKnown: [],
    ruleOutcome: 'refer',
    loweredBecause: null,
    card: { offered: false, taken: false, codeHash: null },
    encounter: { country: 'MK', ageBand: 'doubt_child' },
  })
})

test('a child goes to child protection whatever was chosen, and the worker who took them is named', () => {
  const draft: ScreeningDraft = {
    ...boy,
    referral: {
      ...boy.referral,
      toUnitId: 'unt_child',
      urgency: 'now',
      basis: 'person_agreed',
      handed: 'yes',
      handedTo: { unitId: 'unt_child', workerName: ' Ana Primer ', time: '' },
    },
  }
  const referral = ReferralSent.parse(referralOf(draft, { me, at: NOW, parts: [] }))
  expect(referral).toMatchObject({ basis: 'child_protection', handedTo: { workerName: 'Ana Primer', at: NOW } })
  expect(judgeReferralSent(referral)).toBeNull()
})

test('a raised outcome carries no reason, a lowered one its own', () => {
  const woman: ScreeningDraft = {
    ...withMark({ ...boy, ageBand: '25_39' }, 'asks_help_secretly', 'present'),
    accompaniment: 'alone',
  }
  const sent = (draft: ScreeningDraft) => {
    const { evaluation, outcome } = judged(draft, sets.adult)
    return Screening.parse(screeningOf(draft, evaluation, outcome, { me, codeHash: null, at: NOW }))
  }
  expect(sent(woman)).toMatchObject({ ruleOutcome: 'refer', outcome: 'refer' })
  expect(sent({ ...woman, byHand: { to: 'act_now' } })).toMatchObject({ outcome: 'act_now', loweredBecause: null })
  expect(sent({ ...woman, byHand: { to: 'watch', reason: 'explained_in_private' } })).toMatchObject({
    outcome: 'watch',
    loweredBecause: 'explained_in_private',
  })
})

test('of a card only the hash is sent, and only when it was taken', () => {
  const hash = 'a'.repeat(64)
  const { evaluation, outcome } = judged(boy, sets.child)
  const card = (offer: 'taken' | 'refused') =>
    screeningOf({ ...boy, card: { offer, code: 'SECRET' } }, evaluation, outcome, { me, codeHash: hash, at: NOW })
  expect(card('taken').card).toEqual({ offered: true, taken: true, codeHash: hash })
  expect(card('refused').card).toEqual({ offered: true, taken: false, codeHash: null })
  expect(JSON.stringify(card('taken'))).not.toContain('SECRET')
})

test('a page that was not answered is named, not guessed', () => {
  const { evaluation, outcome } = judged(boy, sets.child)
  expect(() => screeningOf({ ...boy, sex: null }, evaluation, outcome, { me, codeHash: null, at: NOW })).toThrow(
    'no sex',
  )
})

test('a time of the day is never in the future', () => {
  expect(Date.parse(lastMomentAt('14:04', NOW))).toBeLessThanOrEqual(Date.parse(NOW))
  for (let hour = 0; hour < 24; hour++) {
    const moment = Date.parse(lastMomentAt(`${hour}:30`, NOW))
    expect(Date.parse(NOW) - moment).toBeGreaterThanOrEqual(0)
    expect(Date.parse(NOW) - moment).toBeLessThan(25 * 3_600_000)
  }
})
