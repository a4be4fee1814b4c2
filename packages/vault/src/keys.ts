import { fromBase64Url, randomBytes, sha256, toBase64Url, utf8, type Bytes } from './bytes.ts'
import { VaultError } from './errors.ts'
import { PUBLIC_KEY_BYTES, SEED_BYTES, xwingPublicKey } from './hpke.ts'

/** A public key as it is stored and sent: `xwp1.` and 1,216 bytes in base64url. */
export type PublicKeyText = `xwp1.${string}`
/** A private seed as text, `xws1.` and 32 bytes in base64url. For printing and for sealed places only. */
export type SeedText = `xws1.${string}`

/** An X-Wing key pair. The 32-byte seed is the whole private key. */
export interface KeyPair {
  readonly seed: Bytes
  readonly publicKey: PublicKeyText
  readonly keyId: string
}

const PUBLIC_PREFIX = 'xwp1.'
const SEED_PREFIX = 'xws1.'

const readText = (text: string, prefix: string, length: number, what: string): Bytes => {
  if (!text.startsWith(prefix)) {
    const version = /^xw[ps]\d+\./.test(text)
    throw new VaultError(
      version ? 'unsupported_version' : 'malformed',
      `${what} starts with ${prefix}; update this software if the text is newer`,
    )
  }
  const bytes = fromBase64Url(text.slice(prefix.length))
  if (bytes.length !== length)
    throw new VaultError('malformed', `${what} has ${length} bytes, this one ${bytes.length}`)
  return bytes
}

export const writePublicKey = (publicKey: Bytes): PublicKeyText => `${PUBLIC_PREFIX}${toBase64Url(publicKey)}`
/** @throws VaultError `malformed` or `unsupported_version` */
export const readPublicKey = (text: string): Bytes => readText(text, PUBLIC_PREFIX, PUBLIC_KEY_BYTES, 'A public key')
export const writeSeed = (seed: Bytes): SeedText => `${SEED_PREFIX}${toBase64Url(seed)}`
/** @throws VaultError `malformed` or `unsupported_version` */
export const readSeed = (text: string): Bytes => readText(text, SEED_PREFIX, SEED_BYTES, 'A seed')

/**
 * The permanent name of a public key: base64url of SHA-256 over its required members in the one canonical spelling,
 * as RFC 7638 section 3 does for older key types, with `kty` AKP and `alg` X-Wing.
 */
export const keyId = async (publicKey: Bytes): Promise<string> =>
  toBase64Url(await sha256(utf8(`{"alg":"X-Wing","kty":"AKP","pub":"${toBase64Url(publicKey)}"}`)))

/** `keyId` of a public key in its text form. */
export const keyIdOf = async (publicKey: string): Promise<string> => keyId(readPublicKey(publicKey))

/**
 * A key pair from a seed, by default a fresh one.
 * @throws VaultError `malformed` when the seed has not 32 bytes
 */
export const makeKeyPair = async (seed: Bytes = randomBytes(SEED_BYTES)): Promise<KeyPair> => {
  const publicKey = await xwingPublicKey(seed)
  return { seed, publicKey: writePublicKey(publicKey), keyId: await keyId(publicKey) }
}
