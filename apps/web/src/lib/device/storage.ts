import type { DeviceRow } from '@ariadne/vault/device'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Profile } from './profile.ts'
import { storageTrouble, troubleOf } from './trouble.ts'

/** Rows of one kind. `drafts` and `outbox` hold somebody's work; `cache` can always be fetched again. */
export type StoreName = 'drafts' | 'outbox' | 'cache' | 'settings'

interface StoredRow {
  readonly profile: string
  readonly store: StoreName
  readonly id: string
  readonly row: DeviceRow
}

interface Schema extends DBSchema {
  profiles: { key: string; value: Profile }
  rows: { key: [string, string, string]; value: StoredRow; indexes: { byStore: [string, string] } }
}

/** Where encrypted rows lie. Nothing here can read them. */
export interface Storage {
  profiles(): Promise<Profile[]>
  putProfile(profile: Profile): Promise<void>
  removeProfile(id: string): Promise<void>
  read(profile: string, store: StoreName, id: string): Promise<DeviceRow | undefined>
  list(profile: string, store: StoreName): Promise<{ id: string; row: DeviceRow }[]>
  write(profile: string, store: StoreName, id: string, row: DeviceRow): Promise<void>
  remove(profile: string, store: StoreName, id: string): Promise<void>
}

/** Memory in the place of a disk: for a browser that has none to give, and for tests. */
export const memoryStorage = (): Storage => {
  const profiles = new Map<string, Profile>()
  const rows = new Map<string, StoredRow>()
  const key = (...parts: string[]) => parts.join('\n')
  return {
    profiles: async () => [...profiles.values()],
    putProfile: async (profile) => void profiles.set(profile.id, profile),
    removeProfile: async (id) => void profiles.delete(id),
    read: async (profile, store, id) => rows.get(key(profile, store, id))?.row,
    list: async (profile, store) => [...rows.values()].filter((r) => r.profile === profile && r.store === store),
    write: async (profile, store, id, row) => void rows.set(key(profile, store, id), { profile, store, id, row }),
    remove: async (profile, store, id) => void rows.delete(key(profile, store, id)),
  }
}

const indexedDbStorage = (db: IDBPDatabase<Schema>): Storage => ({
  profiles: () => db.getAll('profiles'),
  putProfile: async (profile) => void (await db.put('profiles', profile)),
  removeProfile: async (id) => {
    const changes = db.transaction(['profiles', 'rows'], 'readwrite', { durability: 'strict' })
    await changes.objectStore('profiles').delete(id)
    await changes.objectStore('rows').delete(IDBKeyRange.bound([id], [id, []]))
    await changes.done
  },
  read: async (profile, store, id) => (await db.get('rows', [profile, store, id]))?.row,
  list: (profile, store) => db.getAllFromIndex('rows', 'byStore', [profile, store]),
  write: async (profile, store, id, row) => {
    // Strict: the browser says "done" when the disk has it, not when it has been told of it.
    const change = db.transaction('rows', 'readwrite', { durability: 'strict' })
    await change.store.put({ profile, store, id, row })
    await change.done
  },
  remove: (profile, store, id) => db.delete('rows', [profile, store, id]),
})

/**
 * A storage that loses nothing while it can: what the disk refuses stays in memory, is read from there, and is written again
 * with the next write that succeeds.
 */
export const sturdy = (disk: Storage): Storage => {
  const memory = memoryStorage()
  const held = new Map<string, () => Promise<void>>()
  const flush = async () => {
    for (const [key, again] of held) {
      await again()
      held.delete(key)
    }
  }
  const attempt = async (key: string, onDisk: () => Promise<void>, inMemory: () => Promise<void>) => {
    try {
      await onDisk()
      held.delete(key)
      await flush()
      storageTrouble.set('none')
    } catch (error) {
      held.set(key, onDisk)
      await inMemory()
      storageTrouble.set(troubleOf(error))
    }
  }
  const heldAt = (profile: string, store: string, id: string) => held.has(`${profile}\n${store}\n${id}`)
  return {
    profiles: async () => {
      const known = new Map((await disk.profiles()).map((profile) => [profile.id, profile]))
      for (const profile of await memory.profiles()) if (held.has(profile.id)) known.set(profile.id, profile)
      return [...known.values()]
    },
    putProfile: (profile) =>
      attempt(
        profile.id,
        () => disk.putProfile(profile),
        () => memory.putProfile(profile),
      ),
    removeProfile: async (id) => {
      // What waits for room on the disk must not come back to it.
      for (const key of held.keys()) if (key === id || key.startsWith(`${id}\n`)) held.delete(key)
      await memory.removeProfile(id)
      await disk.removeProfile(id)
    },
    read: (profile, store, id) => (heldAt(profile, store, id) ? memory : disk).read(profile, store, id),
    list: async (profile, store) => {
      const rows = new Map((await disk.list(profile, store)).map((row) => [row.id, row]))
      for (const id of rows.keys()) if (heldAt(profile, store, id)) rows.delete(id)
      for (const row of await memory.list(profile, store)) if (heldAt(profile, store, row.id)) rows.set(row.id, row)
      return [...rows.values()]
    },
    write: (profile, store, id, row) =>
      attempt(
        `${profile}\n${store}\n${id}`,
        () => disk.write(profile, store, id, row),
        () => memory.write(profile, store, id, row),
      ),
    remove: (profile, store, id) =>
      attempt(
        `${profile}\n${store}\n${id}`,
        () => disk.remove(profile, store, id),
        () => memory.remove(profile, store, id),
      ),
  }
}

/** The device's own database, or memory where the browser has none to give. */
export const openStorage = async (): Promise<Storage> => {
  try {
    const db = await openDB<Schema>('ariadne', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('profiles', { keyPath: 'id' })
        const rows = fresh.createObjectStore('rows', { keyPath: ['profile', 'store', 'id'] })
        rows.createIndex('byStore', ['profile', 'store'])
      },
      // Another tab brought a newer version: this one lets go, and its writes say that they stay in memory.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    })
    return sturdy(indexedDbStorage(db))
  } catch {
    storageTrouble.set('unavailable')
    return memoryStorage()
  }
}
