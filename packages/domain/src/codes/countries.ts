/** ISO 3166-1 alpha-2, its 249 officially assigned codes. */
const ISO_3166_1 = `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
  BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
  ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
  HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
  LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
  NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
  SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
  UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
`

/**
 * Country codes we use: ISO 3166-1 alpha-2, and `XK` for Kosovo, which ISO leaves to its users (user-assigned range) and
 * which HTCDS's own list lacks.
 */
export const COUNTRIES: readonly string[] = [...ISO_3166_1.trim().split(/\s+/), 'XK'].sort()

const known = new Set(COUNTRIES)
export const isCountry = (code: string): boolean => known.has(code)

/** Interface languages with which a country's name may be asked; `sr-Latn` is the derived Latin twin of `sr`. */
export type NameLanguage = 'en' | 'sq' | 'mk' | 'sr' | 'sr-Latn' | 'ar'

/**
 * Names that stand above what `Intl.DisplayNames` says: browsers differ in the age of their name data, and older ones
 * have neither North Macedonia nor Kosovo right.
 */
const NAMES: Partial<Record<string, Record<NameLanguage, string>>> = {
  MK: {
    en: 'North Macedonia',
    sq: 'Maqedonia e Veriut',
    mk: 'Северна Македонија',
    sr: 'Северна Македонија',
    'sr-Latn': 'Severna Makedonija',
    ar: 'مقدونيا الشمالية',
  },
  XK: { en: 'Kosovo', sq: 'Kosovë', mk: 'Косово', sr: 'Косово', 'sr-Latn': 'Kosovo', ar: 'كوسوفو' },
}

/** Footnotes that a name must carry, as message ids. An instance may replace or empty one in its configuration. */
export const COUNTRY_FOOTNOTES: Readonly<Record<string, string>> = { XK: 'codes.country.XK.footnote' }

/** The message id of the footnote a country's name carries here, if any. */
export const findCountryFootnote = (
  code: string,
  configured: Readonly<Record<string, string | null>> = {},
): string | undefined => (code in configured ? (configured[code] ?? undefined) : COUNTRY_FOOTNOTES[code])

/**
 * A country's name in a language, without its footnote.
 * @param overrides names this instance has chosen, by code
 * @example countryName('MK', 'sq') // 'Maqedonia e Veriut'
 */
export const countryName = (
  code: string,
  language: NameLanguage,
  overrides: Readonly<Record<string, string>> = {},
): string =>
  overrides[code] ?? NAMES[code]?.[language] ?? new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
