import { isFromOutside } from '../outside.ts'
import { createStore, useStore } from '../store.ts'
import { type Messages, loadCatalogue } from './catalogue.ts'
import { type Language, chooseLanguage, directionOf, isLanguage } from './languages.ts'

const KEPT = 'ariadne.language'

/** A language that the interface is not written in, with what is written in it. What is not stands in the interface's own. */
export interface Theirs {
  readonly language: string
  readonly messages: Messages
}

interface Shown {
  readonly language: Language
  readonly messages: Messages
  /** Whether the texts beyond the first pages are among them. */
  readonly complete: boolean
  readonly theirs?: Theirs
}

/** The language on screen and its texts. */
export const shown = createStore<Shown>({ language: 'en', messages: {}, complete: false })

const show = (next: Shown): void => {
  const { language } = next.theirs ?? next
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  shown.set(next)
}

const loadAll = async (language: Language): Promise<Shown> => {
  const [first, rest] = await Promise.all([loadCatalogue(language, 'first'), loadCatalogue(language, 'rest')])
  return { language, messages: { ...first, ...rest }, complete: true }
}

/** The language somebody chose on this device, or else the best one for their browser. */
const startingLanguage = (): Language => {
  try {
    const kept = localStorage.getItem(KEPT)
    if (isLanguage(kept)) return kept
  } catch {
    // A browser that keeps nothing still shows a language: the browser's own.
  }
  return chooseLanguage(navigator.languages)
}

/** The texts of the first pages, before anything is drawn. */
export const loadFirstTexts = async (): Promise<void> => {
  const language = startingLanguage()
  show({ language, messages: await loadCatalogue(language, 'first'), complete: false })
}

/** All other texts: what a page after the first ones waits for. */
export const loadAllTexts = async (): Promise<void> => {
  const { language, complete } = shown.get()
  if (complete) return
  const all = await loadAll(language)
  if (shown.get().language === language) show(all)
}

/** Shows the page to somebody from outside in their own language, over the language of the interface. */
export const showTheirs = (theirs: Theirs): void => show({ ...shown.get(), theirs })

/** Shows every page in another language. What is typed stays: nothing is taken down, only the words change. */
const setLanguage = async (language: Language): Promise<void> => {
  show(await loadAll(language))
  // Whoever comes from outside leaves nothing on the device, this neither.
  if (isFromOutside()) return
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // The choice then lasts as long as this tab does.
  }
}

export const useLanguage = (): {
  readonly language: Language
  /** What the page is read in, where that is no language of the interface. */
  readonly theirs: Theirs | undefined
  readonly setLanguage: (language: Language) => Promise<void>
} => {
  const { language, theirs } = useStore(shown)
  return { language, theirs, setLanguage }
}
