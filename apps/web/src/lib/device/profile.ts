import { randomBytes, toBase64Url } from '@ariadne/vault/bytes'
import type { KdfParams } from '@ariadne/vault/passphrase'
import type { WrappedDeviceKey } from '@ariadne/vault/device'

export type Mode = 'demo' | 'training' | 'live'

/** A PIN is short, so it gets few tries, and then only the passphrase opens. */
export const PIN_TRIES = 5

/**
 * One member on one device: how to unlock their rows. It lies on the device unencrypted and therefore names nobody: the
 * e-mail address is there as a salted digest.
 */
export interface Profile {
  readonly id: string
  readonly emailSalt: string
  readonly emailTag: string
  readonly mode: Mode
  /** How the passphrase becomes a key; as the server said at the last sign-in. */
  readonly kdf: KdfParams
  readonly salt: string
  readonly byPassphrase: WrappedDeviceKey
  readonly byPin: {
    readonly salt: string
    readonly kdf: KdfParams
    readonly wrapped: WrappedDeviceKey
    readonly triesLeft: number
  } | null
  readonly usedAt: string
  /** A random name by which the instance can say "erase what lies here". Only this device and a hash at the instance know it. */
  readonly deviceId?: string
}

export const newDeviceId = (): string => toBase64Url(randomBytes(16))
