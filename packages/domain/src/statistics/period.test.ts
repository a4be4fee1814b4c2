import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, Grain, grainOf, nextPeriod, Period, periodOf, periodsBetween } from './period.ts'

const day = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2099, 11, 31) / 86_400_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
const grain = fc.constantFrom(...Grain.options)

test('every day lies in exactly the period that is said to hold it', () => {
  fc.assert(
    fc.property(day, grain, (one, kind) => {
      const period = periodOf(one, kind)
      const { from, to } = boundsOf(period)
      expect(Period.safeParse(period).success).toBe(true)
      expect(grainOf(period)).toBe(kind)
      expect(from <= one && one < to).toBe(true)
      expect(boundsOf(nextPeriod(period)).from).toBe(to)
    }),
  )
})

test('periods follow each other without a gap', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 800 }), grain, (from, length, kind) => {
      const to = new Date(Date.parse(from) + length * 86_400_000).toISOString().slice(0, 10)
      const periods = periodsBetween(from, to, kind)
      for (const [at, period] of periods.entries())
        if (at > 0) expect(boundsOf(period).from).toBe(boundsOf(periods[at - 1] ?? '').to)
      expect(boundsOf(periods.at(-1) ?? '').to >= to).toBe(true)
    }),
  )
})

test.for([
  ['2024-12-30', 'week', '2025-W01'],
  ['2021-01-03', 'week', '2020-W53'],
  ['2025-07-01', 'quarter', '2025-Q3'],
  ['2024-02-29', 'month', '2024-02'],
] as const)('%s lies, by %s, in %s', ([one, kind, period]) => expect(periodOf(one, kind)).toBe(period))
