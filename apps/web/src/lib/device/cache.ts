import { nowIso } from '../clock.ts'
import { openRows } from './device.ts'

/** An answer of the server, kept to be read with no network. */
export interface Kept<T> {
  readonly at: string
  readonly data: T
}

const MOST_ROWS = 400

export const keepRead = async (key: string, data: unknown): Promise<void> => {
  const rows = openRows()
  if (!rows) return
  await rows.put('cache', key, { at: nowIso(), data } satisfies Kept<unknown>)
}

export const findKept = async <T>(key: string): Promise<Kept<T> | undefined> => openRows()?.get<Kept<T>>('cache', key)

/** Forgets the oldest answers beyond a few hundred, so that a device does not collect cases it no longer works on. */
export const pruneCache = async (): Promise<void> => {
  const rows = openRows()
  if (!rows) return
  const kept = await rows.all<Kept<unknown>>('cache')
  const old = kept.sort((a, b) => b.value.at.localeCompare(a.value.at)).slice(MOST_ROWS)
  for (const { id } of old) await rows.remove('cache', id)
}
