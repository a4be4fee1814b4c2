import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberOf } from '../cell.ts'
import { relationsOf } from '../relations.ts'
import { DEFAULT_RULE } from '../rule.ts'
import { crossed } from '../testing/crossed.ts'
import { roundTable } from './roundTable.ts'

const shapes = [
  { place: ['A', 'B', 'C'], form: ['x', 'y', 'z', 'w'] },
  { place: ['A', 'B'], sex: ['F', 'M'], age: ['child', 'adult'] },
]

test('rounded tables add up, in multiples of the base, each figure at a neighbour wherever that is possible', async () => {
  const table = fc.constantFrom(...shapes).chain((shape) => {
    const size = Object.values(shape).reduce((product, codes) => product * codes.length, 1)
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: size, maxLength: size })
    return counts.map((numbers) => ({ dimensions: Object.keys(shape).length, exact: crossed(shape, numbers) }))
  })
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(3, 5, 10), async ({ dimensions, exact }, base) => {
      const { table: rounded, farthest } = await roundTable(exact, base, DEFAULT_RULE)
      const numbers = rounded.cells.map(({ value }) => numberOf(value)!)
      for (const number of numbers) expect(number % base).toBe(0)
      for (const { whole, parts } of relationsOf(rounded, DEFAULT_RULE))
        expect(numbers[whole]).toBe(parts.reduce((sum, part) => sum + numbers[part]!, 0))
      // Sums along two dimensions always have a rounding to neighbours (Cox and Ernst 1982).
      if (dimensions === 2) expect(farthest).toBeLessThan(1)
      exact.cells.forEach(({ value }, at) => {
        expect(Math.abs(numbers[at]! - numberOf(value)!)).toBeLessThanOrEqual(farthest * base + 1e-9)
      })
    }),
    { numRuns: 50 },
  )
}, 30_000)

test('what is a multiple already stays, and a missing figure stays missing', async () => {
  const exact = crossed({ place: ['A', 'B'] }, [10, 20])
  expect((await roundTable(exact, 5, DEFAULT_RULE)).table.cells.map(({ value }) => numberOf(value))).toEqual([
    10, 30, 20,
  ])
  const cells = exact.cells.map((cell) =>
    cell.key['place'] === 'B' ? { ...cell, value: { is: 'missing' as const } } : cell,
  )
  const { table } = await roundTable({ ...exact, cells }, 5, DEFAULT_RULE)
  expect(table.cells.find(({ key }) => key['place'] === 'B')!.value).toEqual({ is: 'missing' })
})

test('a base of one, and a table that does not add up, are refused', async () => {
  const exact = crossed({ place: ['A', 'B'] }, [4, 9])
  await expect(roundTable(exact, 1, DEFAULT_RULE)).rejects.toMatchObject({ fault: 'bad_rule' })
  const cells = exact.cells.map((cell) =>
    cell.key['place'] === 'A' ? { ...cell, value: { is: 'value' as const, count: 7 } } : cell,
  )
  await expect(roundTable({ ...exact, cells }, 5, DEFAULT_RULE)).rejects.toMatchObject({ fault: 'contradiction' })
})
