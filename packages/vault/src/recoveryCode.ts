import { concatBytes, sha256, utf8, type Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'

// A code of 160 bits for paper: eight groups of four symbols (20 bits each) and a ninth that checks the whole. Every
// group ends in a check symbol of its own, so that a slip of the pen is found, and shown where it is, before any
// attempt to open. Symbols are Crockford's base 32: no I, L, O or U.

export const CODE_BYTES = 20
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DATA_GROUPS = 8
const GROUPS = DATA_GROUPS + 1
const GROUP_DATA = 4
const GROUP_SYMBOLS = GROUP_DATA + 1

/** What became of a typed code. `groups` are counted from 1 and listed where the fault can be told. */
export type RecoveryCodeCheck =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly problem: 'length' | 'symbol' | 'group' | 'whole'
      readonly groups: readonly number[]
    }

/** Multiplication in GF(32) by the polynomial x^5 + x^2 + 1. */
const times = (a: number, b: number): number => {
  let product = 0
  for (let bit = 0; bit < 5; bit++) {
    if ((b >> bit) & 1) product ^= a << bit
  }
  for (let bit = 8; bit >= 5; bit--) {
    if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5)
  }
  return product
}

/**
 * The check symbol of a group: a sum in GF(32) with different weights, so that every single wrong symbol and every
 * swap of two symbols shows, and with the group's number in it, so that swapped groups show.
 */
const checkOf = (data: readonly number[], group: number): number =>
  data.reduce((sum, symbol, at) => sum ^ times(symbol, at + 2), times(group + 1, 1))

const toSymbols = (bytes: Uint8Array, count: number): number[] => {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> BigInt(bytes.length * 8 - count * 5)
  const symbols: number[] = []
  for (let at = 0; at < count; at++) {
    symbols.unshift(Number(value & 31n))
    value >>= 5n
  }
  return symbols
}

const toCodeBytes = (symbols: readonly number[]): Bytes => {
  let value = symbols.reduce((sum, symbol) => (sum << 5n) | BigInt(symbol), 0n)
  const bytes = new Uint8Array(CODE_BYTES)
  for (let at = CODE_BYTES - 1; at >= 0; at--) {
    bytes[at] = Number(value & 255n)
    value >>= 8n
  }
  return bytes
}

/** 20 bits of a digest of the code, as the ninth group. 140 secret bits would remain if the code leaked only this. */
const wholeCheck = async (code: Bytes): Promise<number[]> =>
  toSymbols((await sha256(concatBytes(utf8('ariadne/recovery-code/1'), code))).slice(0, 3), GROUP_DATA)

/** Twenty bytes as nine groups of five symbols: `XXXXX-XXXXX-...`. */
export const writeRecoveryCode = async (code: Bytes): Promise<string> => {
  const data = [...toSymbols(code, DATA_GROUPS * GROUP_DATA), ...(await wholeCheck(code))]
  return Array.from({ length: GROUPS }, (_, group) => {
    const symbols = data.slice(group * GROUP_DATA, (group + 1) * GROUP_DATA)
    return [...symbols, checkOf(symbols, group)].map((symbol) => SYMBOLS.charAt(symbol)).join('')
  }).join('-')
}

interface Read {
  readonly groups: readonly (readonly number[])[]
  readonly check: RecoveryCodeCheck
}

/** Letters that look like digits are read as those digits; case, blanks and hyphens do not matter. */
const readGroups = (typed: string): Read => {
  const clean = typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const written = clean.split(/[^0-9A-Z]+/).filter((group) => group !== '')
  const whole = written.join('')
  if (whole.length !== GROUPS * GROUP_SYMBOLS) {
    const groups =
      written.length === GROUPS ? written.flatMap((group, at) => (group.length === GROUP_SYMBOLS ? [] : [at + 1])) : []
    return { groups: [], check: { ok: false, problem: 'length', groups } }
  }
  const groups = Array.from({ length: GROUPS }, (_, group) =>
    Array.from(whole.slice(group * GROUP_SYMBOLS, (group + 1) * GROUP_SYMBOLS), (symbol) => SYMBOLS.indexOf(symbol)),
  )
  const numbered = (wrong: (symbols: readonly number[], group: number) => boolean) =>
    groups.flatMap((symbols, group) => (wrong(symbols, group) ? [group + 1] : []))
  const unknown = numbered((symbols) => symbols.includes(-1))
  if (unknown.length > 0) return { groups, check: { ok: false, problem: 'symbol', groups: unknown } }
  const failing = numbered((symbols, group) => checkOf(symbols.slice(0, GROUP_DATA), group) !== symbols[GROUP_DATA])
  if (failing.length > 0) return { groups, check: { ok: false, problem: 'group', groups: failing } }
  return { groups, check: { ok: true } }
}

const read = async (typed: string): Promise<{ readonly code: Bytes; readonly check: RecoveryCodeCheck }> => {
  const { groups, check } = readGroups(typed)
  if (!check.ok) return { code: new Uint8Array(0), check }
  const code = toCodeBytes(groups.slice(0, DATA_GROUPS).flatMap((group) => group.slice(0, GROUP_DATA)))
  const expected = await wholeCheck(code)
  const same = expected.every((symbol, at) => groups[DATA_GROUPS]?.[at] === symbol)
  return { code, check: same ? { ok: true } : { ok: false, problem: 'whole', groups: [] } }
}

/** Says whether a typed code can be right, and if not which groups to look at, without trying it on anything. */
export const checkRecoveryCode = async (typed: string): Promise<RecoveryCodeCheck> => (await read(typed)).check

/** @throws VaultError `code_mistyped`, naming the groups where they can be told */
export const readRecoveryCode = async (typed: string): Promise<Bytes> => {
  const { code, check } = await read(typed)
  if (check.ok) return code
  const where = check.groups.length > 0 ? `; look at group ${check.groups.join(', ')}` : ''
  throw new VaultError('code_mistyped', `This recovery code was not typed as it is printed${where}`)
}
