import { useEffect, useState } from 'react'
import { OfflineError } from '../api/problem.ts'
import { exchange } from '../api/request.ts'
import { openRows, whenOpen } from '../device/device.ts'
import { createStore } from '../store.ts'
import { type Bundle, keepingVersions } from './bundle.ts'

const KEPT = 'content'
const current = createStore<Bundle | null>(null)

const readKept = async (): Promise<Bundle | null> => {
  const known = current.get()
  if (known) return known
  const kept = (await openRows()?.get<Bundle>('settings', KEPT)) ?? null
  if (kept && !current.get()) current.set(kept)
  return current.get()
}

/**
 * Asks for newer content and keeps it on the device. Called when the app starts and where no talk is under way; a talk goes on
 * with what it began with.
 * @throws ApiError. With no network it changes nothing and throws nothing.
 */
export const refreshContent = async (): Promise<void> => {
  const older = await readKept()
  try {
    const answer = (await exchange('GET', '/api/content/bundle')) as Bundle
    if (answer.version === older?.version) return
    const newer = keepingVersions(answer, older)
    current.set(newer)
    await openRows()?.put('settings', KEPT, newer)
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error
  }
}

/** The content that is kept here, if any. */
export const keptContent = (): Promise<Bundle | null> => readKept()

export type Content =
  | { readonly state: 'loading' }
  /** This device has never had the network since somebody signed in on it. */
  | { readonly state: 'missing'; readonly retry: () => void }
  | { readonly state: 'ready'; readonly bundle: Bundle }

const read = async (): Promise<Bundle | null> => {
  await whenOpen()
  if (!(await readKept())) await refreshContent()
  return current.get()
}

/** The content on this device; asks for it when there is none yet. Follows a newer one only when the page opens anew. */
export const useContent = (): Content => {
  const [bundle, setBundle] = useState<Bundle | null | undefined>(() => current.get() ?? undefined)
  useEffect(() => {
    let wanted = true
    if (bundle !== undefined) return
    void read()
      .catch(() => null)
      .then((found) => wanted && setBundle(found))
    return () => {
      wanted = false
    }
  }, [bundle])
  if (bundle) return { state: 'ready', bundle }
  if (bundle === undefined) return { state: 'loading' }
  return {
    state: 'missing',
    retry: () => setBundle(undefined),
  }
}
