import { randomBytes, toBase64Url } from '@ariadne/vault/bytes'
import { importDeviceKey, makeDeviceKey, unwrapDeviceKey, wrapDeviceKey } from '@ariadne/vault/device'
import type { KdfParams } from '@ariadne/vault/passphrase'
import { openDevice, storage } from '../device/device.ts'
import { type Mode, PIN_TRIES, type Profile, newDeviceId } from '../device/profile.ts'
import { newId } from '../id.ts'
import { derivePassphrase, derivePin } from './derive.ts'
import { emailTag } from './emailTag.ts'

/** Why a device stays locked. `triesLeft` counts what is left for the PIN. */
export class UnlockError extends Error {
  readonly code: 'wrong_passphrase' | 'wrong_pin' | 'pin_used_up' | 'nobody_here'
  readonly triesLeft: number
  constructor(code: UnlockError['code'], triesLeft = 0) {
    super(code)
    this.name = 'UnlockError'
    this.code = code
    this.triesLeft = triesLeft
  }
}

export const findProfile = async (email: string): Promise<Profile | undefined> => {
  for (const profile of await (await storage()).profiles())
    if ((await emailTag(email, profile.emailSalt)) === profile.emailTag) return profile
  return undefined
}

/** The passphrase of now as this browser derived it, and the way back to earlier ones. */
export interface SignedInWith {
  readonly kdf: KdfParams
  readonly salt: string
  readonly wrappingKey: CryptoKey
  readonly bridges: readonly unknown[]
}

/** The device's key out of a profile, also where the passphrase was changed elsewhere since. */
const rawAfterSignIn = async (profile: Profile, by: SignedInWith) => {
  const raw = await unwrapDeviceKey(profile.byPassphrase, by.wrappingKey, profile.id).catch(() => undefined)
  if (raw) return raw
  const { crossBridges } = await import('@ariadne/vault/passphrase')
  const earlier = await crossBridges(by.bridges, by, profile.salt).catch(() => undefined)
  return earlier && unwrapDeviceKey(profile.byPassphrase, earlier, profile.id).catch(() => undefined)
}

/**
 * Opens this member's rows after a sign-in, making the device's key the first time. Where the passphrase was changed elsewhere they
 * open over the bridges and lie under the new one from now on. Where no way leads back (the member began again with new keys) the
 * old rows stay as they are, and the member begins anew beside them.
 */
export const openAfterSignIn = async (email: string, mode: Mode, by: SignedInWith): Promise<void> => {
  const { kdf, salt, wrappingKey } = by
  const known = await findProfile(email)
  const opened = known && (await rawAfterSignIn(known, by))
  if (known && opened) {
    const byPassphrase = await wrapDeviceKey(opened, wrappingKey, known.id)
    const profile = { ...known, kdf, salt, mode, byPassphrase, deviceId: known.deviceId ?? newDeviceId() }
    return openDevice(profile, await importDeviceKey(opened))
  }
  const id = newId()
  const emailSalt = toBase64Url(randomBytes(16))
  const raw = makeDeviceKey()
  const profile: Profile = {
    id,
    emailSalt,
    emailTag: await emailTag(email, emailSalt),
    mode,
    kdf,
    salt,
    byPassphrase: await wrapDeviceKey(raw, wrappingKey, id),
    byPin: null,
    usedAt: new Date().toISOString(),
    deviceId: newDeviceId(),
  }
  const key = await importDeviceKey(raw)
  raw.fill(0)
  await openDevice(profile, key)
}

const rawByPassphrase = async (profile: Profile, passphrase: string) => {
  const { wrappingKey } = await derivePassphrase(passphrase, profile.salt, profile.kdf, profile.mode)
  return unwrapDeviceKey(profile.byPassphrase, wrappingKey, profile.id).catch(() => {
    throw new UnlockError('wrong_passphrase')
  })
}

/** Opens the device with no network. @throws UnlockError, DeriveError */
export const unlockWithPassphrase = async (profile: Profile, passphrase: string): Promise<void> => {
  const raw = await rawByPassphrase(profile, passphrase)
  await openDevice(
    profile.byPin ? { ...profile, byPin: { ...profile.byPin, triesLeft: PIN_TRIES } } : profile,
    await importDeviceKey(raw),
  )
}

/** @throws UnlockError `wrong_pin` with the tries left, or `pin_used_up` when only the passphrase opens now */
export const unlockWithPin = async (known: Profile, pin: string): Promise<void> => {
  const disk = await storage()
  // Read anew: tries may have been used up in another tab or before a reload.
  const profile = (await disk.profiles()).find((one) => one.id === known.id) ?? known
  const { byPin } = profile
  if (!byPin || byPin.triesLeft < 1) throw new UnlockError('pin_used_up')
  const left = byPin.triesLeft - 1
  // Counted before it is tried, so that pulling the plug wins no try.
  await disk.putProfile({ ...profile, byPin: left > 0 ? { ...byPin, triesLeft: left } : null })
  const key = await derivePin(pin, byPin.salt, byPin.kdf, profile.mode)
  const raw = await unwrapDeviceKey(byPin.wrapped, key, profile.id).catch(() => {
    throw new UnlockError(left > 0 ? 'wrong_pin' : 'pin_used_up', left)
  })
  await openDevice({ ...profile, byPin: { ...byPin, triesLeft: PIN_TRIES } }, await importDeviceKey(raw))
}

/** Sets a PIN, or takes it away with null. Needs the passphrase: the device's key is never kept where it could be read back. */
export const setPin = async (profile: Profile, passphrase: string, pin: string | null): Promise<void> => {
  const raw = await rawByPassphrase(profile, passphrase)
  const salt = toBase64Url(randomBytes(16))
  const byPin =
    pin === null
      ? null
      : {
          salt,
          kdf: profile.kdf,
          wrapped: await wrapDeviceKey(raw, await derivePin(pin, salt, profile.kdf, profile.mode), profile.id),
          triesLeft: PIN_TRIES,
        }
  await openDevice({ ...profile, byPin }, await importDeviceKey(raw))
}
