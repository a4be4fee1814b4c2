import { expect, test } from 'vitest'
import { protect } from './protect/protect.ts'
import { ruleOf } from './rule.ts'
import { crossed } from './testing/crossed.ts'

/** The accidents of SSBtools (MIT), by municipality and injury; GaussSuppression's own example with maxN = 3. */
const accidents = crossed(
  { municipality: ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'], injury: ['light', 'none', 'serious', 'unknown'] },
  [
    [0, 0, 4, 0],
    [0, 1, 5, 0],
    [2, 1, 3, 0],
    [1, 4, 4, 0],
    [0, 0, 1, 0],
    [0, 0, 6, 0],
  ].flat(),
)

test.for([
  ['protect', 22, 24],
  ['open', 8, 13],
] as const)('zeros %s: %i cells by the rule, and no more than its %i in all', async ([zeros, small, theirs]) => {
  const { safe, primary, secondary } = await protect(accidents, ruleOf({ threshold: 4, k: 1, zeros }))
  expect(safe).toBe(true)
  expect(primary).toHaveLength(small)
  expect(primary.length + secondary).toBeLessThanOrEqual(theirs)
})
