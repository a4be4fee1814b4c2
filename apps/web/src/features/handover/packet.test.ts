import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksOf, packetCode, partsOf } from './packet.ts'

const part = fc.record({
  partId: fc.uuid(),
  class: fc.constantFrom('identity', 'contact'),
  ciphertext: fc.base64String({ maxLength: 4000 }),
})

test('a sealed dossier survives paper, in any order of pages', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      expect(partsOf(blocksOf(parts as never).toReversed())).toEqual(parts)
    }),
  )
})

test('a mistyped or missing page is named before anything is opened', () => {
  const blocks = blocksOf([{ partId: 'x', ciphertext: 'a'.repeat(3000) }] as never)
  expect(blocks.length).toBeGreaterThan(2)
  expect(() => partsOf(blocks.slice(1))).toThrow('Block 1 of')
  const spoilt = blocks.map((block, at) =>
    at === 1 ? `${block.slice(0, -1)}${block.endsWith('A') ? 'B' : 'A'}` : block,
  )
  expect(() => partsOf(spoilt)).toThrow('Block 2 was not read right')
})

test('the code for later is short and checks itself', () => {
  const code = packetCode('01932e6c-7b1a-7c3d-9e2f-0123456789ab')
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/)
  expect(packetCode('01932e6c-7b1a-7c3d-9e2f-0123456789ac')).not.toBe(code)
})
