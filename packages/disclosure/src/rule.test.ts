import { expect, test } from 'vitest'
import { ruleOf } from './rule.ts'

test('k follows the threshold, and everything else has a default', () => {
  expect(ruleOf({ threshold: 5 })).toMatchObject({ threshold: 5, k: 5, zeros: 'open', kind: 'counts', total: 'Total' })
  expect(ruleOf({ k: 3 })).toMatchObject({ threshold: 10, k: 3 })
})

test.for([
  [[], 'should be a JSON object'],
  [{ treshold: 5 }, 'has no "treshold"'],
  [{ threshold: 0 }, '"threshold" should be a number above 0'],
  [{ threshold: '10' }, '"threshold" should be a number above 0'],
  [{ k: -1 }, '"k" should be'],
  [{ p: 0 }, '"p" should be'],
  [{ zeros: 'hidden' }, '"open" or "protect"'],
  [{ total: '' }, '"total" should be'],
  [{ hierarchies: { place: { a: 'b', b: 'a' } } }, 'without circles'],
  [{ hierarchies: { place: { a: 1 } } }, 'each code its parent'],
] as const)('%j is refused', ([rule, words]) => {
  expect(() => ruleOf(rule)).toThrow(words)
})
