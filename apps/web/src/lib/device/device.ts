import { type DeviceRow, decryptRow, encryptRow } from '@ariadne/vault/device'
import { createStore } from '../store.ts'
import { unsubscribe } from '../ringer/subscription.ts'
import { keeper } from './keeper.ts'
import type { Profile } from './profile.ts'
import { type Storage, type StoreName, openStorage } from './storage.ts'

/** Rows of the member who has unlocked this device. Every value is encrypted with the device's key before it is stored. */
export interface Rows {
  get<T>(store: StoreName, id: string): Promise<T | undefined>
  all<T>(store: StoreName): Promise<{ readonly id: string; readonly value: T }[]>
  put(store: StoreName, id: string, value: unknown): Promise<void>
  remove(store: StoreName, id: string): Promise<void>
}

export type DeviceState =
  | { readonly state: 'starting' }
  /** Nobody has ever signed in here. */
  | { readonly state: 'empty' }
  | { readonly state: 'locked'; readonly profiles: readonly Profile[] }
  | { readonly state: 'open'; readonly profile: Profile; readonly rows: Rows }

export const device = createStore<DeviceState>({ state: 'starting' })

/** What changed in another tab or this one: the store's name. */
type Change = { readonly store: StoreName }
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('ariadne.device')
const listeners = new Set<(change: Change) => void>()
channel?.addEventListener('message', ({ data }: MessageEvent<Change | 'lock'>) => {
  if (data === 'lock') void lockHere()
  else for (const listener of listeners) listener(data)
})

/** Calls back when rows of a store changed, in whichever tab. Gives back a function that stops it. */
export const onRowsChanged = (listener: (change: Change) => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let opening: Promise<Storage> | undefined
export const storage = (): Promise<Storage> => (opening ??= openStorage())

/** Rows on a storage under a key. Store and id are bound into each row, so that none can be put in another's place. */
export const rowsOf = (disk: Storage, profile: string, key: CryptoKey, changed: (change: Change) => void): Rows => {
  const open = async <T>(store: StoreName, id: string, row: DeviceRow) =>
    (await decryptRow(key, { store: `${profile}/${store}`, id }, row)) as T
  return {
    async get<T>(store: StoreName, id: string) {
      const row = await disk.read(profile, store, id)
      return row && (await open<T>(store, id, row))
    },
    async all<T>(store: StoreName) {
      const rows = await disk.list(profile, store)
      return Promise.all(rows.map(async ({ id, row }) => ({ id, value: await open<T>(store, id, row) })))
    },
    async put(store, id, value) {
      await disk.write(profile, store, id, await encryptRow(key, { store: `${profile}/${store}`, id }, value))
      changed({ store })
    },
    async remove(store, id) {
      await disk.remove(profile, store, id)
      changed({ store })
    },
  }
}

const announce = (change: Change) => {
  channel?.postMessage(change)
  for (const listener of listeners) listener(change)
}

/** Opens a profile's rows with its key, here and, through the service worker's memory, after a reload of the page. */
export const openDevice = async (profile: Profile, key: CryptoKey): Promise<void> => {
  const disk = await storage()
  const used = { ...profile, usedAt: new Date().toISOString() }
  await disk.putProfile(used)
  keeper.hold(profile.id, key)
  device.set({ state: 'open', profile: used, rows: rowsOf(disk, profile.id, key, announce) })
}

/** The open device goes by another id from now on. */
export const renameDevice = async (profileId: string, deviceId: string): Promise<void> => {
  const now = device.get()
  if (now.state !== 'open' || now.profile.id !== profileId) return
  const profile = { ...now.profile, deviceId }
  await (await storage()).putProfile(profile)
  device.set({ ...now, profile })
}

/** First step of every page load: open again if the key is still in memory somewhere, otherwise locked or empty. */
export const startDevice = async (): Promise<void> => {
  const disk = await storage()
  const profiles = await disk.profiles().catch(() => [])
  const held = await keeper.ask()
  const profile = profiles.find((p) => p.id === held?.profile)
  if (held && profile) device.set({ state: 'open', profile, rows: rowsOf(disk, profile.id, held.key, announce) })
  else device.set(profiles.length > 0 ? { state: 'locked', profiles } : { state: 'empty' })
}

const lockHere = async (): Promise<void> => {
  // Each tab lets go for itself: one that went on holding the key would give it back to the worker.
  keeper.drop()
  const disk = await storage()
  const profiles = await disk.profiles().catch(() => [])
  device.set(profiles.length > 0 ? { state: 'locked', profiles } : { state: 'empty' })
}

/** Takes the key out of memory, in every tab. Drafts and the outbox stay on the device, encrypted. */
export const lockDevice = async (): Promise<void> => {
  channel?.postMessage('lock')
  await lockHere()
}

/** Everything of one member goes from this device, and the key to it from every tab's memory. */
export const eraseProfile = async (id: string): Promise<void> => {
  const disk = await storage()
  await disk.removeProfile(id)
  // Whoever looks at this device next is not called by it.
  void unsubscribe().catch(() => undefined)
  const now = device.get()
  if (now.state !== 'open' || now.profile.id === id) await lockDevice()
}

/** The rows, while the device is open. */
export const openRows = (): Rows | undefined => {
  const now = device.get()
  return now.state === 'open' ? now.rows : undefined
}

/** Resolves with the rows as soon as the device is open. */
export const whenOpen = (): Promise<Rows> =>
  new Promise((resolve) => {
    const look = () => {
      const rows = openRows()
      if (!rows) return
      stop()
      resolve(rows)
    }
    const stop = device.subscribe(look)
    look()
  })
