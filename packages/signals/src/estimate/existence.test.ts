import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkerOf, isSound } from './existence.ts'
import { fitterOf } from './fit.ts'
import { tableOf } from './lists.ts'
import { margins } from './overlaps.ts'
import { sumOverSupersets } from './pairs.ts'
import { eliminate, hasNonNegativeSolution, nullSpace, rankOf } from './whole-rows.ts'

const names = (many: number): string[] => Array.from({ length: many }, (_, list) => 'ABCDEF'[list] ?? '')
/** Counts by history: A, B, AB, C, AC, BC, ABC. */
const three = (...counts: number[]) => tableOf(names(3), Float64Array.from([0, ...counts]))
const [AB, AC, BC] = [1, 2, 4]

test('a list that meets no other: which pairs may be added is decided as the published example says', () => {
  // Table 2 of Chan, Silverman and Vincent (2021) and what they say of its eight models.
  const check = checkerOf(three(40, 30, 6, 20, 0, 0, 0))
  for (const sound of [0, AC, BC, AC | BC]) expect(check(sound)).toEqual({ exists: true, identifiable: true })
  for (const none of [AB, AB | AC, AB | BC]) expect(check(none)).toEqual({ exists: false, identifiable: true })
  expect(check(AB | AC | BC)).toEqual({ exists: true, identifiable: false })
})

test('no estimate exists where one list holds everybody of another', () => {
  expect(checkerOf(tableOf(names(2), Float64Array.of(0, 9, 0, 4)))(0)).toEqual({ exists: false, identifiable: true })
  expect(checkerOf(tableOf(names(2), Float64Array.of(0, 9, 5, 4)))(0)).toEqual({ exists: true, identifiable: true })
})

test('with two lists their dependence cannot be told', () => {
  expect(checkerOf(tableOf(names(2), Float64Array.of(0, 9, 5, 4)))(AB)).toEqual({ exists: true, identifiable: false })
})

const sparse = (many: number) =>
  fc
    .array(
      fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }) }),
      {
        minLength: 2 ** many - 1,
        maxLength: 2 ** many - 1,
      },
    )
    .map((counts) => tableOf(names(many), Float64Array.from([0, ...counts])))

test('a sound model has a fit whose sums are those of the table; where none exists, the numbers run away', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 4 }).chain((many) => fc.tuple(sparse(many), fc.integer({ min: 0, max: 63 }))),
      ([table, any]) => {
        const many = table.lists.length
        const model = any % 2 ** ((many * (many - 1)) / 2)
        const { exists, identifiable } = checkerOf(table)(model)
        const fit = fitterOf(table).fit(model)
        if (exists && identifiable) {
          expect(fit).toBeDefined()
          const seen = margins(table)
          const fitted = sumOverSupersets(Float64Array.from(fit?.expected ?? []))
          for (let list = 0; list < many; list++) expect(fitted[1 << list]).toBeCloseTo(seen[1 << list] ?? 0, 5)
          expect(fitted[0]).toBeCloseTo(table.observed, 5)
        } else if (!exists && fit !== undefined) {
          // The likelihood still climbs: some expectation has gone to nothing where the model leaves it free.
          const least = Math.min(...fit.expected.filter((mean) => mean > 0))
          expect(least).toBeLessThan(1e-3)
        }
      },
    ),
    { numRuns: 400 },
  )
})

test('what a larger model on the same histories can do, each part of it can', () => {
  fc.assert(
    fc.property(sparse(4), fc.integer({ min: 0, max: 63 }), fc.integer({ min: 0, max: 63 }), (table, one, other) => {
      const { empty } = fitterOf(table)
      const part = one & (other | empty)
      if (isSound(checkerOf(table)(one))) expect(isSound(checkerOf(table)(part))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('rows of whole numbers lose a column without rounding, or say that they cannot', () => {
  expect(eliminate([4, 6, 2], [2, 5, 1], 0)).toEqual([0, -4, 0].map((value) => value / 4))
  expect(
    rankOf([
      [1, 2],
      [2, 4],
    ]),
  ).toBe(1)
  expect(
    rankOf([
      [1, 2],
      [2, 5],
    ]),
  ).toBe(2)
  expect(() => eliminate([3, 2 ** 52 + 1], [2, 2 ** 52 + 1], 0)).toThrow(RangeError)
  expect(nullSpace([[2, 3, 0]], 3)).toEqual([
    [-3, 2, 0],
    [0, 0, 1],
  ])
})

test('equations that numbers of at least 0 can solve, and such that none can', () => {
  expect(hasNonNegativeSolution([[1, -1]], [0])).toBe(true)
  expect(hasNonNegativeSolution([[1, 1]], [-1])).toBe(false)
  expect(
    hasNonNegativeSolution(
      [
        [1, 2],
        [1, -1],
      ],
      [3, 0],
    ),
  ).toBe(true)
  expect(
    hasNonNegativeSolution(
      [
        [1, 2],
        [2, 4],
      ],
      [3, 5],
    ),
  ).toBe(false)
  expect(hasNonNegativeSolution([[]], [0])).toBe(true)
})

test('a solution that was hidden in the equations is found, whatever they are', () => {
  const whole = fc.integer({ min: -3, max: 3 })
  fc.assert(
    fc.property(
      fc.array(fc.array(whole, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }),
      (rows, hidden) => {
        const right = rows.map((row) => row.reduce((sum, value, at) => sum + value * (hidden[at] ?? 0), 0))
        expect(hasNonNegativeSolution(rows, right)).toBe(true)
        // A row above 0 throughout can reach nothing below 0.
        expect(hasNonNegativeSolution([...rows, rows[0]?.map(() => 1) ?? []], [...right, -1])).toBe(false)
      },
    ),
  )
})
