import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberOf } from '../cell.ts'
import type { Table } from '../cell.ts'
import { crossed, withSuppressed } from '../testing/crossed.ts'
import { seededBytes } from '../testing/seededBytes.ts'
import { epsilonOf, spend, spentOf } from './budget.ts'
import { discreteLaplace } from './discreteLaplace.ts'
import { noisyTable } from './noisyTable.ts'
import { rationalOf } from './rational.ts'

const rule = { epsilon: '1', cellsPerPerson: 1, total: 'Total', hierarchies: {} }
const exact = crossed({ place: ['A', 'B'], sex: ['F', 'M'] }, [40, 60, 30, 50])
const release = { release: '2026', at: '2027-01-31T00:00:00.000Z' }
const at = (table: Table, code: string) =>
  numberOf(table.cells.find(({ key }) => Object.values(key).join('|') === code)!.value)!

test('decimals are what they say', () => {
  expect(rationalOf('0.5')).toEqual({ numerator: 1n, denominator: 2n })
  expect(rationalOf('12')).toEqual({ numerator: 12n, denominator: 1n })
  for (const wrong of ['0', '0.0', '-1', '1e3', '', '.5', 'one']) expect(() => rationalOf(wrong)).toThrow('decimal')
})

test('noise falls to both sides alike, and grows as epsilon falls', () => {
  const bytes = seededBytes(7)
  const draws = (epsilon: string) =>
    Array.from({ length: 4000 }, () => Number(discreteLaplace(rationalOf(epsilon), bytes)))
  const [wide, narrow] = [draws('0.2'), draws('2')]
  const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / all.length
  const spread = (all: number[]) => mean(all.map(Math.abs))
  // Standard error of the mean: the root of the variance, 49.8 and 0.36, over 4000.
  expect(Math.abs(mean(wide))).toBeLessThan(5 * Math.sqrt(49.8 / 4000))
  expect(Math.abs(mean(narrow))).toBeLessThan(5 * Math.sqrt(0.362 / 4000))
  expect(spread(wide)).toBeGreaterThan(8 * spread(narrow))
})

test('totals are the sums of noisy cells, and cost nothing more', () => {
  const budget = { limit: '2', entries: [] }
  const noisy = noisyTable(exact, rule, { ...release, budget, bytes: seededBytes(3) })
  const { table } = noisy
  expect(at(table, 'A|Total')).toBe(at(table, 'A|F') + at(table, 'A|M'))
  expect(at(table, 'Total|F')).toBe(at(table, 'A|F') + at(table, 'B|F'))
  expect(at(table, 'Total|Total')).toBe(at(table, 'A|Total') + at(table, 'B|Total'))
  expect(noisy.budget.entries).toEqual([{ ...release, epsilon: '1', rho: '1/2' }])
  expect(budget.entries).toEqual([])
})

test('a budget is kept to the last fraction, and nothing is spent beyond it', () => {
  let budget: Parameters<typeof spend>[0] = { limit: '0.15', entries: [] }
  // A tenth, thirty times: epsilon^2/2 is 0.005, and thirty of them are 0.15 exactly.
  for (let time = 0; time < 30; time += 1) budget = spend(budget, { ...release, epsilon: '0.1' })
  expect(spentOf(budget)).toEqual({ spent: 0.15, limit: 0.15 })
  expect(() => spend(budget, { ...release, epsilon: '0.000001' })).toThrow(/there is 0 left/u)
  expect(epsilonOf(0.5, 1e-6)).toBeCloseTo(5.75652, 5)
})

test('no release mixes noise and suppression', () => {
  const given = { ...release, budget: { limit: '1', entries: [] }, bytes: seededBytes(1) }
  const withheld = { ...exact, cells: exact.cells.map((cell, which) => ({ ...cell, withhold: which === 0 })) }
  expect(() => noisyTable(withheld, rule, given)).toThrow('never both')
  const past = [{ name: 'spring.csv', table: withSuppressed(exact, ['A|F', 'B|F', 'A|M', 'B|M']) }]
  expect(() => noisyTable(exact, rule, given, past)).toThrow('spring.csv')
})

test('draws need no more than bytes, and any bytes give whole numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.constantFrom('0.1', '0.37', '3'), (seed, epsilon) => {
      const drawn = discreteLaplace(rationalOf(epsilon), seededBytes(seed))
      expect(typeof drawn).toBe('bigint')
    }),
  )
})
