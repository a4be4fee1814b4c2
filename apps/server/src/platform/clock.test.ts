import { join } from 'node:path'
import { expect, test } from 'vitest'
import { movableClock, sharedClock } from './clock.ts'
import type { Clock } from './clock.ts'
import { testFolder } from '../testing/folder.ts'

const still: Clock = { now: () => new Date('2026-03-01T10:00:00Z'), offset: () => 0 }
const day = 86_400_000

test('a movable clock runs ahead and never back', () => {
  const clock = movableClock(still)
  clock.advance(7 * day)
  expect(clock.now().toISOString()).toBe('2026-03-08T10:00:00.000Z')
  expect(() => clock.advance(-1)).toThrow(RangeError)
})

test('two instances of a demo agree on the time at once', () => {
  const file = join(testFolder('clock'), 'clock')
  const one = sharedClock(file, still)
  const other = sharedClock(file, still)
  expect(other.offset()).toBe(0)
  one.advance(7 * day)
  expect(other.now()).toEqual(one.now())
  other.advance(day)
  expect(one.offset()).toBe(8 * day)
})
