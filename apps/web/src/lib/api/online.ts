import { createStore, useStore } from '../store.ts'

/** Whether the server was heard the last time anybody asked. The browser's own sign of a network is only a first guess. */
export const online = createStore(typeof navigator === 'undefined' ? true : navigator.onLine)
export const useOnline = (): boolean => useStore(online)

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => online.set(true))
  window.addEventListener('offline', () => online.set(false))
}
