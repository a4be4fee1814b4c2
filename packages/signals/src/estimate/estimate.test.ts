import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkerOf } from './existence.ts'
import { fanOf, walkFan } from './fan.ts'
import { fitterOf } from './fit.ts'
import { averagedInterval } from './interval.ts'
import { estimate, estimateParams, ParamsError, readHistories } from './index.ts'
import { tableOf } from './lists.ts'
import { randomFrom } from './random.ts'

const names = (many: number): string[] => Array.from({ length: many }, (_, list) => 'ABCDEFGH'[list] ?? '')
const table = (many: number, counts: Record<number, number>) =>
  tableOf(
    names(many),
    Float64Array.from({ length: 1 << many }, (_, history) => counts[history] ?? 0),
  )

test('two lists give the number of Lincoln and Petersen, with the warning that nothing tests it', () => {
  const { averaged, stepwise, fan, warnings, chao } = estimate(table(2, { 1: 50, 2: 40, 3: 40 }), { reps: 50 })
  expect(stepwise?.estimate).toBeCloseTo((90 * 80) / 40, 8)
  expect(averaged?.estimate).toBeCloseTo(180, 8)
  expect(chao?.estimate).toBeCloseTo(180, 6)
  expect(fan).toMatchObject({ possible: 2, fitted: 1, unsound: { nonexistent: 0, unidentifiable: 1 } })
  expect(warnings.map(({ code }) => code)).toContain('two_lists')
})

test('three saturated lists give the closed form: odds of the odd cells over the even ones', () => {
  // With every pair in the model the hidden number is n1 n2 n3 n123 / (n12 n13 n23).
  const counts = { 1: 60, 2: 50, 3: 30, 4: 40, 5: 20, 6: 24, 7: 12 }
  const { table: given } = readHistories(
    names(3),
    Object.entries(counts).map(([history, count]) => ({
      on: [0, 1, 2].map((list) => (Number(history) >> list) & 1),
      count,
    })),
  )
  const fit = fitterOf(given).fit(7)
  expect(fit?.hidden).toBeCloseTo((60 * 50 * 40 * 12) / (30 * 20 * 24), 8)
  // And its variance on the log scale is the sum of the reciprocals.
  expect((fit?.error ?? 0) ** 2).toBeCloseTo(
    Object.values(counts).reduce((sum, count) => sum + 1 / count, 0),
    8,
  )
})

test('what cannot be said is refused in words, and no number comes with it', () => {
  const refusals = [
    [table(2, {}), 'nobody', 'Nobody'],
    [table(1, { 1: 12 }), 'one_list', 'only one list (A)'],
    [table(3, { 1: 12, 2: 9, 4: 30 }), 'no_overlap', 'never overlap'],
    [table(3, { 1: 40, 2: 30, 3: 6, 4: 20 }), 'too_few_shared', 'Only 6 of 96'],
    [table(2, { 1: 40, 3: 12 }), 'no_estimate', 'no estimate exists'],
    [table(4, { 1: 300, 2: 300, 4: 300, 8: 300, 3: 3, 5: 1, 6: 2, 9: 1 }), 'too_wide', 'anywhere from'],
  ] as const
  for (const [given, code, words] of refusals) {
    const { refused, averaged, stepwise, bootstrap } = estimate(given, { reps: 20 })
    expect(refused?.code).toBe(code)
    expect(refused?.words).toContain(words)
    // What the words say, a page in another language can say from the values.
    for (const value of Object.values(refused?.values ?? {}))
      expect(refused?.words.replaceAll(',', '')).toContain(String(value).replaceAll(',', ''))
    expect([averaged, stepwise, bootstrap]).toEqual([null, null, null])
  }
})

test('where there is a spread but no number, the spread is still shown', () => {
  const { fan, refused } = estimate(table(3, { 1: 40, 2: 30, 3: 6, 4: 20 }))
  expect(refused).not.toBeNull()
  expect(fan?.plausible.lowest).toBeLessThan(fan?.plausible.highest ?? 0)
})

test('a list without people and a list apart are named', () => {
  const empty = estimate(table(3, { 1: 50, 2: 40, 3: 40 }), { reps: 0 })
  expect(empty.warnings[0]?.words).toContain('Nobody stands on C')
  expect(empty.averaged?.estimate).toBeCloseTo(180, 8)
  const apart = estimate(table(3, { 1: 50, 2: 40, 3: 40, 4: 25 }), { reps: 0 })
  expect(apart.warnings.find(({ code }) => code === 'list_apart')?.words).toMatch(/^C shares nobody/)
})

test('the order of lists and the names they bear change nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 8, max: 90 }), { minLength: 7, maxLength: 7 }), (counts) => {
      const given = tableOf(names(3), Float64Array.from([0, ...counts]))
      // A and C change places: bits 0 and 2 of each history.
      const turned = tableOf(
        ['x', 'y', 'z'],
        Float64Array.from({ length: 8 }, (_, history) => {
          const swapped = (history & 2) | ((history & 1) << 2) | (history >> 2)
          return given.counts[swapped] ?? 0
        }),
      )
      const [one, other] = [estimate(given, { reps: 0 }), estimate(turned, { reps: 0 })]
      expect(other.refused?.code).toBe(one.refused?.code)
      expect(other.averaged?.lower ?? 0).toBeCloseTo(one.averaged?.lower ?? 0, 4)
      expect(other.averaged?.upper ?? 0).toBeCloseTo(one.averaged?.upper ?? 0, 4)
    }),
    { numRuns: 40 },
  )
})

test(
  'never a number that is none, never an interval that leaves its number out or falls below who was seen',
  { timeout: 30_000 },
  () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 })), { minLength: 15, maxLength: 15 })
    fc.assert(
      fc.property(counts, (given) => {
        const answer = estimate(tableOf(names(4), Float64Array.from([0, ...given])), { reps: 12 })
        expect(JSON.stringify(answer)).not.toMatch(/NaN|Infinity/)
        expect(answer.averaged === null).toBe(answer.refused !== null)
        for (const one of [answer.averaged, answer.stepwise, answer.chao]) {
          if (one === null) continue
          for (const number of [one.lower, one.estimate, one.upper]) expect(Number.isFinite(number)).toBe(true)
          expect(one.lower).toBeGreaterThanOrEqual(answer.observed)
          expect(one.estimate).toBeGreaterThanOrEqual(one.lower)
          expect(one.upper).toBeGreaterThanOrEqual(one.estimate)
        }
      }),
      { numRuns: 60 },
    )
  },
)

test('a seed makes the whole answer come again', () => {
  const given = table(3, { 1: 90, 2: 70, 3: 12, 4: 50, 5: 8, 6: 9, 7: 3 })
  expect(estimate(given, { reps: 60, seed: 9 })).toEqual(estimate(given, { reps: 60, seed: 9 }))
  expect(estimate(given, { reps: 60, seed: 9 }).bootstrap).not.toEqual(estimate(given, { reps: 60, seed: 8 }).bootstrap)
})

test('a walk through the models ends where fitting them all ends', () => {
  const random = randomFrom(3)
  const given = tableOf(
    names(5),
    Float64Array.from({ length: 32 }, (_, history) =>
      history === 0
        ? 0
        : Math.floor(random() * 3 * [0, 400, 20, 2, 0.4, 0.1][[1, 2, 4, 8, 16].filter((bit) => history & bit).length]!),
    ),
  )
  const [fitter, check] = [fitterOf(given), checkerOf(given)]
  const all = averagedInterval(given.observed, fanOf(fitter, check, 'aic', randomFrom(1)).models, 0.95)
  const walked = walkFan(fitter, check, 'aic', randomFrom(1))
  const reached = averagedInterval(given.observed, walked.models, 0.95)
  expect(walked.models.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10)
  expect(walked.models.length + walked.nonexistent + walked.unidentifiable + walked.leftOut).toBe(1024)
  for (const end of ['lower', 'estimate', 'upper'] as const)
    expect(Math.abs(reached[end] / all[end] - 1)).toBeLessThan(0.04)
})

test('seven lists are answered within seconds, and what was left out is said', { timeout: 30_000 }, () => {
  const random = randomFrom(4)
  const given = tableOf(
    names(7),
    Float64Array.from({ length: 128 }, (_, history) => {
      const on = names(7).filter((_, list) => (history >> list) & 1).length
      return history === 0 ? 0 : Math.floor(random() * (([0, 300, 20, 3][on] ?? 0.5) + 1))
    }),
  )
  const { fan, averaged, warnings } = estimate(given, { reps: 0 })
  expect(fan?.possible).toBe(2 ** 21)
  expect(
    (fan?.fitted ?? 0) + (fan?.unsound.nonexistent ?? 0) + (fan?.unsound.unidentifiable ?? 0) + (fan?.leftOut ?? 0),
  ).toBe(2 ** 21)
  expect(averaged?.lower).toBeGreaterThan(given.observed)
  expect(warnings.map(({ code }) => code)).toContain('models_left_out')
})

test('parameters that do not fit are named with the known ones', () => {
  expect(() => estimateParams({ p: 0.1, level: 2, reps: 1.5 })).toThrow(ParamsError)
  expect(estimateParams({ level: 0.9 })).toMatchObject({ level: 0.9, threshold: 0.02, reps: 1000 })
})

test('where the counts cannot tell tied lists from people who differ, both are said', () => {
  // Expected counts of 4,000 people of whom a fifth are found five times as easily; no list leads to another.
  const shares = [0.02, 0.03, 0.025, 0.015]
  const counts = Object.fromEntries(
    Array.from({ length: 15 }, (_, at) => {
      const history = at + 1
      const expected = [
        [800, 5],
        [3200, 1],
      ].reduce(
        (sum, [many = 0, ease = 1]) =>
          sum +
          shares.reduce(
            (chance, share, list) => chance * ((history >> list) & 1 ? ease * share : 1 - ease * share),
            many,
          ),
        0,
      )
      return [history, Math.round(expected)]
    }),
  )
  const { averaged, chao, warnings } = estimate(table(4, counts), { reps: 0 })
  expect(averaged?.upper).toBeLessThan(4000)
  expect(chao?.shapes.some(({ fits, upper }) => fits && upper > 4000)).toBe(true)
  expect(warnings.map(({ code }) => code)).toContain('people_may_differ')
})

/** What would be seen of 50,000 people by three lists, the first two tied by `tie` on the logarithmic scale. */
const tied = (tie: number) => {
  const weights = Array.from(
    { length: 8 },
    (_, history) =>
      [0.06, 0.05, 0.04].reduce((weight, odds, list) => ((history >> list) & 1 ? weight * odds : weight), 1) *
      ((history & 3) === 3 ? Math.exp(tie) : 1),
  )
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return table(3, Object.fromEntries(weights.map((weight, history) => [history, Math.round((50_000 * weight) / all)])))
}

test('the steps take in the pair that is tied, whichever way, and no other', () => {
  const look = (tie: number) => estimate(tied(tie), { reps: 0 }).stepwise
  expect(look(0)?.pairs).toEqual([])
  expect(look(2)?.pairs).toEqual([['A', 'B']])
  expect(look(-1.5)?.pairs).toEqual([['A', 'B']])
  for (const tie of [0, 2, -1.5]) expect(Math.abs((look(tie)?.estimate ?? 0) / 50_000 - 1)).toBeLessThan(0.03)
})

test('a thousand times the people take no longer and end where they should', () => {
  const many = tied(2)
  const given = tableOf(
    many.lists,
    many.counts.map((count) => count * 1000),
  )
  const { stepwise, averaged } = estimate(given, { reps: 100 })
  expect(Math.abs((stepwise?.estimate ?? 0) / 50_000_000 - 1)).toBeLessThan(0.03)
  expect((averaged?.upper ?? 0) / (averaged?.lower ?? 0)).toBeLessThan(1.05)
})
