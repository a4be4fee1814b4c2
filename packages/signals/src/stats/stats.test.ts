import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logGamma } from './log-gamma.ts'
import { negativeBinomialQuantile, normalQuantile, poissonQuantile } from './quantile.ts'
import { negativeBinomialTail, normalTail, poissonTail, studentTwoSided } from './tail.ts'

const close = (value: number, reference: number): void =>
  expect(Math.abs(value - reference) / Math.max(Math.abs(reference), 1e-300)).toBeLessThan(1e-12)

test('logGamma at points that are known', () => {
  close(Math.exp(logGamma(0.5)), Math.sqrt(Math.PI))
  close(logGamma(11), Math.log(3_628_800))
  expect(Math.abs(logGamma(1))).toBeLessThan(1e-14)
  close(logGamma(1e-8), -Math.log(1e-8) - 0.577_215_664_901_532_9e-8)
})

test('tails are right far out, where 1 - cdf would be 0', () => {
  // First terms of the series, by hand: e^-1/3! (1 + 1/4 + 1/20 + 1/120 + ...) = 1 - 5/2 e^-1.
  close(poissonTail(3, 1), 1 - 2.5 * Math.exp(-1))
  // Against R's ppois(99, 1, lower.tail = FALSE) and pnbinom(199, size = 2, prob = 1/3, lower.tail = FALSE).
  close(poissonTail(100, 1), 3.981_280_818_956_854_6e-159)
  close(negativeBinomialTail(200, 4, 3), 4.093_765_597_777_902e-34)
  close(normalTail(10), 7.619_853_024_160_527e-24)
  expect(studentTwoSided(0, 5)).toBeCloseTo(1, 14)
  expect(studentTwoSided(12.706_204_736_432_1, 1)).toBeCloseTo(0.05, 11)
})

test('where the overdispersion is 1 the negative binomial is Poisson, and at 0 cases every tail is whole', () => {
  expect(negativeBinomialTail(4, 2, 1)).toBe(poissonTail(4, 2))
  expect([poissonTail(0, 3), negativeBinomialTail(0, 3, 2), poissonTail(0, 0), poissonTail(1, 0)]).toEqual([1, 1, 1, 0])
  expect([poissonQuantile(0.99, 0), negativeBinomialQuantile(0.99, 0, 2)]).toEqual([0, 0])
  expect(normalQuantile(0.975)).toBeCloseTo(1.959_963_984_540_054, 14)
})

test('a quantile is the least count whose upper tail is small enough; tails fall and lie between 0 and 1', () => {
  const mean = fc.double({ min: 1e-3, max: 200, noNaN: true })
  const phi = fc.double({ min: 1.001, max: 20, noNaN: true })
  const p = fc.double({ min: 0.5, max: 0.9999, noNaN: true })
  fc.assert(
    fc.property(mean, phi, p, (mu, spread, level) => {
      for (const [tail, quantile] of [
        [(count: number) => poissonTail(count, mu), poissonQuantile(level, mu)],
        [(count: number) => negativeBinomialTail(count, mu, spread), negativeBinomialQuantile(level, mu, spread)],
      ] as const) {
        expect(tail(quantile + 1)).toBeLessThanOrEqual(1 - level + 1e-12)
        expect(tail(quantile)).toBeGreaterThan(1 - level - 1e-12)
        expect(tail(quantile)).toBeGreaterThanOrEqual(tail(quantile + 1))
        expect(tail(quantile + 1)).toBeGreaterThanOrEqual(0)
        expect(tail(1)).toBeLessThanOrEqual(1)
      }
    }),
  )
})
