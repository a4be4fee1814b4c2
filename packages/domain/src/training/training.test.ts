import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isMeantFor, judgeOpening, opensFor } from './access.ts'
import { coverageOf } from './coverage.ts'
import type { Course } from './schema.ts'
import { coursesInForce, endOfValidity, standingIn } from './standing.ts'
import type { Completion } from './standing.ts'

const NOW = '2026-11-22T14:05:00.000Z'
const course = (more: Partial<Course> = {}): Course => ({
  id: 'first',
  version: '1.0.0',
  order: 1,
  lifecycle: { state: 'approved', effectiveFrom: null, replaces: null },
  suits: ['everyone'],
  audience: 'everyone',
  opens: ['lowering_by_hand'],
  validFor: { months: 12, basis: 'target' },
  renewal: { asked: false },
  sources: {},
  pages: [],
  ...more,
})
const did = (completedAt: string, more: Partial<Completion> = {}): Completion => ({
  courseId: 'first',
  version: '1.0.0',
  completedAt,
  validUntil: endOfValidity({ validFor: { months: 12, basis: 'target' } }, completedAt),
  ...more,
})
const officer = { functions: ['first_responder'], unitKinds: ['border_police'] }
const lowering = (courses: Course[], completions: Completion[], now = NOW) =>
  opensFor(officer, courses, completions, now).lowering_by_hand

test('a period ends on the same day of its month, or on the last there is', () => {
  const months = (count: number) => ({ validFor: { months: count, basis: 'target' as const } })
  expect(endOfValidity(months(12), '2026-11-22T14:05:00.000Z')).toBe('2027-11-22T14:05:00.000Z')
  expect(endOfValidity(months(12), '2028-02-29T08:00:00.000Z')).toBe('2029-02-28T08:00:00.000Z')
  expect(endOfValidity(months(6), '2026-08-31T08:00:00.000Z')).toBe('2027-02-28T08:00:00.000Z')
})

test('open while every course that opens it is held, and what no course opens is open', () => {
  const second = course({ id: 'second', order: 2 })
  expect(lowering([course()], [])).toEqual({ open: false, missing: ['first'], until: null })
  expect(lowering([course()], [did('2026-03-01T00:00:00.000Z')])).toMatchObject({ open: true, missing: [] })
  expect(lowering([course(), second], [did('2026-03-01T00:00:00.000Z')])).toMatchObject({ missing: ['second'] })
  expect(lowering([course()], [did('2025-03-01T00:00:00.000Z')]).open).toBe(false)
  expect(lowering([], []).open).toBe(true)
  expect(opensFor(officer, [course()], [], NOW).guided_screening.open).toBe(true)
  expect(judgeOpening(opensFor(officer, [course()], [], NOW), 'lowering_by_hand')).toMatchObject({
    code: 'training_needed',
    remedy: expect.stringContaining('first'),
  })
})

test('a course for others closes nothing for me', () => {
  const nurses = course({ audience: { functions: [], unitKinds: ['health'] } })
  expect(isMeantFor(nurses, officer)).toBe(false)
  expect(lowering([nurses], []).open).toBe(true)
  expect(coverageOf([{ learner: officer, completions: [] }], [nurses], NOW)).toEqual([])
})

test('a newer version asks for renewal only when it is marked so, and only after its days', () => {
  const newer = (renewal: Course['renewal'], effectiveFrom = '2026-11-01') =>
    course({ version: '1.1.0', renewal, lifecycle: { state: 'approved', effectiveFrom, replaces: '1.0.0' } })
  const held = [did('2026-06-01T00:00:00.000Z')]
  const state = (renewal: Course['renewal'], effectiveFrom?: string) =>
    standingIn([course(), newer(renewal, effectiveFrom)], 'first', held, NOW)
  expect(state({ asked: false })).toMatchObject({ state: 'held', renewedBy: null })
  expect(state({ asked: true, withinDays: 30 })).toMatchObject({ state: 'ending', renewedBy: '1.1.0' })
  expect(state({ asked: true, withinDays: 10 })).toMatchObject({ state: 'ended', renewedBy: '1.1.0' })
  expect(state({ asked: true, withinDays: 10 }, '2027-02-01')).toMatchObject({ state: 'held' })
  // Whoever learned from the newer version is not asked again.
  const again = [...held, did('2026-11-10T00:00:00.000Z', { version: '1.1.0' })]
  expect(standingIn([course(), newer({ asked: true, withinDays: 10 })], 'first', again, NOW).state).toBe('held')
})

test('a version counts from its day, and a retired one is not learned from', () => {
  const later = course({
    version: '1.10.0',
    lifecycle: { state: 'approved', effectiveFrom: '2027-01-01', replaces: null },
  })
  const gone = course({ version: '2.0.0', lifecycle: { state: 'retired', effectiveFrom: null, replaces: null } })
  const versions = (now: string) => coursesInForce([course(), course({ version: '1.9.0' }), later, gone], now)
  expect(versions(NOW).map(({ version }) => version)).toEqual(['1.9.0'])
  expect(versions('2027-01-02T00:00:00.000Z').map(({ version }) => version)).toEqual(['1.10.0'])
})

test('doing one more course never closes anything, and counts always add up', () => {
  const moment = fc
    .integer({ min: -900, max: 100 })
    .map((days) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString())
  const completion = fc
    .record({ courseId: fc.constantFrom('first', 'second'), version: fc.constantFrom('1.0.0', '1.1.0'), at: moment })
    .map(({ courseId, version, at }) => did(at, { courseId, version }))
  const courses = [
    course(),
    course({
      version: '1.1.0',
      renewal: { asked: true, withinDays: 40 },
      lifecycle: { state: 'approved', effectiveFrom: '2026-10-01', replaces: '1.0.0' },
    }),
    course({ id: 'second', order: 2, opens: ['guided_screening', 'lowering_by_hand'] }),
  ]
  fc.assert(
    fc.property(fc.array(completion, { maxLength: 6 }), completion, (before, more) => {
      const [had, has] = [opensFor(officer, courses, before, NOW), opensFor(officer, courses, [...before, more], NOW)]
      for (const opening of ['guided_screening', 'lowering_by_hand'] as const)
        if (had[opening].open) {
          expect(has[opening].open).toBe(true)
          expect(has[opening].until! >= had[opening].until!).toBe(true)
        }
      for (const one of coverageOf([{ learner: officer, completions: before }], courses, NOW)) {
        expect(one.held + one.ended + one.none).toBe(one.meant)
        expect(one.ending).toBeLessThanOrEqual(one.held)
      }
    }),
  )
})
