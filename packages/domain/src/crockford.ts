/** Crockford's base 32: no I, L, O or U, so that a code read aloud stays the same code. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const symbolAt = (value: number): string => CROCKFORD.charAt(value % 32)

/** Symbols for random bytes: five bits of each. */
export const symbolsOf = (bytes: Iterable<number>): string => Array.from(bytes, symbolAt).join('')

/**
 * The check symbol of a code (Luhn's algorithm modulo 32): finds every single mistyped symbol and nearly every pair of
 * neighbours that changed places.
 */
export const checkSymbol = (symbols: string): string => {
  let sum = 0
  for (const [place, symbol] of [...symbols].toReversed().entries()) {
    const value = CROCKFORD.indexOf(symbol) * (place % 2 === 0 ? 2 : 1)
    sum += Math.floor(value / 32) + (value % 32)
  }
  return symbolAt(32 - (sum % 32))
}
