import { expect, test } from 'vitest'
import { shiftBack, skewOf } from './clock-skew.ts'

const now = '2026-11-22T14:00:00.000Z'

test('a device that waited three days with a right clock has no skew', () => {
  expect(skewOf({ at: '2026-11-19T14:00:00.000Z', ageMs: 72 * 3_600_000 }, now)).toBe(0)
})

test('a device a day ahead, and one a day behind, are known by the age they say', () => {
  expect(skewOf({ at: '2026-11-23T13:50:00.000Z', ageMs: 600_000 }, now)).toBe(86_400_000)
  expect(skewOf({ at: '2026-11-21T13:50:00.000Z', ageMs: 600_000 }, now)).toBe(-86_400_000)
  expect(shiftBack('2026-11-23T13:49:00.000Z', 86_400_000)).toBe('2026-11-22T13:49:00.000Z')
})

test('a device that says no age is believed about the past and not about the future', () => {
  expect(skewOf({ at: '2026-11-20T00:00:00.000Z' }, now)).toBe(0)
  expect(skewOf({ at: '2026-11-22T15:00:00.000Z' }, now)).toBe(3_600_000)
})

test('the few seconds of a network are nobody’s skew', () => {
  expect(skewOf({ at: '2026-11-22T13:59:10.000Z', ageMs: 0 }, now)).toBe(0)
})
