import { createStore } from '../store.ts'

/**
 * What keeps this device from storing.
 * `unavailable`: the browser gives no storage at all. `full`: there is no room. `failing`: it answers with errors.
 * In each case what is typed stays in memory and says so.
 */
export type Trouble = 'none' | 'unavailable' | 'full' | 'failing'

export const storageTrouble = createStore<Trouble>('none')

export const troubleOf = (error: unknown): Trouble =>
  error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'failing'
