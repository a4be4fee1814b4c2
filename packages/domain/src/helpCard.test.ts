import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CARD_LINES, cardTextKeys, HelpCard } from './helpCard.ts'
import { checkCardTexts, ScriptTexts } from './interviewTexts.ts'

const folder = join(import.meta.dirname, '../../../content/card')
const card = HelpCard.parse(parse(readFileSync(join(folder, 'card.yaml'), 'utf8')))
const texts = (language: string) =>
  ScriptTexts.parse(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')))

/** Roots of words that would tell whoever finds the card what it is about. */
const telling = [
  /traffick|victim|exploit|slave|police|shelter|asylum|refugee|migrant|report|coordinator|ngo\b/i,
  /trafik|viktim|shfrytëz|skllav|polic|strehë|azil|refugjat|migrant|koordinator/i,
  /трговиј|трговин|жртв|искорист|експлоат|роб[аус]|полиц|засолниш|сигурн[аеу] ку|азил|бегалц|избеглиц|мигрант|координатор/i,
  // Persian, Dari, Pashto, Urdu and Sorani share letters; the roots are those of the same words.
  /قاچاق|قربانی|استثمار|برده|پلیس|پولیس|پۆلیس|پناه|مهاجر|مہاجر|پەنابەر|کۆچبەر|هماهنگ|اسمگل|بردگی|غلام/,
  /ticaret|mağdur|sömürü|köle|polis|sığın|iltica|mülteci|göçmen|koordinatör|qurban|penaber|koçber/i,
  /торгівл|потерпіл|жертв|експлуат|рабств|поліц|притул|біжен|мігрант|насилник|трафик|експлоат|убежищ|приют/i,
  /traite|victime|exploitation|esclav|asile|réfugié|migrant|trafic|victim|sclav|poliți|azil|refugiat|žrtv|iskorišt|ropstv|skloni|izbjegl|begunec|suženj/i,
  /اتجار|ضحي|ضحاي|استغلال|رقيق|عبودي|شرط|مأوى|إيواء|لجوء|لاجئ|مهاجر|منسق/,
]

test('every line of the card stands on exactly one side', () => {
  expect([...card.front, ...card.back].toSorted()).toEqual([...CARD_LINES].toSorted())
})

const written = [...card.languages, ...card.spokenIn]

test('every line of the card is written, or says that somebody must draft it, in every language of a talk', () => {
  expect(checkCardTexts(card, Object.fromEntries(written.map((language) => [language, texts(language)])))).toEqual([])
})

test.each(written)('the card in %s says what it must, and nothing that reveals what it is about', (language) => {
  const { $catalogue, ...lines } = texts(language)
  expect($catalogue).toMatchObject({ language, state: 'machine_draft', reviewer: null })
  if (!$catalogue.over) expect(Object.keys(lines).toSorted()).toEqual(cardTextKeys(card).toSorted())
  for (const line of Object.values(lines).filter((each) => typeof each === 'string')) {
    for (const word of telling) expect(line).not.toMatch(word)
    expect(line).not.toMatch(/\d/)
  }
})
