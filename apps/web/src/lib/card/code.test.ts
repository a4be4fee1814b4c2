import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardCodeHash, makeCardCode, readCardCode } from './code.ts'

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codes = fc
  .infiniteStream(fc.uint8Array({ minLength: 15, maxLength: 15 }))
  .map((stream) => makeCardCode(() => stream.next().value as Uint8Array))

test('a code is read back however it is typed', () => {
  fc.assert(
    fc.property(codes, (code) => {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(readCardCode(code)).toBe(code)
      expect(
        readCardCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`),
      ).toBe(code)
    }),
  )
})

test('one wrong symbol, or two neighbours that changed places, never passes', () => {
  fc.assert(
    fc.property(codes, fc.nat(14), fc.nat(31), (code, at, other) => {
      const bare = Array.from(code.replaceAll('-', ''))
      const wrong = bare.with(at, SYMBOLS.charAt(other)).join('')
      if (wrong !== bare.join('')) expect(readCardCode(wrong)).toBeNull()
      const swapped = bare
        .with(at, bare[at + 1]!)
        .with(at + 1, bare[at]!)
        .join('')
      if (swapped !== bare.join('')) expect(readCardCode(swapped)).toBeNull()
    }),
  )
})

test('the check is Crockford’s own: the number modulo 37', () => {
  // 1 as fifteen symbols: 000000000000001, check 1; 32 is ...10, check 32 is not among the 32 and is drawn again.
  const draws = [new Uint8Array(15).with(13, 1), new Uint8Array(15).with(14, 1)]
  expect(makeCardCode(() => draws.shift()!)).toBe('0000-0000-0000-0011')
})

test('two codes have two hashes, of 64 hexadecimal digits', async () => {
  const [one, two] = [makeCardCode(), makeCardCode()]
  expect(await cardCodeHash(one)).toMatch(/^[0-9a-f]{64}$/)
  expect(await cardCodeHash(one)).not.toBe(await cardCodeHash(two))
})

test.for(['', '0000', '0000-0000-0000-0012', 'UUUU-UUUU-UUUU-UUUU'])('"%s" is no code', (typed) => {
  expect(readCardCode(typed)).toBeNull()
})
