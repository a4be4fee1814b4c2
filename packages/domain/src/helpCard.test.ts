import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CARD_LINES, cardTextKeys, HelpCard, tellingWord } from './helpCard.ts'
import { checkCardTexts, ScriptTexts } from './interviewTexts.ts'

const folder = join(import.meta.dirname, '../../../content/card')
const card = HelpCard.parse(parse(readFileSync(join(folder, 'card.yaml'), 'utf8')))
const texts = (language: string) =>
  ScriptTexts.parse(JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8')))

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
    expect(tellingWord(line)).toBeUndefined()
    expect(line).not.toMatch(/\d/)
  }
})

test('a place for the card may be anywhere that is open to all, and may not say what it is for', () => {
  expect(tellingWord('Information desk, bus station, platform 2')).toBeUndefined()
  expect(tellingWord('Засолниште за жртви')).toBeDefined()
  expect(tellingWord('Office of the NGO in Main Street')).toBe('NGO')
  expect(tellingWord('Congo Street 4')).toBeUndefined()
})
