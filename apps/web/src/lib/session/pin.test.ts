import { expect, test } from 'vitest'
import { pinWeakness } from './pin.ts'

test.each([
  ['12345', 'length'],
  ['1234567890123', 'length'],
  ['12345a', 'length'],
  ['123456', 'row'],
  ['654321', 'row'],
  ['890123', 'row'],
  ['210987', 'row'],
  ['01234567890', 'row'],
  ['112233', 'row'],
  ['998877', 'row'],
  ['000000', 'repeat'],
  ['121212', 'repeat'],
  ['123123', 'repeat'],
  ['25802580', 'repeat'],
  ['112221', 'repeat'],
])('%s is not taken: %s', (pin, why) => {
  expect(pinWeakness(pin)).toBe(why)
})

test.each(['482915', '102938', '135790', '482913', '123457', '118293'])('%s is taken', (pin) => {
  expect(pinWeakness(pin)).toBeUndefined()
})
