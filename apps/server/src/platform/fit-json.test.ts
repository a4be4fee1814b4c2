import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEEPEST, findUnfit, isFit } from './fit-json.ts'

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

test('what cannot be kept is found and its place is named', () => {
  expect(findUnfit({ a: [{ b: 'x\u0000' }] })).toMatchObject({ field: 'a.0.b' })
  expect(findUnfit({ a: '\ud800' })).toMatchObject({ field: 'a' })
  expect(findUnfit(JSON.parse('{"a":{"__proto__":{"admin":true}}}'))).toMatchObject({ field: 'a.__proto__' })
  expect(findUnfit({ 'a\u0000b': 1 })).toMatchObject({ field: 'a?b' })
  expect(findUnfit(JSON.parse('{"n":1e999}'))).toMatchObject({ field: 'n' })
})

test('as deep as anything written on purpose is fine, one level more is not, and any depth can be asked about', () => {
  expect(findUnfit(nested(DEEPEST))).toBeNull()
  expect(findUnfit(nested(DEEPEST + 2))).toMatchObject({ field: expect.stringMatching(/\.\.\.$/u) })
  expect(findUnfit(nested(400_000))).not.toBeNull()
})

test('whole surrogate pairs and the letters of an escape are texts like any other', () => {
  expect(isFit({ a: '😀', b: String.raw`\u0000`, c: 'د', d: null, e: -0 })).toBe(true)
})

test('one unfit text is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('list'), fc.string({ maxLength: 5 })), { maxLength: 20 }), (way) => {
      const planted = (unfit: unknown) =>
        way.reduce<unknown>((inner, key) => (key === 'list' ? [1, inner, 'b'] : { a: 'x', [`k${key}`]: inner }), unfit)
      expect(isFit(planted('\u0000'))).toBe(false)
      expect(isFit(planted('text'))).toBe(true)
    }),
  )
})
