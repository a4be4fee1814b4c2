import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../audit.ts'
import { said } from '../cell.ts'
import { protect } from '../protect/protect.ts'
import { DEFAULT_RULE, ruleOf } from '../rule.ts'
import { crossed, withSuppressed } from '../testing/crossed.ts'
import { reconstruct } from './reconstruct.ts'

test('people are whole: counts that the reals leave open are pinned down', async () => {
  // a + b = 1, b + c = 1, a + c + d = 1: over the reals a goes from 0 to a half, over people it is nobody.
  const trees = [
    { a: 'ab', b: 'ab' },
    { b: 'bc', c: 'bc' },
    { a: 'acd', c: 'acd', d: 'acd' },
  ]
  const rule = { ...DEFAULT_RULE, hierarchies: { place: trees } }
  const table = {
    dimensions: ['place'],
    cells: [
      ...['a', 'b', 'c', 'd', 'Total'].map((place) => ({ key: { place }, value: { is: 'suppressed' } as const })),
      ...['ab', 'bc', 'acd'].map((place) => ({ key: { place }, value: said(1) })),
    ],
  }
  const { cells } = await audit(table, rule)
  expect(cells.map(({ lower, upper }) => [lower, upper])).toEqual([
    [0, 0.5],
    [0.5, 1],
    [0, 0.5],
    [0, 1],
    [1.5, 2],
  ])
  const { found } = await reconstruct(table, rule)
  expect(found.map(({ least }) => least)).toEqual([0, 1, 0, 1, 2])
})

test('finds whom a subtraction finds, and nobody in what is protected', async () => {
  const exact = crossed({ place: ['A', 'B', 'C'], form: ['x', 'y', 'z'] }, [3, 14, 9, 22, 1, 40, 17, 12, 0])
  const lone = withSuppressed(exact, ['A|x', 'B|y'])
  expect((await reconstruct(lone)).found).toMatchObject([
    { key: { place: 'A', form: 'x' }, least: 3, most: 3 },
    { key: { place: 'B', form: 'y' }, least: 1, most: 1 },
  ])
  const counts = fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 12, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(counts, fc.constantFrom(3, 5, 10), async (numbers, threshold) => {
      const rule = ruleOf({ threshold })
      const shape = { place: ['A', 'B', 'C'], sex: ['F', 'M'], age: ['child', 'adult'] }
      const { table } = await protect(crossed(shape, numbers), rule)
      expect((await reconstruct(table!, rule)).found).toEqual([])
    }),
    { numRuns: 25 },
  )
}, 30_000)

test('a table that no people can be behind is refused', async () => {
  const table = withSuppressed(crossed({ place: ['A', 'B'] }, [4, 5]), ['A'])
  const cells = table.cells.map((cell) => (cell.key['place'] === 'Total' ? { ...cell, value: said(2) } : cell))
  await expect(reconstruct({ ...table, cells })).rejects.toMatchObject({ fault: 'contradiction' })
})
