import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../audit.ts'
import { numberOf } from '../cell.ts'
import { ruleOf } from '../rule.ts'
import { crossed } from '../testing/crossed.ts'
import { protect } from './protect.ts'

/** Counts as they are in this field: mostly none or a few, now and then many. */
const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 90 }))

const shapes = [
  { sex: ['F', 'M'], age: ['child', 'adult', 'unknown'] },
  { region: ['A', 'B', 'C', 'D'], form: ['sexual', 'labour', 'begging', 'other'] },
  { region: ['A', 'B', 'C'], sex: ['F', 'M'], age: ['child', 'adult'] },
]

const exactTable = fc
  .constantFrom(...shapes)
  .chain((shape) => {
    const size = Object.values(shape).reduce((product, codes) => product * codes.length, 1)
    return fc.record({ shape: fc.constant(shape), counts: fc.array(count, { minLength: size, maxLength: size }) })
  })
  .map(({ shape, counts }) => crossed(shape, counts))

const rules = fc.record({
  threshold: fc.constantFrom(3, 5, 10),
  zeros: fc.constantFrom('open' as const, 'protect' as const),
  k: fc.constantFrom(1, 3, 5, 10),
})

test('whatever is protected is safe under audit, shows nothing that the rule hides, and changes no figure', async () => {
  await fc.assert(
    fc.asyncProperty(exactTable, rules, async (exact, given) => {
      const rule = ruleOf(given)
      const { safe, table, secondary, primary } = await protect(exact, rule)
      expect(safe).toBe(true)
      const again = await audit(table!, rule)
      expect(again.unsafe).toEqual([])
      expect(again.safe).toBe(true)
      expect(again.cells).toHaveLength(primary.length + secondary)
      table!.cells.forEach((cell, at) => {
        const before = exact.cells[at]!
        expect(cell.key).toEqual(before.key)
        if (cell.value.is === 'suppressed') return
        expect(cell.value).toEqual(before.value)
        const number = numberOf(cell.value)!
        expect(number === 0 ? rule.zeros === 'open' : number >= rule.threshold).toBe(true)
      })
      for (const { key, lower, upper } of again.cells) {
        const truth = numberOf(exact.cells.find((cell) => cell.key === key)!.value)!
        expect(truth).toBeGreaterThanOrEqual(lower - 1e-6)
        expect(truth).toBeLessThanOrEqual(upper + 1e-6)
      }
    }),
    { numRuns: 60 },
  )
}, 30_000)
