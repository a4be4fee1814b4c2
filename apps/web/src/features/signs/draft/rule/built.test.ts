import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Condition, IndicatorSet, Selector } from '@ariadne/domain/screening'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type Built, build, canCount, joined, takeApart, withTick } from './built.ts'

// Whatever a rule can say comes back from the page that builds it as it was.

const folder = join(import.meta.dirname, '../../../../../../../content/indicator-sets')
const sets = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)).map((version) => join(folder, name, version, 'set.yaml')))
  .map((file) => parse(readFileSync(file, 'utf8')) as IndicatorSet)

const ids = ['a', 'b', 'c', 'd']
const line = <V>(...of: V[]): fc.Arbitrary<V[]> => fc.subarray(of).chain((some) => fc.shuffledSubarray(some))
const selector: fc.Arbitrary<Selector> = fc.record(
  {
    signs: line(...ids),
    strength: line('strong', 'medium', 'weak', 'contextual'),
    dimension: line('act', 'means', 'purpose', 'vulnerability', 'child'),
    howKnown: line('observed', 'said', 'learned', 'asked_privately'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Selector>
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...ids).map((sign) => ({ sign })),
    fc.constantFrom('r1', 'r2').map((rule) => ({ rule })),
    fc.record({ atLeast: fc.integer({ min: 1, max: 9 }), of: selector }),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((anyOf) => ({ anyOf })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map((allOf) => ({ allOf })),
  ),
}))
const text = (condition: Condition | undefined) => stringify(condition)
const conditions = (condition: Condition): Condition[] => [
  condition,
  ...('anyOf' in condition ? condition.anyOf : 'allOf' in condition ? condition.allOf : []).flatMap(conditions),
]

test('every rule of every set comes back to the letter', () => {
  expect(new Set(sets.map(({ id }) => id)).size).toBe(11)
  for (const { rules } of sets) for (const { when } of rules) expect(text(build(takeApart(when)))).toBe(text(when))
})

test('no rule of the eleven sets needs to be written as text', () => {
  const written = sets.flatMap(({ id, rules }) =>
    rules.filter(({ when }) => JSON.stringify(takeApart(when)).includes('"deeper"')).map((rule) => `${id} ${rule.id}`),
  )
  expect(written).toEqual([])
})

test('any rule comes back to the letter, however deep it goes', () => {
  fc.assert(
    fc.property(tree, (when) => {
      expect(text(build(takeApart(when)))).toBe(text(when))
    }),
    { numRuns: 1000 },
  )
})

test('joining the members otherwise loses none of them, and can be taken back', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('all', 'one', 'atLeast' as const), (when, how) => {
      const before = takeApart(when)
      const after = joined(before, how)
      const named = (one: Built) => new Set(JSON.stringify(one).match(/"(?:[a-d]|r[12])"/gu))
      expect(named(after)).toEqual(named(before))
      if (how === 'atLeast' && !canCount(before)) expect(after).toEqual(before)
      if (before.how !== 'atLeast' && how !== 'atLeast' && !before.alone)
        expect(joined(after, before.how)).toEqual(before)
    }),
    { numRuns: 1000 },
  )
})

test('a sign that is chosen and taken out again leaves the others where they were', () => {
  fc.assert(
    fc.property(tree, (when) => {
      const before = takeApart(when)
      if (before.how === 'atLeast') return
      const added = { ...before, members: withTick(before.members, 'new', true) }
      const built = build(added)
      expect(built && conditions(built)).toContainEqual({ sign: 'new' })
      expect(text(build({ ...added, members: withTick(added.members, 'new', false) }))).toBe(text(when))
    }),
  )
})

test('a list without members is not a rule yet', () => {
  expect(build({ how: 'all', alone: false, members: [] })).toBeUndefined()
  expect(build({ how: 'all', alone: false, members: [{ kind: 'group', how: 'one', members: [] }] })).toBeUndefined()
})
