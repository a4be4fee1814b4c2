import type { NameLanguage } from './countries.ts'
import { isLanguage, LANGUAGES, languageName } from './languages.ts'

export type Script = 'Latn' | 'Cyrl' | 'Arab'

interface InterviewLanguage {
  /** The language's name for itself, in its own letters: whoever is looking for it can read this and nothing else. */
  readonly own: string
  readonly script: Script
}

/**
 * Languages that a talk can be held in. They are more than the languages of the interface: an officer reads one of those, the
 * person hears or reads one of these. `sr-Latn`, `bs-Cyrl` and `cnr-Cyrl` are the language in its other script: derived letter by
 * letter, written by nobody.
 */
export const INTERVIEW_LANGUAGES = {
  en: { own: 'English', script: 'Latn' },
  sq: { own: 'Shqip', script: 'Latn' },
  mk: { own: 'Македонски', script: 'Cyrl' },
  sr: { own: 'Српски', script: 'Cyrl' },
  'sr-Latn': { own: 'Srpski', script: 'Latn' },
  bs: { own: 'Bosanski', script: 'Latn' },
  'bs-Cyrl': { own: 'Босански', script: 'Cyrl' },
  hr: { own: 'Hrvatski', script: 'Latn' },
  cnr: { own: 'Crnogorski', script: 'Latn' },
  'cnr-Cyrl': { own: 'Црногорски', script: 'Cyrl' },
  bg: { own: 'Български', script: 'Cyrl' },
  ro: { own: 'Română', script: 'Latn' },
  sl: { own: 'Slovenščina', script: 'Latn' },
  rom: { own: 'Romani čhib', script: 'Latn' },
  tr: { own: 'Türkçe', script: 'Latn' },
  uk: { own: 'Українська', script: 'Cyrl' },
  fr: { own: 'Français', script: 'Latn' },
  ar: { own: 'العربية', script: 'Arab' },
  fa: { own: 'فارسی', script: 'Arab' },
  prs: { own: 'دری', script: 'Arab' },
  ps: { own: 'پښتو', script: 'Arab' },
  ur: { own: 'اردو', script: 'Arab' },
  ckb: { own: 'کوردی (سۆرانی)', script: 'Arab' },
  kmr: { own: 'Kurdî (Kurmancî)', script: 'Latn' },
} as const satisfies Record<string, InterviewLanguage>

const LATIN: Record<NameLanguage, string> = {
  en: 'Latin letters',
  sq: 'me shkronja latine',
  mk: 'латиница',
  sr: 'латиница',
  'sr-Latn': 'latinica',
  ar: 'بالحروف اللاتينية',
}
const CYRILLIC: Record<NameLanguage, string> = {
  en: 'Cyrillic letters',
  sq: 'me shkronja cirilike',
  mk: 'кирилица',
  sr: 'ћирилица',
  'sr-Latn': 'ćirilica',
  ar: 'بالحروف الكيريلية',
}

export type InterviewLanguageCode = keyof typeof INTERVIEW_LANGUAGES

export const isInterviewLanguage = (code: string): code is InterviewLanguageCode =>
  Object.hasOwn(INTERVIEW_LANGUAGES, code)

/** Languages in their other script, and the one they are derived from. */
const OTHER_SCRIPT: Readonly<
  Record<string, { readonly of: InterviewLanguageCode; readonly named: Record<NameLanguage, string> }>
> = {
  'sr-Latn': { of: 'sr', named: LATIN },
  'bs-Cyrl': { of: 'bs', named: CYRILLIC },
  'cnr-Cyrl': { of: 'cnr', named: CYRILLIC },
}
/** The language that one in another script is derived from, or undefined for one that is written itself. */
export const derivedFrom = (code: string): InterviewLanguageCode | undefined => OTHER_SCRIPT[code]?.of
/** This language, and the same in its other script where it has one. */
export const inBothScripts = (code: string): string[] => [
  code,
  ...Object.keys(OTHER_SCRIPT).filter((other) => derivedFrom(other) === code),
]

/** What a language is called: its own name for the person, and the officer's name for it. */
export const namesOf = (code: string, inLanguage: NameLanguage): { own: string; named: string } => {
  const other = OTHER_SCRIPT[code]
  const base = other?.of ?? code
  const name = isLanguage(base)
    ? languageName(base, inLanguage)
    : (new Intl.DisplayNames(inLanguage, { type: 'language' }).of(base) ?? base)
  const named = other ? `${name} (${other.named[inLanguage]})` : name
  return { own: isInterviewLanguage(code) ? INTERVIEW_LANGUAGES[code].own : named, named }
}

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('ı', 'i').toLowerCase()

/**
 * Of these languages, those that somebody means who types `words`: the officer's name for it, its own name, its English name or
 * its code, from the beginning of any word, with or without accents.
 * @example searchLanguages(['fa', 'prs'], 'dar', 'en') // ['prs']
 */
export const searchLanguages = (codes: readonly string[], words: string, inLanguage: NameLanguage): string[] => {
  const wanted = plain(words.trim())
  return codes.filter((code) => {
    const { own, named } = namesOf(code, inLanguage)
    return [own, named, namesOf(code, 'en').named, code].some((name) =>
      plain(name)
        .split(/[\s()]+/u)
        // In Arabic with the article or without it.
        .some((_, at, parts) => {
          const from = parts.slice(at).join(' ')
          return from.startsWith(wanted) || from.replace(/^ال/u, '').startsWith(wanted)
        }),
    )
  })
}

/** Written from right to left; a code nobody knows is taken as left to right. */
export const isRightToLeft = (code: string): boolean => isLanguage(code) && LANGUAGES[code].direction === 'rtl'
