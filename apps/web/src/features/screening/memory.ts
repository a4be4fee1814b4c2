/** What this device remembers of the last screening, so that it need not be asked again: a kind of place, never a person. */
const read = (key: string): string | null => {
  try {
    return localStorage.getItem(`ariadne.screening.${key}`)
  } catch {
    return null
  }
}
const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(`ariadne.screening.${key}`, value)
  } catch {
    // Then it is asked again the next time.
  }
}

export const lastPlaceType = (): string | null => read('placeType')
export const keepPlaceType = (placeType: string): void => keep('placeType', placeType)
export const quickKeys = (): boolean => read('quickKeys') === 'yes'
export const keepQuickKeys = (on: boolean): void => keep('quickKeys', on ? 'yes' : 'no')
