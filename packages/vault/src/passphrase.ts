import { argon2id } from 'hash-wasm'
import { binding, fromBase64Url, toBase64Url, utf8, wipe, type Bytes } from './bytes.ts'
import { decrypt, encrypt, hkdf, importAesKey } from './cipher.ts'
import { VaultError } from './errors.ts'
import { readBase64Url, readRecord, readText, readVersion, refuseOthers } from './shapes.ts'

/**
 * How a passphrase is stretched. Stored by the server, which is not trusted with it: the browser refuses anything
 * weaker than it would choose itself. `v: 'demo'` is for fictional people in demo mode and nowhere else.
 */
export interface KdfParams {
  readonly v: 1 | 'demo'
  readonly alg: 'argon2id'
  /** KiB of memory; 65,536 (64 MiB) to 1,048,576 in version 1. */
  readonly memoryKiB: number
  /** Passes over the memory; 3 to 16 in version 1. */
  readonly iterations: number
  /** Lanes; 1 to 4. */
  readonly parallelism: number
}

/** What one passphrase becomes: a secret for the server to check, and a key that never leaves the browser. */
export interface DerivedSecrets {
  /** Base64url of 32 bytes. Sent to the server in place of a password. */
  readonly loginSecret: string
  /** AES-256-GCM, not extractable; may be posted from a worker. */
  readonly wrappingKey: CryptoKey
}

/** RFC 9106 section 4, second recommended setting (64 MiB, three passes), with one lane because browsers run one. */
export const DEFAULT_KDF: KdfParams = { v: 1, alg: 'argon2id', memoryKiB: 65_536, iterations: 3, parallelism: 1 }
/** Light parameters for fictional people, accepted in demo mode only. */
export const DEMO_KDF: KdfParams = { v: 'demo', alg: 'argon2id', memoryKiB: 8_192, iterations: 1, parallelism: 1 }

const MOST = { memoryKiB: 1_048_576, iterations: 16, parallelism: 4 }
const SALT_BYTES = { least: 16, most: 64 }
/** NIST SP 800-63B-4 section 3.1.1.2: at least 15 characters where it stands alone, and no rules of composition. */
export const PASSPHRASE_CHARACTERS = { least: 15, most: 256 }

/** The one spelling of a passphrase: compatibility characters folded (Unicode NFKC), nothing trimmed. */
export const normalisePassphrase = (passphrase: string): string => passphrase.normalize('NFKC')

/** What is wrong with a new passphrase, or null. Length only: no digits or signs are asked for. */
export const findPassphraseProblem = (passphrase: string): 'passphrase_too_short' | 'passphrase_too_long' | null => {
  const length = Array.from(normalisePassphrase(passphrase)).length
  if (length < PASSPHRASE_CHARACTERS.least) return 'passphrase_too_short'
  return length > PASSPHRASE_CHARACTERS.most ? 'passphrase_too_long' : null
}

/**
 * Parameters as a server told them, checked.
 * @param mode `demo` lets the light parameter set pass; anything else does not
 * @throws VaultError `malformed`, `unsupported_version`, `weak_parameters` or `excessive_parameters`
 */
export const checkKdfParams = (value: unknown, mode: 'demo' | 'training' | 'live'): KdfParams => {
  const params = value as Partial<KdfParams> | null
  if (typeof params !== 'object' || params === null)
    throw new VaultError('malformed', 'Passphrase parameters are missing')
  const { v, alg, memoryKiB, iterations, parallelism } = params
  if ((v !== 1 && v !== 'demo') || alg !== 'argon2id')
    throw new VaultError(
      'unsupported_version',
      'These passphrase parameters are of a version this software does not know; update it',
    )
  const numbers = [memoryKiB, iterations, parallelism]
  if (
    !memoryKiB ||
    !iterations ||
    !parallelism ||
    !numbers.every(Number.isSafeInteger) ||
    numbers.some((one) => (one ?? 0) < 1)
  )
    throw new VaultError('malformed', 'Passphrase parameters are whole numbers above zero')
  if (v === 'demo' && mode !== 'demo')
    throw new VaultError(
      'weak_parameters',
      'Demo passphrase parameters are refused outside demo mode; do not type your passphrase here',
    )
  const least = v === 'demo' ? DEMO_KDF : DEFAULT_KDF
  if (memoryKiB < least.memoryKiB || iterations < least.iterations)
    throw new VaultError(
      'weak_parameters',
      'The server asked for passphrase parameters that are too weak; do not type your passphrase, tell your administrator',
    )
  if (memoryKiB > MOST.memoryKiB || iterations > MOST.iterations || parallelism > MOST.parallelism)
    throw new VaultError(
      'excessive_parameters',
      'The server asked for passphrase parameters this device should not attempt; tell your administrator',
    )
  return { v, alg, memoryKiB, iterations, parallelism }
}

/** Argon2id (RFC 9106) over the normalised passphrase; 32 bytes. The caller has checked the parameters. */
const stretch = async (passphrase: string, salt: Bytes, params: KdfParams): Promise<Bytes> => {
  if (salt.length < SALT_BYTES.least || salt.length > SALT_BYTES.most)
    throw new VaultError(
      'weak_parameters',
      `A passphrase salt has ${SALT_BYTES.least} to ${SALT_BYTES.most} bytes, this one ${salt.length}`,
    )
  const { memoryKiB: memorySize, iterations, parallelism } = params
  const password = utf8(normalisePassphrase(passphrase))
  if (password.length === 0) throw new VaultError('passphrase_too_short', 'A passphrase is needed')
  return Uint8Array.from(
    await argon2id({ password, salt, memorySize, iterations, parallelism, hashLength: 32, outputType: 'binary' }),
  )
}

/** Two branches of one Argon2id output, so that neither tells the other (HKDF-SHA-256, RFC 5869 section 3.2). */
const branches = async (passphrase: string, salt: Bytes, params: KdfParams) => {
  const root = await stretch(passphrase, salt, params)
  const none = new Uint8Array(0)
  const login = await hkdf(root, none, utf8('ariadne/1 login'), 32)
  const wrapping = await hkdf(root, none, utf8('ariadne/1 wrapping'), 32)
  wipe(root)
  return { loginSecret: toBase64Url(login), wrapping }
}

/**
 * The login secret and the wrapping key of a passphrase. About half a second at the default parameters: run it in a worker.
 * @param salt 16 to 64 bytes, one of its own for each member
 * @param mode the mode of the instance, as built into the page, not as the server's prelogin answer says
 * @throws VaultError as `checkKdfParams`, or `passphrase_too_short` when empty
 */
export const deriveFromPassphrase = async (
  passphrase: string,
  salt: Bytes,
  params: unknown,
  mode: 'demo' | 'training' | 'live',
): Promise<DerivedSecrets> => {
  const { loginSecret, wrapping } = await branches(passphrase, salt, checkKdfParams(params, mode))
  const wrappingKey = await importAesKey(wrapping)
  wipe(wrapping)
  return { loginSecret, wrappingKey }
}

/**
 * The wrapping key of an earlier passphrase under that of the next one. It tells nothing to who knows neither, and lets a
 * device that was locked under the earlier one be opened by the later. Salts name the passphrases; bytes in base64url.
 */
export interface PassphraseBridge {
  readonly v: 1
  readonly from: string
  readonly to: string
  readonly iv: string
  readonly ciphertext: string
}

/** What it takes to derive from one passphrase. `salt` in base64url. */
export interface PassphraseInput {
  readonly passphrase: string
  readonly salt: string
  readonly params: unknown
}

/** Everything that one change of a passphrase needs, of both. */
export interface PassphraseChange {
  readonly old: DerivedSecrets
  readonly next: DerivedSecrets
  readonly bridge: PassphraseBridge
}

const BRIDGE_FIELDS = ['v', 'from', 'to', 'iv', 'ciphertext']
const bridgePlace = (from: string, to: string): Bytes => binding('ariadne/passphrase-bridge/1', from, to)

/**
 * Derives from the old and the new passphrase and makes the bridge between them. Two derivations: run it in a worker.
 * @throws VaultError as `deriveFromPassphrase`, also for a new passphrase that is too short or too long
 */
export const changePassphrase = async (
  old: PassphraseInput,
  next: PassphraseInput,
  mode: 'demo' | 'training' | 'live',
): Promise<PassphraseChange> => {
  const problem = findPassphraseProblem(next.passphrase)
  if (problem)
    throw new VaultError(
      problem,
      `A passphrase has ${PASSPHRASE_CHARACTERS.least} to ${PASSPHRASE_CHARACTERS.most} characters`,
    )
  const before = await branches(old.passphrase, fromBase64Url(old.salt), checkKdfParams(old.params, mode))
  const after = await branches(next.passphrase, fromBase64Url(next.salt), checkKdfParams(next.params, mode))
  const nextKey = await importAesKey(after.wrapping)
  const sealed = await encrypt(nextKey, before.wrapping, bridgePlace(old.salt, next.salt))
  const change: PassphraseChange = {
    old: { loginSecret: before.loginSecret, wrappingKey: await importAesKey(before.wrapping) },
    next: { loginSecret: after.loginSecret, wrappingKey: nextKey },
    bridge: {
      v: 1,
      from: old.salt,
      to: next.salt,
      iv: toBase64Url(sealed.iv),
      ciphertext: toBase64Url(sealed.ciphertext),
    },
  }
  wipe(before.wrapping)
  wipe(after.wrapping)
  return change
}

/** @throws VaultError `malformed` naming the field, or `unsupported_version` */
export const readPassphraseBridge = (value: unknown): PassphraseBridge => {
  const record = readRecord(value, 'passphrase bridge')
  readVersion(record, 'passphrase bridge')
  refuseOthers(record, BRIDGE_FIELDS, 'passphrase bridge')
  return {
    v: 1,
    from: readText(record, 'from', 200),
    to: readText(record, 'to', 200),
    iv: readBase64Url(record, 'iv', 12),
    ciphertext: readBase64Url(record, 'ciphertext', 48),
  }
}

/**
 * Walks back from the passphrase of now to the one whose salt is `wanted`, over as many changes as lie between.
 * @returns undefined when no way leads there
 * @throws VaultError `cannot_open` when a bridge is not what it says, `malformed`
 */
export const crossBridges = async (
  bridges: readonly unknown[],
  now: { readonly salt: string; readonly wrappingKey: CryptoKey },
  wanted: string,
): Promise<CryptoKey | undefined> => {
  const known = bridges.map(readPassphraseBridge)
  let { salt, wrappingKey } = now
  for (let step = 0; salt !== wanted; step += 1) {
    const bridge = known.find((one) => one.to === salt)
    // A server that sends the bridges in a circle must not keep a browser walking.
    if (!bridge || step > known.length) return undefined
    const sealed = { iv: fromBase64Url(bridge.iv), ciphertext: fromBase64Url(bridge.ciphertext) }
    const raw = await decrypt(wrappingKey, sealed, bridgePlace(bridge.from, bridge.to))
    wrappingKey = await importAesKey(raw)
    wipe(raw)
    salt = bridge.from
  }
  return wrappingKey
}

/**
 * A key that wraps a device's key, from a PIN or passphrase typed on that device. A branch of its own: it neither
 * signs in nor opens the member's seed. A PIN is guessable by whoever copies the device's storage, so callers limit
 * attempts and keep little on the device.
 * @param salt 16 to 64 random bytes kept on the device
 * @throws VaultError as `deriveFromPassphrase`
 */
export const deriveDeviceWrappingKey = async (
  secret: string,
  salt: Bytes,
  params: unknown,
  mode: 'demo' | 'training' | 'live',
): Promise<CryptoKey> => {
  const root = await stretch(secret, salt, checkKdfParams(params, mode))
  const wrapping = await hkdf(root, new Uint8Array(0), utf8('ariadne/1 device'), 32)
  wipe(root)
  return importAesKey(wrapping)
}
