import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import { pad, padmeLength, unpad } from './padding.ts'

test('Padmé lengths', () => {
  // By hand from the definition: E = floor(log2 L), S = floor(log2 E) + 1, the lowest E - S bits cleared, rounded up.
  expect(padmeLength(1, 256)).toBe(256)
  expect(padmeLength(257, 256)).toBe(272)
  expect(padmeLength(1000, 256)).toBe(1024)
  expect(padmeLength(1025, 256)).toBe(1088)
  expect(padmeLength(100_000, 256)).toBe(100_352)
})

test('padding costs at most 12 % above the least length, never shortens, and is stable', () => {
  fc.assert(
    fc.property(fc.integer({ min: 257, max: 2 ** 31 }), (length) => {
      const padded = padmeLength(length, 256)
      expect(padded).toBeGreaterThanOrEqual(length)
      expect(padded / length).toBeLessThanOrEqual(1.12)
      expect(padmeLength(padded, 256)).toBe(padded)
    }),
  )
})

test('few lengths can be told apart', () => {
  const lengths = new Set(Array.from({ length: 60_000 }, (_, length) => padmeLength(length, 256)))
  expect(lengths.size).toBeLessThan(150)
})

test('what is padded comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      expect(toHex(unpad(pad(bytes)))).toBe(toHex(bytes))
    }),
  )
})

test('any other padding is refused', () => {
  const padded = pad(new Uint8Array(300).fill(9))
  for (let at = 0; at < padded.length; at++) {
    if (at >= 4 && at < 304) continue
    const changed = padded.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => unpad(changed)).toThrow(expect.objectContaining({ code: 'malformed' }))
  }
  expect(() => unpad(new Uint8Array(3))).toThrow(expect.objectContaining({ code: 'malformed' }))
  expect(() => unpad(padded.slice(0, -1))).toThrow(expect.objectContaining({ code: 'malformed' }))
})
