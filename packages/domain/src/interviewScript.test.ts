import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { InterviewScript, optionsOf, PICTOGRAMS } from './interviewScript.ts'
import { checkScriptTexts, ScriptTexts, textKeys, usableLive } from './interviewTexts.ts'

const content = join(import.meta.dirname, '../../../content/scripts')
const names = readdirSync(content, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted()
const folder = (name: string) => join(content, name, '1.0.0')
const source = (name: string): unknown => parse(readFileSync(join(folder(name), 'script.yaml'), 'utf8'))
const load = (name: string) => InterviewScript.parse(source(name))
const loadTexts = (name: string) =>
  Object.fromEntries(
    ['en', 'sq', 'mk', 'sr', 'ar']
      .filter((language) => existsSync(join(folder(name), `${language}.json`)))
      .map((language) => [
        language,
        ScriptTexts.parse(JSON.parse(readFileSync(join(folder(name), `${language}.json`), 'utf8'))),
      ]),
  )

test('the six scripts are there', () => {
  expect(names).toEqual([
    'agreement-talk',
    'asylum-explained',
    'first-talk-adult',
    'first-talk-child',
    'offer-the-card',
    'show-the-card',
  ])
})

test.each(names)(
  '%s: every block and answer is written in Albanian, Macedonian, Serbian, English and Arabic',
  (name) => {
    const script = load(name)
    expect(script.id).toBe(name)
    expect(script.languages).toEqual(['en', 'sq', 'mk', 'sr', 'ar'])
    expect(checkScriptTexts({ ...script, spokenIn: [] }, loadTexts(name))).toEqual([])
  },
)

const ownScript = { mk: /^[^a-z]*$/i, sr: /^[^a-z]*$/i, ar: /^[^a-z\u0400-\u04ff]*$/i }

test.each(names)(
  '%s: Macedonian and Serbian are in Cyrillic, Arabic in Arabic letters, no two languages alike',
  (name) => {
    const texts = loadTexts(name)
    for (const [language, only] of Object.entries(ownScript))
      for (const [key, text] of Object.entries(texts[language] ?? {}))
        if (typeof text === 'string') expect(text, `${language} ${key}`).toMatch(only)
    const alike = textKeys(load(name))
      .filter((key) => key.startsWith('block.'))
      .filter((key) => new Set(Object.values(texts).map((each) => each[key])).size < 5)
    expect(alike).toEqual([])
  },
)

test.each(names)('%s works only in demo and training, until somebody has reviewed it', (name) => {
  for (const texts of Object.values(loadTexts(name))) expect(usableLive(texts)).toBe(false)
})

test('the child is asked nothing about what happened', () => {
  const child = load('first-talk-child')
  expect(child.audience).toBe('child')
  expect(child.blocks.filter((block) => ['exploitation', 'situation'].includes(block.topic))).toEqual([])
  expect(
    child.blocks.flatMap((block) => optionsOf(child, block)).filter((option) => option.effect === 'self_identified'),
  ).toEqual([])
  expect(child.blocks[0]?.options.map((option) => option.effect)).toContain('child_protection')
})

test('a block about exploitation put into the child script is refused, with its place', () => {
  const script = source('first-talk-child') as { blocks: object[] }
  const work = (source('first-talk-adult') as { blocks: { id: string }[] }).blocks.find((block) => block.id === 'work')
  const result = InterviewScript.safeParse({ ...script, blocks: [...script.blocks, work] })
  expect(result.error?.issues).toMatchObject([{ path: ['blocks', script.blocks.length, 'topic'] }])
})

test('the limits of confidentiality are said before the first question about the person, and marked to be confirmed', () => {
  const { blocks } = load('first-talk-adult')
  const limits = blocks.findIndex((block) => block.id === 'limits')
  const firstOfTheirs = blocks.findIndex((block) => block.kind === 'ask' && block.topic !== 'safety')
  expect(limits).toBeGreaterThan(-1)
  expect(limits).toBeLessThan(firstOfTheirs)
  expect(blocks[limits]).toMatchObject({ insert: 'must_report', toBeConfirmed: true })
})

test('whoever is asked can decline, not have understood, or stop', () => {
  for (const name of names) {
    const script = load(name)
    for (const block of script.blocks.filter((each) => each.kind === 'ask'))
      expect(optionsOf(script, block).map((option) => option.id)).toEqual(
        expect.arrayContaining(['do_not_want_to_say', 'did_not_understand', 'wants_to_stop']),
      )
  }
})

test('whatever a person can answer has a picture, so that it can be pointed at', () => {
  for (const name of names) {
    const script = load(name)
    for (const block of script.blocks)
      expect(
        optionsOf(script, block)
          .filter((option) => !option.pictogram)
          .map((option) => option.id),
        `${name} ${block.id}`,
      ).toEqual([])
  }
})

test('every picture in the set is used somewhere, so none is drawn for nothing', () => {
  const used = names.flatMap((name) => {
    const script = load(name)
    return script.blocks.flatMap((block) => [
      block.pictogram,
      ...optionsOf(script, block).map((option) => option.pictogram),
    ])
  })
  expect(PICTOGRAMS.filter((picture) => !used.includes(picture))).toEqual([])
})

test('a missing language, a missing text and a text for nothing are each named with place and remedy', () => {
  const { sq = {}, mk = {}, en = {} } = loadTexts('offer-the-card')
  const problems = checkScriptTexts(
    { ...load('offer-the-card'), spokenIn: [] },
    {
      en: ScriptTexts.parse(en),
      sq: ScriptTexts.parse(Object.fromEntries(Object.entries(sq).filter(([key]) => key !== 'title'))),
      mk: ScriptTexts.parse({ ...mk, 'block.gone.spoken': 'нешто' }),
      sr: ScriptTexts.parse(mk),
    },
  )
  expect(problems.map((each) => each.path)).toEqual([
    'sq.json#title',
    'mk.json#block.gone.spoken',
    'sr.json#$catalogue.language',
    'ar.json',
  ])
  for (const each of problems) expect(each.remedy).not.toBe('')
})
