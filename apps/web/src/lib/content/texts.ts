import { derivedFrom } from '@ariadne/domain/interviewLanguages'
import { toSerbianCyrillic, toSerbianLatin } from '@ariadne/domain/serbianLatin'

type Entry = string | { readonly message: string; readonly state?: string; readonly reviewer?: string | null }
interface Catalogue {
  readonly language?: string
  readonly drafter?: string
  readonly state?: string
  readonly reviewer?: string | null
  /** The language whose text serves this one wherever nothing else is written here. */
  readonly over?: string
}
/** One language of a set, a script or the card, as the bundle carries it. */
export type Texts = Readonly<Record<string, Entry | Catalogue>>

/** One language of a set, a script or the card, ready to be read. */
export interface Reading {
  /** BCP 47 code of what is written: the language asked for, or the one that stands in for it. */
  readonly lang: string
  readonly has: (key: string) => boolean
  /** The text; its key when there is none, so that a gap is seen. */
  readonly get: (key: string) => string
  /** No native reviewer has confirmed these texts: they work in demo and training only (DESIGN rule 10). */
  readonly draft: boolean
}

type All = Readonly<Record<string, Texts>>

/** Serbian in Latin, Bosnian and Montenegrin in Cyrillic letters: the same text in the other script; nobody writes it. */
export const written = (language: string): string => derivedFrom(language) ?? language
const isInCyrillic = (language: string): boolean => language.endsWith('-Cyrl')
/** What serves a language in its other script does so in that script too. */
const inScriptOf = (language: string, over: string): string =>
  !isInCyrillic(language) ? over : over === 'sr-Latn' ? 'sr' : `${over}-Cyrl`

const messageOf = (entry: Entry | Catalogue | undefined): string | undefined =>
  typeof entry === 'string' ? entry : entry && 'message' in entry ? entry.message : undefined

export const speaks = (texts: All, language: string): boolean => Object.hasOwn(texts, written(language))

const reading = (texts: All, language: string): Reading => {
  const own = texts[written(language)] ?? {}
  const turned = (text: string) =>
    language === 'sr-Latn' ? toSerbianLatin(text) : isInCyrillic(language) ? toSerbianCyrillic(text) : text
  const head = own['$catalogue'] as Catalogue | undefined
  const serving = head?.over === undefined ? undefined : findReading(texts, inScriptOf(language, head.over))
  return {
    lang: language,
    has: (key) => messageOf(own[key]) !== undefined || serving?.has(key) === true,
    get: (key) => {
      const text = messageOf(own[key])
      return text === undefined ? (serving?.get(key) ?? key) : turned(text)
    },
    // A file without a head is the source that the others were made from.
    draft: (head !== undefined && (head.state !== 'reviewed' || !head.reviewer)) || serving?.draft === true,
  }
}

/** The texts in one language, or undefined when there are none in it. @example findReading(script.texts, 'ar')?.get('title') */
export const findReading = (texts: All, language: string): Reading | undefined =>
  speaks(texts, language) ? reading(texts, language) : undefined

/** The texts in the best language there is: the one asked for, else English. What is missing in it stands in English. */
export const read = (texts: All, language: string): Reading => {
  const wanted = findReading(texts, language)
  const english = reading(texts, 'en')
  if (!wanted) return english
  return { ...wanted, get: (key) => (wanted.has(key) ? wanted.get(key) : english.get(key)) }
}
