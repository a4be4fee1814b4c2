import { createApart } from '../../platform/apart/index.ts'
import type { Apart } from '../../platform/apart/index.ts'
import type { look } from './look.ts'

/** A night's look at one figure takes seconds; a quarter of an hour would be a fault. */
const LIMIT_MS = 15 * 60_000
const IDLE_MS = 1_000

/** Looks in a thread of its own: it takes seconds of nothing but reckoning, and the server answers meanwhile. */
export const startLooking = (): Apart<{ look: typeof look }> =>
  createApart({
    name: 'early-warning',
    from: { folder: import.meta.dirname, file: 'look.worker' },
    most: 1,
    limitMs: LIMIT_MS,
    idleMs: IDLE_MS,
  })
