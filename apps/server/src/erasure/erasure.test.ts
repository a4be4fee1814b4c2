import { expect, test } from 'vitest'
import { dayAfter } from './view.ts'

test.each([
  ['P30D', '2026-03-02'],
  ['P2W', '2026-02-14'],
  ['P1M', '2026-03-03'],
  ['P5Y', '2031-01-31'],
])('a case closed on 31 January is due after %s on %s', (period, day) => {
  expect(dayAfter('2026-01-31T08:00:00.000Z', period)).toBe(day)
})
