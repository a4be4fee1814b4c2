import { binding, fromBase64Url, toBase64Url, type Bytes } from './bytes.ts'
import { decrypt, encrypt } from './cipher.ts'
import { VaultError } from './errors.ts'
import { SEED_BYTES } from './hpke.ts'
import { readRecord, readText, readVersion } from './shapes.ts'

/** What a seed is for; part of what binds it to its place. */
export type SeedPurpose = 'member' | 'unit' | 'backup'

/** Whose seed it is. `version` counts a member's keys from 1. */
export interface SeedSubject {
  readonly purpose: SeedPurpose
  readonly memberId: string
  readonly version: number
}

/** A private seed under a wrapping key (AES-256-GCM); bytes in base64url. The server may keep it. */
export interface WrappedSeed {
  readonly v: 1
  readonly alg: 'A256GCM'
  readonly iv: string
  readonly ciphertext: string
}

const place = ({ purpose, memberId, version }: SeedSubject): Bytes =>
  binding('ariadne/seed/1', purpose, memberId, version)

/** Wraps a 32-byte seed so that it opens only as the same subject's. */
export const wrapSeed = async (seed: Bytes, wrappingKey: CryptoKey, subject: SeedSubject): Promise<WrappedSeed> => {
  if (seed.length !== SEED_BYTES)
    throw new VaultError('malformed', `A seed has ${SEED_BYTES} bytes, this one ${seed.length}`)
  const { iv, ciphertext } = await encrypt(wrappingKey, seed, place(subject))
  return { v: 1, alg: 'A256GCM', iv: toBase64Url(iv), ciphertext: toBase64Url(ciphertext) }
}

/** @throws VaultError `cannot_open` (wrong passphrase, another subject, changed bytes), `malformed`, `unsupported_version` */
export const unwrapSeed = async (wrapped: unknown, wrappingKey: CryptoKey, subject: SeedSubject): Promise<Bytes> => {
  const record = readRecord(wrapped, 'wrapped seed')
  readVersion(record, 'wrapped seed')
  const sealed = {
    iv: fromBase64Url(readText(record, 'iv')),
    ciphertext: fromBase64Url(readText(record, 'ciphertext')),
  }
  return decrypt(wrappingKey, sealed, place(subject))
}
