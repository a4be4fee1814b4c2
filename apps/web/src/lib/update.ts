import { useEffect } from 'react'
import { createStore, useStore } from './store.ts'

const LOOK_EVERY_MS = 60 * 60_000

/** A newer version of the app that is there and waits for somebody to want it. */
const waiting = createStore<ServiceWorker | null>(null)
/** How many pages ask not to be disturbed: a talk with a person, a signature. */
const quiet = createStore(0)

/** While the page is shown, nobody is asked to update. For talks and for anything that must not be broken off. */
export const useQuiet = (): void => {
  useEffect(() => {
    quiet.set((n) => n + 1)
    return () => quiet.set((n) => n - 1)
  }, [])
}

/** A function that changes to the newer version, when there is one and it is no bad moment. It never happens by itself. */
export const useUpdate = (): (() => void) | null => {
  const next = useStore(waiting)
  const undisturbed = useStore(quiet) === 0
  if (!next || !undisturbed) return null
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    next.postMessage({ type: 'update.now' })
  }
}

/** Installs the app on this device, so that it works with no network from then on. */
export const installApp = async (): Promise<void> => {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const registration = await navigator.serviceWorker.register('/sw.js')
  const look = () => {
    // Without a controller this is the first install: nothing is replaced.
    if (registration.waiting && navigator.serviceWorker.controller) waiting.set(registration.waiting)
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS)
}
