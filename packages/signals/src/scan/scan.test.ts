import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestZones, scan, ScanError } from './index.ts'
import { negativeBinomial, poisson, randomFrom } from './random.ts'

const counts = fc.integer({ min: 2, max: 5 }).chain((places) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: places, maxLength: places }), {
    minLength: 3,
    maxLength: 12,
  }),
)
const alone = (places: number) => Array.from({ length: places }, (_, place) => [place])

test('nothing is ever not a number, and a cluster holds more than was expected', () => {
  fc.assert(
    fc.property(counts, fc.constantFrom('permutation', 'population', 'poisson'), (given, method) => {
      const window = Math.max(1, given.length - 2)
      const population = given.map((row) => row.map(() => 100))
      const found = scan({
        counts: given,
        zones: alone(given[0]?.length ?? 0),
        method,
        window,
        simulations: 19,
        population,
      })
      for (const one of found.scores)
        for (const value of [one.observed, one.expected, one.llr]) expect(value).not.toBeNaN()
      for (const one of found.clusters) {
        expect(one.observed).toBeGreaterThan(one.expected)
        expect(one.p).toBeGreaterThanOrEqual(1 / 20)
        expect(one.recurrence).toBeCloseTo(1 / one.p, 12)
      }
    }),
    { numRuns: 60 },
  )
})

test('the order of places changes nothing but their numbers', () => {
  fc.assert(
    fc.property(counts, (given) => {
      const places = given[0]?.length ?? 0
      const turned = given.map((row) => row.toReversed())
      const llr = (rows: number[][]) =>
        scan({ counts: rows, zones: alone(places), simulations: 1 }).scores.map((one) => one.llr)
      expect(llr(turned)).toEqual(llr(given))
    }),
    { numRuns: 40 },
  )
})

test('where nothing rises, every p is as likely as it says', () => {
  const random = randomFrom(20)
  let below = 0
  for (let world = 0; world < 200; world += 1) {
    const rows = Array.from({ length: 12 }, () => Array.from({ length: 4 }, () => poisson(random, 2)))
    const [first] = scan({ counts: rows, zones: alone(4), longest: 4, simulations: 99, seed: world }).clusters
    if ((first?.p ?? 1) <= 0.2) below += 1
  }
  // 200 tries at 0.2: within four standard errors of 40.
  expect(below).toBeGreaterThan(17)
  expect(below).toBeLessThan(63)
})

test('a rise in two neighbours is found, with when it began', () => {
  const rows = Array.from({ length: 20 }, (_, period) =>
    [1, 1, 1, 1].map((base, place) => base + (period >= 17 && place < 2 ? 5 : 0)),
  )
  const zones = nearestZones(
    [0, 1, 5, 6].map((x) => ({ x, y: 0 })),
    2,
  )
  expect(zones).toEqual([[0], [0, 1], [1], [2], [2, 3], [3]])
  const [first] = scan({ counts: rows, zones, longest: 6 }).clusters
  expect(first).toMatchObject({ zone: [0, 1], from: 18, duration: 3, observed: 36 })
  expect(first?.p).toBeLessThan(0.05)
})

test('random counts have the mean and the variance they should', () => {
  const random = randomFrom(5)
  for (const [mu, phi] of [
    [0.3, 1],
    [2, 1.5],
    [8, 3],
    [75, 2],
  ] as const) {
    const drawn = Array.from({ length: 20_000 }, () => negativeBinomial(random, mu, phi))
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length
    const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (drawn.length - 1)
    expect(Math.abs(mean / mu - 1), `mean ${mu}`).toBeLessThan(0.06)
    expect(Math.abs(variance / (phi * mu) - 1), `variance ${mu} ${phi}`).toBeLessThan(0.12)
  }
})

test('what does not fit is named with its place', () => {
  const zones = alone(2)
  expect(() => scan({ counts: [], zones })).toThrow(ScanError)
  expect(() => scan({ counts: [[1, 2], [1]], zones })).toThrow('Period 2 has 1 places')
  expect(() => scan({ counts: [[1, -2]], zones })).toThrow('Period 1, place 2: -2 is no count')
  expect(() => scan({ counts: [[1, 2]], zones: [[2]] })).toThrow('Zone 1 names a place that is not there')
  expect(() => scan({ counts: [[1, 2]], zones, method: 'poisson' })).toThrow('no past')
  expect(() => scan({ counts: [[1, 2]], zones, window: 3 })).toThrow('window is 3')
  expect(
    scan({
      counts: [
        [0, 0],
        [0, 0],
      ],
      zones,
    }).clusters,
  ).toEqual([])
})
