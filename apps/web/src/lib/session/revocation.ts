import { exchange } from '../api/request.ts'
import { online } from '../api/online.ts'
import { session } from '../api/session.ts'
import { device, eraseProfile, renameDevice, storage } from '../device/device.ts'
import { newDeviceId, type Profile } from '../device/profile.ts'
import { createStore, useStore } from '../store.ts'

/**
 * That something was erased here is noted on the device until somebody signs in: a page that is closed in the middle must neither
 * forget to say so nor to tell the instance. The note is the device's random id, or `told`.
 */
const NOTE = 'ariadne.erased'
const TOLD = 'told'
const readNote = (): string | null => {
  try {
    return localStorage.getItem(NOTE)
  } catch {
    return null
  }
}
const keepNote = (note: string | null): void => {
  try {
    if (note === null) localStorage.removeItem(NOTE)
    else localStorage.setItem(NOTE, note)
  } catch {
    // A browser that keeps nothing has nothing left to erase either.
  }
  erased.set(note !== null)
}

/** What lay on this device was erased, because its session was ended from elsewhere. Said at the door until somebody signs in. */
const erased = createStore(typeof localStorage !== 'undefined' && readNote() !== null)
export const useErased = (): boolean => useStore(erased)

const ask = async (address: string, body: object): Promise<{ revoked: boolean; taken?: boolean }> =>
  (await exchange('POST', address, body)) as { revoked: boolean; taken?: boolean }

/** Tells the instance that what it wanted erased is gone, as soon as it can be told. */
const tell = async (): Promise<void> => {
  const deviceId = readNote()
  if (deviceId === null || deviceId === TOLD) return
  await ask('/api/device/state', { deviceId, erased: true })
  keepNote(TOLD)
}

const wipe = async (profile: Profile): Promise<void> => {
  keepNote(profile.deviceId ?? TOLD)
  await eraseProfile(profile.id)
  session.set('signed-out')
  await tell()
}

/**
 * Asks whether anything that lies here was revoked, and erases it: rows, drafts and the keys to them. Needs no session, so a device
 * that was lost long ago obeys at its first contact.
 */
const obeyRevocation = async (): Promise<void> => {
  await tell()
  for (const profile of await (await storage()).profiles()) {
    if (!profile.deviceId) continue
    const { revoked } = await ask('/api/device/state', { deviceId: profile.deviceId })
    if (revoked) await wipe(profile)
  }
}

/**
 * Ties this device to the session that is used on it, so that ending the one erases the other. An id that somebody else has
 * named as theirs, on a tablet that goes from hand to hand, is given up for a new one.
 */
export const tieDevice = async (): Promise<void> => {
  const now = device.get()
  if (now.state !== 'open' || !now.profile.deviceId) return
  const { revoked, taken } = await ask('/api/device', { deviceId: now.profile.deviceId })
  if (revoked) await wipe(now.profile)
  else keepNote(null)
  if (!taken) return
  const deviceId = newDeviceId()
  await renameDevice(now.profile.id, deviceId)
  await ask('/api/device', { deviceId })
}

/** Looks at every start, when the network comes back, and when the server no longer knows the session. */
export const watchRevocation = (): void => {
  // What cannot be asked now is asked at the next of these.
  const look = () => void obeyRevocation().catch(() => undefined)
  look()
  online.subscribe(() => online.get() && look())
  session.subscribe(() => session.get() === 'expired' && look())
}
