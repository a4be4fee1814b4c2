import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CROCKFORD, checkSymbol } from './crockford.ts'

const code = fc.string({ unit: fc.constantFrom(...CROCKFORD), minLength: 2, maxLength: 12 })

test('one mistyped symbol is always found', () => {
  fc.assert(
    fc.property(code, fc.nat(), fc.constantFrom(...CROCKFORD), (right, at, other) => {
      const place = at % right.length
      fc.pre(right[place] !== other)
      expect(checkSymbol(right.slice(0, place) + other + right.slice(place + 1))).not.toBe(checkSymbol(right))
    }),
  )
})

test('neighbours that changed places are found, but for the pair 0 and Z', () => {
  for (const a of CROCKFORD)
    for (const b of CROCKFORD)
      if (a !== b && ![a, b].every((one) => '0Z'.includes(one))) expect(checkSymbol(a + b)).not.toBe(checkSymbol(b + a))
})
