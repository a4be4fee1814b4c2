import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceleration, bca, sampleQuantile } from './bca.ts'
import { averagedInterval, logNormalInterval } from './interval.ts'
import { logPoissonTail } from './poisson-tail.ts'
import { binomial, randomFrom, resample } from './random.ts'

test('the smaller tail of a Poisson number, near and very far', () => {
  // P(X <= 1) and P(X >= 4) of mean 2, by hand: 3 e^-2 and 1 - 19/3 e^-2.
  expect(Math.exp(logPoissonTail(1, 2))).toBeCloseTo(3 * Math.exp(-2), 14)
  expect(Math.exp(logPoissonTail(4, 2))).toBeCloseTo(1 - (19 / 3) * Math.exp(-2), 14)
  expect(logPoissonTail(0, 5)).toBeCloseTo(-5, 14)
  // Far beyond what a double holds, an order remains.
  expect(logPoissonTail(2000, 10)).toBeLessThan(logPoissonTail(1900, 10))
  expect(logPoissonTail(0, 0)).toBe(0)
})

test('the eighth quantile of Hyndman and Fan', () => {
  // n = 4: place = 4 1/3 p + 1/3; p = 0.5 gives 2.5, p = 0.25 gives 17/12.
  expect(sampleQuantile([1, 2, 3, 4], 0.5)).toBeCloseTo(2.5, 14)
  expect(sampleQuantile([1, 2, 3, 4], 0.25)).toBeCloseTo(17 / 12, 14)
  expect(sampleQuantile([1, 2, 3, 4], 0)).toBe(1)
  expect(sampleQuantile([1, 2, 3, 4], 1)).toBe(4)
})

test('corrected quantiles: none without bias and acceleration, and never outside the replicates', () => {
  const replicates = Array.from({ length: 999 }, (_, at) => at + 1)
  const [low = 0, high = 0] = bca(replicates, 500.5, 0, [0.025, 0.975])
  expect(Math.abs(low - sampleQuantile(replicates, 0.025))).toBeLessThan(0.5)
  expect(Math.abs(high - sampleQuantile(replicates, 0.975))).toBeLessThan(0.5)
  const [first = 0, last = 0] = bca(replicates, 5000, 0.1, [0.025, 0.975])
  expect(first).toBeGreaterThanOrEqual(1)
  expect(last).toBeLessThanOrEqual(999)
})

test('acceleration is 0 for a symmetric jackknife and its sign follows the longer side', () => {
  expect(
    acceleration([
      { estimate: 9, times: 5 },
      { estimate: 11, times: 5 },
    ]),
  ).toBe(0)
  expect(
    acceleration([
      { estimate: 10, times: 9 },
      { estimate: 1, times: 1 },
    ]),
  ).toBeGreaterThan(0)
  expect(acceleration([{ estimate: 10, times: 9 }])).toBe(0)
})

test('binomial numbers have their mean and spread, from few and from millions', () => {
  for (const [trials, share] of [
    [7, 0.4],
    [300, 0.01],
    [2_000_000, 0.3],
  ] as const) {
    const random = randomFrom(5)
    const drawn = Array.from({ length: 4000 }, () => binomial(random, trials, share))
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length
    const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / drawn.length
    const expected = trials * share * (1 - share)
    expect(Math.abs(mean - trials * share)).toBeLessThan(4 * Math.sqrt(expected / drawn.length))
    expect(variance / expected).toBeGreaterThan(0.9)
    expect(variance / expected).toBeLessThan(1.1)
  }
})

test('a resample has as many people, only where some were seen, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 4, maxLength: 16 }), fc.integer(), (counts, seed) => {
      const given = Float64Array.from([0, ...counts])
      const drawn = resample(randomFrom(seed), given)
      expect(drawn.reduce((sum, one) => sum + one, 0)).toBe(given.reduce((sum, one) => sum + one, 0))
      expect(drawn.every((one, at) => one === 0 || (given[at] ?? 0) > 0)).toBe(true)
      expect([...resample(randomFrom(seed), given)]).toEqual([...drawn])
    }),
  )
})

test('the average of one model is that model; a second, far off, stretches the interval to itself', () => {
  const one = { hidden: 1000, error: 0.1 }
  const alone = averagedInterval(50, [{ ...one, weight: 1 }], 0.95)
  const single = logNormalInterval(50, one, 0.95)
  expect(alone.lower).toBeCloseTo(single.lower, 6)
  expect(alone.estimate).toBeCloseTo(single.estimate, 6)
  expect(alone.upper).toBeCloseTo(single.upper, 6)
  const both = averagedInterval(
    50,
    [
      { ...one, weight: 0.9 },
      { hidden: 5000, error: 0.1, weight: 0.1 },
    ],
    0.95,
  )
  expect(both.estimate).toBeLessThan(1100)
  expect(both.upper).toBeGreaterThan(5000)
})
