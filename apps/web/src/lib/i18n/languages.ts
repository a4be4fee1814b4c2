/** Languages of the interface. `sr-Latn` is not written by anybody: it is `sr` in the other script. */
export const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'sr-Latn', 'ar'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own name, because somebody lost in a foreign one looks for that. */
export const languageName: Record<Language, string> = {
  en: 'English',
  sq: 'Shqip',
  mk: 'Македонски',
  sr: 'Српски',
  'sr-Latn': 'Srpski',
  ar: 'العربية',
}

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  /^(ar|fa|prs|ps|ur|he|ckb)\b/.test(language) ? 'rtl' : 'ltr'

const LOCALES: Partial<Record<Language, string>> = { en: 'en-GB', ar: 'ar-u-nu-latn' }

/**
 * The locale that formats numbers and dates. Arabic keeps the digits 0-9, because an officer and a person must be able to
 * point at the same time, code and telephone number on one screen.
 */
export const intlLocale = (language: Language): string => LOCALES[language] ?? language

export const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)

/** The best of our languages for the wishes of a browser, in its order; English when there is none. */
export const chooseLanguage = (wishes: readonly string[]): Language => {
  for (const wish of wishes) {
    const base = wish.toLowerCase()
    if (/^(sr|bs|hr|cnr|sh)-(latn|me)\b|^(bs|hr|cnr)\b/.test(base)) return 'sr-Latn'
    const found = LANGUAGES.find((language) => language === base.split('-')[0])
    if (found) return found
  }
  return 'en'
}
