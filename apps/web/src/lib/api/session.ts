import { createStore } from '../store.ts'

/**
 * What the server thinks of this browser. `expired`: the device is open and the page stays; only sending waits for a new
 * sign-in.
 */
export type SessionState = 'unknown' | 'signed-in' | 'expired' | 'signed-out'
export const session = createStore<SessionState>('unknown')
