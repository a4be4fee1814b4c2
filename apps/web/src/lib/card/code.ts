import { randomBytes, sha256, utf8 } from '@ariadne/vault/bytes'

/**
 * The code on a person's card: 75 random bits as fifteen symbols of Crockford's base 32 and his check symbol (the number modulo 37;
 * crockford.com/base32). He has five more symbols for the check alone; a code that would end in one of those is drawn again, so
 * that every code is made of the same 32, can be said on a telephone and typed in any keyboard with Latin letters and digits.
 */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DATA_SYMBOLS = 15
const GROUP = 4

const checkOf = (symbols: readonly number[]): number =>
  Number(symbols.reduce((value, symbol) => (value << 5n) | BigInt(symbol), 0n) % 37n)

const write = (symbols: readonly number[]): string =>
  Array.from({ length: symbols.length / GROUP }, (_, group) =>
    symbols
      .slice(group * GROUP, (group + 1) * GROUP)
      .map((symbol) => SYMBOLS.charAt(symbol))
      .join(''),
  ).join('-')

/** @param draw one byte for each symbol; by default from WebCrypto */
export const makeCardCode = (draw: () => Uint8Array = () => randomBytes(DATA_SYMBOLS)): string => {
  for (;;) {
    const symbols = Array.from(draw(), (byte) => byte & 31)
    const check = checkOf(symbols)
    if (check < SYMBOLS.length) return write([...symbols, check])
  }
}

/** A typed code as it is printed; null when it cannot be right. Case, blanks, hyphens and letters that look like digits do not matter. */
export const readCardCode = (typed: string): string | null => {
  const clean = typed
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '')
  const symbols = Array.from(clean, (symbol) => SYMBOLS.indexOf(symbol))
  if (symbols.length !== DATA_SYMBOLS + 1 || symbols.includes(-1)) return null
  return checkOf(symbols.slice(0, DATA_SYMBOLS)) === symbols[DATA_SYMBOLS] ? write(symbols) : null
}

/** What is kept of a code: a digest, by which it is known again and from which it cannot be had back. Hexadecimal. */
export const cardCodeHash = async (code: string): Promise<string> =>
  Array.from(await sha256(utf8(`ariadne/card-code/1 ${code}`)), (byte) => byte.toString(16).padStart(2, '0')).join('')
