import { createStore, useStore } from './store.ts'

const KEPT = 'ariadne.neutralTitle'
const read = (): boolean => {
  try {
    return localStorage.getItem(KEPT) === 'yes'
  } catch {
    return false
  }
}
const chosen = createStore(read())

/** Whether tabs carry a title that does not say where somebody works: for a screen in view of others. */
export const useNeutralTitle = (): boolean => useStore(chosen)

export const setNeutralTitle = (on: boolean): void => {
  chosen.set(on)
  try {
    if (on) localStorage.setItem(KEPT, 'yes')
    else localStorage.removeItem(KEPT)
  } catch {
    // Lasts as long as this tab does.
  }
}
