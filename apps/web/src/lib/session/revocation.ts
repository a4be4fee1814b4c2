import { exchange } from '../api/request.ts'
import { online } from '../api/online.ts'
import { session } from '../api/session.ts'
import { device, eraseProfile, storage } from '../device/device.ts'
import type { Profile } from '../device/profile.ts'
import { createStore, useStore } from '../store.ts'

/** What lay on this device was erased, because its session was ended from elsewhere. Said at the door until somebody signs in. */
const erased = createStore(false)
export const useErased = (): boolean => useStore(erased)

const ask = async (address: string, body: object): Promise<boolean> =>
  ((await exchange('POST', address, body)) as { revoked: boolean }).revoked

const wipe = async (profile: Profile): Promise<void> => {
  await eraseProfile(profile.id)
  erased.set(true)
  session.set('signed-out')
  // Told afterwards: whoever ended the session may know that it has happened.
  await ask('/api/device/state', { deviceId: profile.deviceId, erased: true }).catch(() => undefined)
}

/**
 * Asks whether anything that lies here was revoked, and erases it: rows, drafts and the keys to them. Needs no session, so a device
 * that was lost long ago obeys at its first contact.
 */
export const obeyRevocation = async (): Promise<void> => {
  for (const profile of await (await storage()).profiles()) {
    if (!profile.deviceId) continue
    const revoked = await ask('/api/device/state', { deviceId: profile.deviceId }).catch(() => false)
    if (revoked) await wipe(profile)
  }
}

/** Ties this device to the session that is used on it, so that ending the one erases the other. */
export const tieDevice = async (): Promise<void> => {
  const now = device.get()
  if (now.state !== 'open' || !now.profile.deviceId) return
  if (await ask('/api/device', { deviceId: now.profile.deviceId })) await wipe(now.profile)
  else erased.set(false)
}

/** Looks at every start, when the network comes back, and when the server no longer knows the session. */
export const watchRevocation = (): void => {
  const look = () => void obeyRevocation().catch(() => undefined)
  look()
  online.subscribe(() => online.get() && look())
  session.subscribe(() => session.get() === 'expired' && look())
}
