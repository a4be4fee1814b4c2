import type { NameLanguage } from './countries.ts'
import { findLanguageName } from './languageNames.ts'

type Direction = 'ltr' | 'rtl'

interface SpokenLanguage {
  /** ISO 639-3, which HTCDS exports ask for in three letters. */
  readonly iso639_3: string
  readonly direction: Direction
}

const ltr = (iso639_3: string): SpokenLanguage => ({ iso639_3, direction: 'ltr' })
const rtl = (iso639_3: string): SpokenLanguage => ({ iso639_3, direction: 'rtl' })

/**
 * Languages a person may speak with us: those of the region, and those met on the routes through it. The key is ISO 639-1
 * where it has one, otherwise ISO 639-3, as BCP 47 (RFC 5646 section 2.2.1) wants it. Order is that of a list on
 * screen when nothing better is known: the region first.
 */
export const LANGUAGES = {
  sq: ltr('sqi'),
  mk: ltr('mkd'),
  sr: ltr('srp'),
  bs: ltr('bos'),
  hr: ltr('hrv'),
  cnr: ltr('cnr'),
  bg: ltr('bul'),
  ro: ltr('ron'),
  sl: ltr('slv'),
  el: ltr('ell'),
  tr: ltr('tur'),
  hu: ltr('hun'),
  rom: ltr('rom'),
  rup: ltr('rup'),
  uk: ltr('ukr'),
  ru: ltr('rus'),
  sv: ltr('swe'),
  en: ltr('eng'),
  de: ltr('deu'),
  fr: ltr('fra'),
  it: ltr('ita'),
  es: ltr('spa'),
  pt: ltr('por'),
  ar: rtl('ara'),
  fa: rtl('fas'),
  prs: rtl('prs'),
  ps: rtl('pus'),
  ur: rtl('urd'),
  ckb: rtl('ckb'),
  kmr: ltr('kmr'),
  uz: ltr('uzb'),
  az: ltr('aze'),
  ka: ltr('kat'),
  hy: ltr('hye'),
  bn: ltr('ben'),
  hi: ltr('hin'),
  pa: ltr('pan'),
  ne: ltr('nep'),
  si: ltr('sin'),
  ta: ltr('tam'),
  tl: ltr('tgl'),
  vi: ltr('vie'),
  zh: ltr('zho'),
  so: ltr('som'),
  am: ltr('amh'),
  ti: ltr('tir'),
  om: ltr('orm'),
  sw: ltr('swa'),
  ha: ltr('hau'),
  yo: ltr('yor'),
  ig: ltr('ibo'),
  wo: ltr('wol'),
  ff: ltr('ful'),
  bm: ltr('bam'),
  ln: ltr('lin'),
} as const satisfies Record<string, SpokenLanguage>

export type LanguageCode = keyof typeof LANGUAGES

export const isLanguage = (code: string): code is LanguageCode => Object.hasOwn(LANGUAGES, code)

/**
 * A language's name in an interface language.
 * @example languageName('prs', 'en') // 'Dari'
 */
export const languageName = (code: LanguageCode, inLanguage: NameLanguage): string =>
  findLanguageName(code, inLanguage) ?? code

/** The ISO 639-3 code of a language, or of an already three-lettered code itself. */
export const iso639_3 = (code: LanguageCode): string => LANGUAGES[code].iso639_3
