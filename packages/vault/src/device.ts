import { binding, fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8, type Bytes } from './bytes.ts'
import { decrypt, encrypt, importAesKey } from './cipher.ts'
import { VaultError } from './errors.ts'
import { pad, unpad } from './padding.ts'
import { readBase64Url, readRecord, readVersion } from './shapes.ts'

/** A device's key under a wrapping key; base64url. May lie in the device's storage. */
export interface WrappedDeviceKey {
  readonly v: 1
  readonly alg: 'A256GCM'
  readonly iv: string
  readonly ciphertext: string
}

/** An encrypted row as IndexedDB keeps it. */
export interface DeviceRow {
  readonly v: 1
  readonly iv: Bytes
  readonly ciphertext: Bytes
}

/** Where a row lies. A row opens under its own store and id only. */
export interface RowPlace {
  readonly store: string
  readonly id: string
}

const KEY_BYTES = 32
const LEAST_ROW = 128
const keyPlace = (deviceId: string): Bytes => binding('ariadne/device-key/1', deviceId)
const rowPlace = ({ store, id }: RowPlace): Bytes => binding('ariadne/row/1', store, id)

/** 32 fresh bytes for one device. Keep them in memory only; store them wrapped. */
export const makeDeviceKey = (): Bytes => randomBytes(KEY_BYTES)

/** The device's key as the rows use it: cannot be read back out. */
export const importDeviceKey = async (raw: Bytes): Promise<CryptoKey> => {
  if (raw.length !== KEY_BYTES)
    throw new VaultError('malformed', `A device key has ${KEY_BYTES} bytes, this one ${raw.length}`)
  return importAesKey(raw)
}

/** Wraps the device's key, once for each way to unlock (passphrase, PIN); a new PIN is a new wrap of the same key. */
export const wrapDeviceKey = async (
  raw: Bytes,
  wrappingKey: CryptoKey,
  deviceId: string,
): Promise<WrappedDeviceKey> => {
  const { iv, ciphertext } = await encrypt(wrappingKey, raw, keyPlace(deviceId))
  return { v: 1, alg: 'A256GCM', iv: toBase64Url(iv), ciphertext: toBase64Url(ciphertext) }
}

/** @throws VaultError `cannot_open` (wrong PIN or passphrase, another device's), `malformed`, `unsupported_version` */
export const unwrapDeviceKey = async (wrapped: unknown, wrappingKey: CryptoKey, deviceId: string): Promise<Bytes> => {
  const record = readRecord(wrapped, 'device key')
  readVersion(record, 'device key')
  const sealed = {
    iv: fromBase64Url(readBase64Url(record, 'iv', 12)),
    ciphertext: fromBase64Url(readBase64Url(record, 'ciphertext')),
  }
  return decrypt(wrappingKey, sealed, keyPlace(deviceId))
}

/**
 * Encrypts anything JSON can carry as a row of `place`, padded so that its size tells little.
 * @throws VaultError `malformed` for what JSON cannot carry
 */
export const encryptRow = async (deviceKey: CryptoKey, place: RowPlace, value: unknown): Promise<DeviceRow> => {
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined) throw new VaultError('malformed', 'A row holds something JSON can carry')
  return { v: 1, ...(await encrypt(deviceKey, pad(utf8(text), LEAST_ROW), rowPlace(place))) }
}

/** @throws VaultError `cannot_open` (locked with another key, changed, or moved from another row), `malformed`, `unsupported_version` */
export const decryptRow = async (deviceKey: CryptoKey, place: RowPlace, row: DeviceRow): Promise<unknown> => {
  readVersion(readRecord(row, 'row'), 'row')
  return JSON.parse(fromUtf8(unpad(await decrypt(deviceKey, row, rowPlace(place)), LEAST_ROW))) as unknown
}
