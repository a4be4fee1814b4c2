import { VaultError } from './errors.ts'

/** Bytes in a buffer of their own, as WebCrypto takes them (never a SharedArrayBuffer). */
export type Bytes = Uint8Array<ArrayBuffer>

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Int16Array(128).fill(-1)
for (let index = 0; index < ALPHABET.length; index++) VALUES[ALPHABET.charCodeAt(index)] = index

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 bytes of a text. */
export const utf8 = (text: string): Bytes => encoder.encode(text)

/**
 * The text of UTF-8 bytes.
 * @throws VaultError `malformed` for bytes that are not UTF-8
 */
export const fromUtf8 = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new VaultError('malformed', 'These bytes are not UTF-8 text')
  }
}

export const concatBytes = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

/** Fresh random bytes from WebCrypto, at most 65,536 (the limit of getRandomValues). */
export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

/** Base64url without padding (RFC 4648 section 5). */
export const toBase64Url = (bytes: Uint8Array): string => {
  const letters = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let bits = 0
  let held = 0
  let offset = 0
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff
    held += 8
    while (held >= 6) {
      held -= 6
      letters[offset++] = ALPHABET.charCodeAt((bits >> held) & 63)
    }
  }
  if (held > 0) letters[offset] = ALPHABET.charCodeAt((bits << (6 - held)) & 63)
  return decoder.decode(letters)
}

/**
 * Bytes of a base64url text. Strict: no padding, no white space, and only the one spelling of each value
 * (RFC 4648 section 3.5), so that two texts never stand for the same bytes.
 * @throws VaultError `malformed`
 */
export const fromBase64Url = (text: string): Bytes => {
  const tail = text.length % 4
  if (tail === 1) throw new VaultError('malformed', 'Base64url of an impossible length')
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let offset = 0
  for (let at = 0; at < text.length; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? -1
    if (value < 0) throw new VaultError('malformed', `Not base64url at character ${at + 1}`)
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[offset++] = (bits >> held) & 0xff
    }
  }
  if ((bits & ((1 << held) - 1)) !== 0) throw new VaultError('malformed', 'Base64url with bits left over')
  return bytes
}

/** Lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** SHA-256 (FIPS 180-4). */
export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** Overwrites secret bytes that are no longer needed. The engine may have copied them: this shortens their life, no more. */
export const wipe = (bytes: Uint8Array): void => void bytes.fill(0)

/**
 * Bytes that bind a ciphertext to its place: a JSON array of strings and numbers, so that no two lists of fields can
 * be written alike. The first field names the use and its version.
 */
export const binding = (use: string, ...fields: readonly (string | number)[]): Bytes =>
  utf8(JSON.stringify([use, ...fields]))
