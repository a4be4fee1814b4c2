import { binding, concatBytes, fromBase64Url, randomBytes, sha256, toBase64Url, utf8, type Bytes } from './bytes.ts'
import { decrypt, encrypt, hkdf, importAesKey } from './cipher.ts'
import { VaultError } from './errors.ts'
import { makeKeyPair } from './keys.ts'
import { readBase64Url, readCount, readRecord, readText, readVersion, refuseOthers } from './shapes.ts'
import type { UnitKey } from './unitKeys.ts'
import { CODE_BYTES, readRecoveryCode, writeRecoveryCode } from './recoveryCode.ts'

/** A unit's seed under a code that exists on paper only. The server keeps this; without the paper it opens nothing. */
export interface RecoveryKit {
  readonly v: 1
  readonly unitId: string
  readonly version: number
  readonly keyId: string
  /** 16 random bytes, base64url; also what the paper names its kit by. */
  readonly salt: string
  readonly iv: string
  readonly ciphertext: string
}

const FIELDS = ['v', 'unitId', 'version', 'keyId', 'salt', 'iv', 'ciphertext']

const keyOf = async (code: Bytes, salt: Bytes): Promise<CryptoKey> =>
  importAesKey(await hkdf(code, salt, utf8('ariadne/1 recovery kit'), 32))
const place = (kit: Pick<RecoveryKit, 'unitId' | 'version' | 'keyId'>): Bytes =>
  binding('ariadne/recovery-kit/1', kit.unitId, kit.version, kit.keyId)

/**
 * A recovery kit for a unit's key. `code` is shown once, printed, sealed in an envelope and locked away in two places;
 * it has 160 random bits, so no stretching is needed.
 */
export const makeRecoveryKit = async (
  unitKey: UnitKey,
): Promise<{ readonly code: string; readonly kit: RecoveryKit }> => {
  const secret = randomBytes(CODE_BYTES)
  const salt = randomBytes(16)
  const { unitId, version, keyId } = unitKey
  const { iv, ciphertext } = await encrypt(await keyOf(secret, salt), unitKey.seed, place(unitKey))
  const kit: RecoveryKit = {
    v: 1,
    unitId,
    version,
    keyId,
    salt: toBase64Url(salt),
    iv: toBase64Url(iv),
    ciphertext: toBase64Url(ciphertext),
  }
  return { code: await writeRecoveryCode(secret), kit }
}

/** @throws VaultError `malformed` naming the field, or `unsupported_version` */
export const readRecoveryKit = (value: unknown): RecoveryKit => {
  const record = readRecord(value, 'recovery kit')
  readVersion(record, 'recovery kit')
  refuseOthers(record, FIELDS, 'recovery kit')
  return {
    v: 1,
    unitId: readText(record, 'unitId', 200),
    version: readCount(record, 'version'),
    keyId: readText(record, 'keyId', 64),
    salt: readBase64Url(record, 'salt', 16),
    iv: readBase64Url(record, 'iv', 12),
    ciphertext: readBase64Url(record, 'ciphertext'),
  }
}

/**
 * The unit's key back from the paper.
 * @param typed the code as a person typed it
 * @throws VaultError `code_mistyped` (use `checkRecoveryCode` first to say where), `cannot_open` when the code belongs
 *   to another kit, `wrong_key`, `malformed`, `unsupported_version`
 */
export const openRecoveryKit = async (value: unknown, typed: string): Promise<UnitKey> => {
  const kit = readRecoveryKit(value)
  const secret = await readRecoveryCode(typed)
  const sealed = { iv: fromBase64Url(kit.iv), ciphertext: fromBase64Url(kit.ciphertext) }
  const seed = await decrypt(await keyOf(secret, fromBase64Url(kit.salt)), sealed, place(kit))
  const pair = await makeKeyPair(seed)
  if (pair.keyId !== kit.keyId)
    throw new VaultError('wrong_key', 'The key in this kit is not the one it names; tell your administrator')
  return { ...pair, unitId: kit.unitId, version: kit.version }
}

/** A short name for a kit, to print beside its code, that tells nothing of the code: eight hex digits. */
export const kitName = async (kit: RecoveryKit): Promise<string> => {
  const digest = await sha256(concatBytes(utf8('ariadne/recovery-kit-name/1'), fromBase64Url(kit.salt)))
  return Array.from(digest.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
