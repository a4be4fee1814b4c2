import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CARD_LINES, cardTextKeys, HelpCard } from './helpCard.ts'
import { ScriptTexts } from './interviewScript.ts'

const folder = join(import.meta.dirname, '../../../content/card')
const card = HelpCard.parse(parse(readFileSync(join(folder, 'card.yaml'), 'utf8')))
const texts = (language: string) =>
  ScriptTexts.parse(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')))

/** Roots of words that would tell whoever finds the card what it is about. */
const telling = [
  /traffick|victim|exploit|slave|police|shelter|asylum|refugee|migrant|report|coordinator|ngo\b/i,
  /trafik|viktim|shfrytëz|skllav|polic|strehë|azil|refugjat|migrant|koordinator/i,
  /трговиј|трговин|жртв|искорист|експлоат|роб[аус]|полиц|засолниш|сигурн[аеу] ку|азил|бегалц|избеглиц|мигрант|координатор/i,
  /اتجار|ضحي|ضحاي|استغلال|رقيق|عبودي|شرط|مأوى|إيواء|لجوء|لاجئ|مهاجر|منسق/,
]

test('every line of the card stands on exactly one side', () => {
  expect([...card.front, ...card.back].toSorted()).toEqual([...CARD_LINES].toSorted())
})

test.each(card.languages)('the card in %s says what it must, and nothing that reveals what it is about', (language) => {
  const { $catalogue, ...lines } = texts(language)
  expect($catalogue).toMatchObject({ language, state: 'machine_draft', reviewer: null })
  expect(Object.keys(lines).toSorted()).toEqual(cardTextKeys(card).toSorted())
  for (const line of Object.values(lines)) {
    for (const word of telling) expect(line).not.toMatch(word)
    expect(line).not.toMatch(/\d/)
  }
})
