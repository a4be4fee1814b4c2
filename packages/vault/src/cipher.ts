import { randomBytes, type Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'

const IV_BYTES = 12

/** AES-256-GCM output: a fresh 96-bit iv and the ciphertext with its 128-bit tag (NIST SP 800-38D). */
export interface Sealed {
  readonly iv: Bytes
  readonly ciphertext: Bytes
}

/** 32 raw bytes as an AES-256-GCM key that cannot be read back out. */
export const importAesKey = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Encrypts under a fresh random iv. One key must not seal more than 2^32 texts (SP 800-38D section 8.3). */
export const encrypt = async (key: CryptoKey, plaintext: Bytes, additionalData: Bytes): Promise<Sealed> => {
  const iv = randomBytes(IV_BYTES)
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext)
  return { iv, ciphertext: new Uint8Array(ciphertext) }
}

/**
 * The reverse of `encrypt`.
 * @throws VaultError `cannot_open` for a wrong key, a changed text or another place than the one it was sealed for:
 *   GCM cannot tell these apart
 */
export const decrypt = async (key: CryptoKey, sealed: Sealed, additionalData: Bytes): Promise<Bytes> => {
  try {
    const { iv, ciphertext } = sealed
    if (iv.length !== IV_BYTES) throw new RangeError('iv')
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, ciphertext))
  } catch {
    throw new VaultError(
      'cannot_open',
      'This cannot be opened: the key is another one, or the text was changed or moved',
    )
  }
}

/** HKDF-SHA-256 (RFC 5869). `length` in bytes, at most 8160. */
export const hkdf = async (secret: Bytes, salt: Bytes, info: Bytes, length: number): Promise<Bytes> => {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8))
}
