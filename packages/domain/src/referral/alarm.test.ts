import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UnitKind } from '../functions.ts'
import type { MemberId, UnitId } from '../ids.ts'
import {
  type DutyUnit,
  answerDue,
  clocksOfCall,
  nextToRing,
  onDutyAt,
  ringFirst,
  ringOrder,
  standingOf,
} from './alarm.ts'

const unit = (id: string, kind: UnitKind, onDuty = true): DutyUnit => ({ unitId: `unt_${id}` as UnitId, kind, onDuty })
const id = (name: string) => `unt_${name}` as UnitId
const country = [
  unit('police', 'border_police'),
  unit('nrm', 'nrm_office'),
  unit('csw', 'child_protection'),
  unit('aid', 'ngo_support'),
  unit('office', 'coordinator_office', false),
]

test('a child rings child protection first, an adult the referral mechanism; the coordinator is last, the police never', () => {
  const raised = { referredTo: null, raisedBy: id('police') }
  expect(ringOrder(country, { ...raised, child: true })).toEqual([id('csw'), id('nrm'), id('office')])
  expect(ringOrder(country, { ...raised, child: false })).toEqual([id('nrm'), id('aid'), id('office')])
})

test('where nobody has an on-duty contact, those who would have one are called all the same', () => {
  const silent = country.map((one) => ({ ...one, onDuty: false }))
  expect(ringOrder(silent, { child: true, referredTo: null, raisedBy: id('police') })).toEqual([
    id('csw'),
    id('nrm'),
    id('office'),
  ])
})

test('the unit somebody was referred to is called first, or next when it is learned later', () => {
  expect(ringOrder(country, { child: false, referredTo: id('aid'), raisedBy: id('police') })[0]).toBe(id('aid'))
  const ringing = { order: [id('nrm'), id('aid'), id('office')], ringing: [id('nrm')] }
  expect(ringFirst(ringing, id('office'))).toEqual([id('nrm'), id('office'), id('aid')])
  expect(ringFirst(ringing, id('nrm'))).toEqual(ringing.order)
})

test('every unit is called once, one after the other, and then there is nobody left', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom('nrm', 'csw', 'aid', 'office', 'health')), (names) => {
      const order = names.map(id)
      const ringing: UnitId[] = []
      for (let next = nextToRing({ order, ringing }); next; next = nextToRing({ order, ringing })) ringing.push(next)
      expect(ringing).toEqual(order)
    }),
  )
})

test('the clock of a call runs in minutes', () => {
  expect(answerDue('2026-11-22T23:55:00.000Z', 10)).toBe('2026-11-23T00:05:00.000Z')
})

test('those on duty are called alone for a while; with nobody in particular on duty everybody is called at once', () => {
  const [ana, ben] = ['mbr_ana', 'mbr_ben'] as MemberId[]
  const shifts = [
    { memberId: ana!, from: '2026-11-22T20:00:00.000Z', until: '2026-11-23T06:00:00.000Z' },
    { memberId: ana!, from: '2026-11-22T22:00:00.000Z', until: '2026-11-22T23:00:00.000Z' },
    { memberId: ben!, from: '2026-11-23T06:00:00.000Z', until: '2026-11-23T14:00:00.000Z' },
  ]
  expect(onDutyAt(shifts, '2026-11-22T22:30:00.000Z')).toEqual([ana])
  expect(onDutyAt(shifts, '2026-11-23T06:00:00.000Z')).toEqual([ben])
  expect(onDutyAt(shifts, '2026-11-23T15:00:00.000Z')).toEqual([])
  const minutes = { alarmAnswerMinutes: 5, alarmPassOnMinutes: 10 }
  const now = '2026-11-22T22:30:00.000Z'
  expect(clocksOfCall(now, [ana!], minutes)).toEqual({
    widensAt: '2026-11-22T22:35:00.000Z',
    dueAt: '2026-11-22T22:40:00.000Z',
  })
  expect(clocksOfCall(now, [], minutes).widensAt).toBeNull()
})

test('being on duty never makes the next unit wait longer', () => {
  const minute = fc.integer({ min: 1, max: 600 })
  fc.assert(
    fc.property(minute, minute, fc.boolean(), (alarmAnswerMinutes, alarmPassOnMinutes, some) => {
      const minutes = { alarmAnswerMinutes, alarmPassOnMinutes }
      const now = '2026-11-22T22:30:00.000Z'
      const { widensAt, dueAt } = clocksOfCall(now, some ? ['mbr_ana' as MemberId] : [], minutes)
      expect(dueAt).toBe(answerDue(now, alarmPassOnMinutes))
      if (widensAt !== null) expect(widensAt < dueAt).toBe(true)
    }),
  )
})

test('the last word of a team stands; a slip takes back the one before it; a promise that is not kept is named', () => {
  expect(standingOf([])).toEqual({ answer: null, afterAll: false })
  expect(standingOf(['coming', 'undone'])).toEqual({ answer: null, afterAll: false })
  expect(standingOf(['coming', 'cannot'])).toEqual({ answer: 'cannot', afterAll: true })
  expect(standingOf(['coming', 'cannot', 'undone'])).toEqual({ answer: 'coming', afterAll: false })
  expect(standingOf(['coming', 'undone', 'cannot'])).toEqual({ answer: 'cannot', afterAll: false })
})
