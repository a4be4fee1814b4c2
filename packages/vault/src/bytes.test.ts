import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binding, fromBase64Url, fromUtf8, toBase64Url, toHex, utf8 } from './bytes.ts'

const bytes = (maxLength = 300) => fc.uint8Array({ maxLength })

test('base64url is what Node makes of the same bytes, and comes back', () => {
  fc.assert(
    fc.property(bytes(), (value) => {
      const text = toBase64Url(value)
      expect(text).toBe(Buffer.from(value).toString('base64url'))
      expect(toHex(fromBase64Url(text))).toBe(toHex(value))
    }),
  )
})

test.each(['A', 'AA==', 'AB', 'AAB', 'A A', 'A+', 'Aé', 'AAAAA'])('base64url refuses %j', (text) => {
  expect(() => fromBase64Url(text)).toThrow(expect.objectContaining({ code: 'malformed' }))
})

test('every base64url text that is accepted is the only spelling of its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'AQgw_-9Zz'), maxLength: 12 }), (text) => {
      let value: Uint8Array
      try {
        value = fromBase64Url(text)
      } catch {
        return
      }
      expect(toBase64Url(value)).toBe(text)
    }),
  )
})

test('text survives UTF-8, and bytes that are not UTF-8 are refused', () => {
  expect(fromUtf8(utf8('Ѓорѓи, ليلى'))).toBe('Ѓорѓи, ليلى')
  expect(() => fromUtf8(new Uint8Array([0xc0, 0x80]))).toThrow(expect.objectContaining({ code: 'malformed' }))
})

test('two lists of fields never bind alike', () => {
  const fields = fc.array(fc.oneof(fc.string(), fc.nat()), { maxLength: 4 })
  fc.assert(
    fc.property(fields, fields, (one, other) => {
      const same = toHex(binding('use/1', ...one)) === toHex(binding('use/1', ...other))
      expect(same).toBe(JSON.stringify(one) === JSON.stringify(other))
    }),
  )
  expect(toHex(binding('use/1', 'a', 'b|c'))).not.toBe(toHex(binding('use/1', 'a|b', 'c')))
})
