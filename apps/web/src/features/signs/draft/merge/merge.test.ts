import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSame, mergeDrafts, withPlace } from './merge.ts'

// A draft that was written at in two places.

const signs = (strength: string, source: string[] = ['a']) => [{ id: 'one', strength, source }]
const draft = (words: Record<string, string>, more: object = {}) => ({ definition: { ...more }, texts: { en: words } })

test('what only one side changed is taken from that side', () => {
  const base = draft({ a: 'A', b: 'B' }, { signs: signs('weak') })
  const mine = draft({ a: 'mine', b: 'B' }, { signs: signs('strong') })
  const theirs = draft({ a: 'A', b: 'theirs', c: 'new' }, { signs: signs('weak', ['a', 'b']) })
  expect(mergeDrafts(base, mine, theirs)).toEqual({
    value: draft({ a: 'mine', b: 'theirs', c: 'new' }, { signs: signs('strong', ['a', 'b']) }),
    conflicts: [],
  })
})

test('what both changed is kept on both sides, until one is chosen', () => {
  const [base, mine, theirs] = [draft({ a: 'A' }), draft({ a: 'BBB' }), draft({ a: 'AAA' })]
  const { value, conflicts } = mergeDrafts(base, mine, theirs)
  expect(value).toEqual(mine)
  expect(conflicts).toEqual([{ place: ['texts', 'en', 'a'], mine: 'BBB', theirs: 'AAA' }])
  expect(withPlace(value, ['texts', 'en', 'a'], 'AAA')).toEqual(theirs)
})

test('what a rule asks for is not put together out of halves', () => {
  const rules = (when: object) => ({ definition: { rules: [{ id: 'r', when }] }, texts: {} })
  const merged = mergeDrafts(
    rules({ atLeast: 1, of: { signs: ['a'] } }),
    rules({ atLeast: 2, of: { signs: ['a'] } }),
    rules({ atLeast: 1, of: { signs: ['a', 'b'] } }),
  )
  expect(merged.conflicts).toMatchObject([{ place: ['definition', 'rules', 'r', 'when'] }])
})

test('a sign taken out on one side and changed on the other is asked', () => {
  const of = (list: object[]) => ({ definition: { signs: list }, texts: {} })
  const merged = mergeDrafts(of(signs('weak')), of([]), of(signs('strong')))
  expect(merged.conflicts).toEqual([{ place: ['definition', 'signs', 'one'], theirs: signs('strong')[0] }])
  expect(withPlace(merged.value, ['definition', 'signs', 'one'], signs('strong')[0])).toEqual(of(signs('strong')))
  const back = withPlace(of(signs('strong')), ['definition', 'signs', 'one'], undefined)
  expect(back).toEqual(of([]))
})

const words = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', '3'))
const any = words.map((some) => draft(some))

test('taking theirs everywhere a question is asked leaves nothing of theirs out', () => {
  fc.assert(
    fc.property(any, any, any, (base, mine, theirs) => {
      const { value, conflicts } = mergeDrafts(base, mine, theirs)
      const taken = conflicts.reduce((now, one) => withPlace(now, one.place, one.theirs), value)
      for (const [key, word] of Object.entries(theirs.texts.en))
        if (base.texts.en[key] !== word) expect(taken.texts.en[key]).toBe(word)
      for (const [key, word] of Object.entries(mine.texts.en))
        if (base.texts.en[key] !== word) expect(value.texts.en[key]).toBe(word)
      expect(isSame(mergeDrafts(base, mine, base).value, mine)).toBe(true)
      expect(isSame(mergeDrafts(base, base, theirs).value, theirs)).toBe(true)
    }),
  )
})
