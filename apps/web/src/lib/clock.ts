import { useEffect, useState } from 'react'
import { createStore, useStore } from './store.ts'

/** How far the instance's clock is ahead of this machine's, in milliseconds: a demo clock may stand months ahead. */
const offset = createStore(0)

/** Tells this page what the instance's clock says; small differences are the network's and are left alone. */
export const setServerTime = (iso: string): void => {
  const ahead = Date.parse(iso) - Date.now()
  if (Number.isFinite(ahead)) offset.set(Math.abs(ahead) > 60_000 ? ahead : 0)
}

/** Milliseconds since the epoch, by the instance's clock. */
export const now = (): number => Date.now() + offset.get()
export const nowIso = (): string => new Date(now()).toISOString()

/** The same as a value that a page can show; it moves on every `everyMs`. */
export const useNow = (everyMs = 30_000): number => {
  const ahead = useStore(offset)
  const [machine, setMachine] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setMachine(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return machine + ahead
}
