import { loaders, states } from 'virtual:catalogues'
import type { MessageFormatElement } from 'react-intl'
import type { Language } from './languages.ts'

export interface CatalogueState {
  /** messages there are */
  readonly total: number
  /** of those, written in this language; the others show in English */
  readonly translated: number
  /** of those, confirmed by somebody who speaks it */
  readonly reviewed: number
}
/** Messages as react-intl takes them: parsed when the app was built. Element type 0 is a plain text. */
export type Messages = Readonly<Record<string, readonly MessageFormatElement[]>>

const unpack = (texts: Readonly<Record<string, string | readonly MessageFormatElement[]>>): Messages =>
  Object.fromEntries(
    Object.entries(texts).map(([id, text]) => [id, typeof text === 'string' ? [{ type: 0, value: text }] : text]),
  )

/** True while not every text of a language was confirmed by a person who speaks it. */
export const isDraft = (language: Language): boolean => states[language].reviewed < states[language].total

const kept = new Map<string, Promise<Messages>>()

/** The texts of the first screen, or all others. Loaded once; a failed load may be tried again. */
export const loadCatalogue = (language: Language, part: 'first' | 'rest'): Promise<Messages> => {
  const key = `${language}/${part}`
  const known = kept.get(key)
  if (known) return known
  const coming = loaders[language][part]().then(unpack)
  kept.set(key, coming)
  coming.catch(() => kept.delete(key))
  return coming
}
