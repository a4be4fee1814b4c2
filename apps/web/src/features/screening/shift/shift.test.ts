import type { Outcome } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import { type ScreeningDraft, emptyScreening } from '../draft.ts'
import { type Frame, type Shift, beginShift, byUrgency, framed, nextPerson } from './shift.ts'

const AT = '2026-11-22T06:00:00.000Z'
const frame: Frame = {
  by: { unitId: 'unt_gate', function: 'first_responder' },
  placeType: 'border_crossing',
  language: 'ar',
  interpreter: 'present',
  safeToTalk: 'yes',
  route: { from: null, by: 'rail' },
}
const shift = beginShift('arrival', frame, AT)

test('place, language, interpreter, way of travel: nobody is asked twice', () => {
  const later = nextPerson(nextPerson(shift, AT, false), AT, true)
  expect(framed(later)).toMatchObject({ ...frame, way: 'arrival' })
  expect(later.person.screeningId).not.toBe(shift.person.screeningId)
})

test('a family: each is linked to the first, as said or as checked; the next stranger is not', () => {
  const mother = framed(shift)
  expect(mother.group).toBeNull()
  const withChild: Shift = { ...nextPerson(shift, AT, true), bond: { relation: 'mother', shownBy: null } }
  const child = framed(withChild)
  expect(child.group).toMatchObject({
    kind: 'family',
    companions: [{ screeningId: shift.person.screeningId, relation: 'mother', standing: 'claimed', shownBy: null }],
  })
  const checked = framed({ ...nextPerson(withChild, AT, true), bond: { relation: 'mother', shownBy: 'papers' } })
  expect(checked.group).toMatchObject({
    groupId: child.group?.groupId,
    companions: [{ screeningId: shift.person.screeningId, standing: 'verified', shownBy: 'papers' }],
  })
  expect(framed(nextPerson(withChild, AT, false)).group).toBeNull()
})

test('who waits is ordered by urgency: danger, then children, then time', () => {
  const one = (outcome: Outcome, ageBand: ScreeningDraft['ageBand'], startedAt: string) => ({
    outcome,
    draft: { ...emptyScreening(startedAt, startedAt), ageBand },
  })
  const late = one('act_now', '25_39', '2026-11-22T08:00:00.000Z')
  const adult = one('refer', '25_39', '2026-11-22T06:00:00.000Z')
  const child = one('refer', '12_15', '2026-11-22T07:00:00.000Z')
  const younger = one('refer', 'under_12', '2026-11-22T06:30:00.000Z')
  expect(byUrgency([adult, child, late, younger])).toEqual([late, younger, child, adult])
})
