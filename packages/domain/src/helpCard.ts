import { z } from 'zod'
import { INTERVIEW_LANGUAGES } from './codes/interviewLanguages.ts'

/** The neutral card a person may take: what stands on each side. Content, written as `content/card/card.yaml`. */
export const CARD_LINES = ['title', 'code', 'show', 'say', 'place', 'alone', 'free', 'numbers'] as const
const Line = z.enum(CARD_LINES)

export const HelpCard = z.strictObject({
  id: z.literal('card'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  languages: z.array(z.string()).min(1),
  /** Further languages of the person; the officer's own are above. */
  spokenIn: z.array(z.enum(Object.keys(INTERVIEW_LANGUAGES) as (keyof typeof INTERVIEW_LANGUAGES)[])).default([]),
  front: z.array(Line).min(1),
  back: z.array(Line).min(1),
  numbers: z.literal('country_profile'),
})
export type HelpCard = z.infer<typeof HelpCard>

/** The texts a card needs in each language: every line but the code itself, and the place, which the country's coordinator words. */
export const cardTextKeys = (card: HelpCard): string[] =>
  [...card.front, ...card.back].filter((line) => line !== 'code' && line !== 'place')

/** Where somebody may go with a card: a door open to everybody, as the person reads it or shows it to a driver. */
export const CardPlace = z.strictObject({
  where: z.string().trim().min(3).max(90),
  when: z.string().trim().max(60),
})
export type CardPlace = z.infer<typeof CardPlace>
/** So few that an officer can choose at a glance. */
export const CARD_PLACES_AT_MOST = 8

/** Roots of words that would tell whoever finds the card what it is about. */
const TELLING: readonly RegExp[] = [
  /traffick|victim|exploit|slave|police|shelter|asylum|refugee|migrant|report|coordinator|\bngo\b/i,
  /trafik|viktim|shfrytëz|skllav|polic|strehë|azil|refugjat|migrant|koordinator/i,
  /трговиј|трговин|жртв|искорист|експлоат|роб[аус]|полиц|засолниш|сигурн[аеу] ку|азил|бегалц|избеглиц|мигрант|координатор/i,
  // Persian, Dari, Pashto, Urdu and Sorani share letters; the roots are those of the same words.
  /قاچاق|قربانی|استثمار|برده|پلیس|پولیس|پۆلیس|پناه|مهاجر|مہاجر|پەنابەر|کۆچبەر|هماهنگ|اسمگل|بردگی|غلام/,
  /ticaret|mağdur|sömürü|köle|polis|sığın|iltica|mülteci|göçmen|koordinatör|qurban|penaber|koçber/i,
  /торгівл|потерпіл|жертв|експлуат|рабств|поліц|притул|біжен|мігрант|насилник|трафик|експлоат|убежищ|приют/i,
  /traite|victime|exploitation|esclav|asile|réfugié|migrant|trafic|victim|sclav|poliți|azil|refugiat|žrtv|iskorišt|ropstv|skloni|izbjegl|begunec|suženj/i,
  /اتجار|ضحي|ضحاي|استغلال|رقيق|عبودي|شرط|مأوى|إيواء|لجوء|لاجئ|مهاجر|منسق/,
]
/** The word in a text for the card that would tell a companion what the card is for; undefined where there is none. */
export const tellingWord = (text: string): string | undefined => {
  for (const words of TELLING) {
    const found = words.exec(text)?.[0]
    if (found !== undefined) return found
  }
  return undefined
}
