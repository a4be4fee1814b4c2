export const PIN_LENGTH = { least: 6, most: 12 }

const ROW = '0123456789'.repeat(3)
const BACK = [...ROW].toReversed().join('')

/**
 * Why a PIN is not taken: whoever finds a telephone tries such ones first, and has five tries. `row`: digits one after the other, up or
 * down, also as two of the same row; `repeat`: a group of up to four over and over, or two digits in any order.
 * @example pinWeakness('123456') // 'row'
 */
export const pinWeakness = (pin: string): 'length' | 'row' | 'repeat' | undefined => {
  if (!/^\d+$/.test(pin) || pin.length < PIN_LENGTH.least || pin.length > PIN_LENGTH.most) return 'length'
  if (/^(\d{1,4})\1+$/.test(pin) || new Set(pin).size < 3) return 'repeat'
  return [ROW, BACK].some((row) => row.includes(pin) || row.includes(pin.replace(/(\d)\1/g, '$1'))) ? 'row' : undefined
}
