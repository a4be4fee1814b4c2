import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { toSerbianCyrillic, toSerbianLatin } from './serbianLatin.ts'
import {
  INTERVIEW_LANGUAGES,
  derivedFrom,
  isRightToLeft,
  namesOf,
  searchLanguages,
} from './codes/interviewLanguages.ts'
import { InterviewScript } from './interviewScript.ts'
import {
  checkArguments,
  checkInserts,
  checkScriptTexts,
  ScriptTexts,
  spokenKeys,
  textKeys,
  TO_BE_DRAFTED,
  usableLive,
} from './interviewTexts.ts'

const content = join(import.meta.dirname, '../../../content')
const readTexts = (folder: string): Record<string, ScriptTexts> =>
  Object.fromEntries(
    readdirSync(join(content, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        name.replace('.json', ''),
        ScriptTexts.parse(JSON.parse(readFileSync(join(content, folder, name), 'utf8'))),
      ]),
  )
const definition = (file: string): unknown => parse(readFileSync(join(content, file), 'utf8'))

const names = [
  'agreement-talk',
  'asylum-explained',
  'first-talk-adult',
  'first-talk-child',
  'offer-the-card',
  'show-the-card',
]
const scripts = names.map((name) => ({
  name,
  script: InterviewScript.parse(definition(`scripts/${name}/1.0.0/script.yaml`)),
  texts: readTexts(`scripts/${name}/1.0.0`),
}))
const inserts = definition('inserts/inserts.yaml') as { languages: string[]; messages: string[] }
const reach = definition('reach/reach.yaml') as { languages: string[]; messages: string[] }
const everywhere = [
  ...scripts.map(({ name, texts }) => ({ place: name, texts })),
  { place: 'card', texts: readTexts('card') },
  { place: 'inserts', texts: readTexts('inserts') },
  { place: 'reach', texts: readTexts('reach') },
]
/** Without what is put in, and without the name of a key on the keyboard: those are Latin in every language. */
const wordsIn = (text: string): string => text.replace(/\{\w+\}|\bShift\b/gu, '')
const allOf = (language: string): [string, string][] =>
  everywhere.flatMap(({ place, texts }) =>
    Object.entries(texts[language] ?? {}).flatMap(([key, text]): [string, string][] =>
      typeof text === 'string' ? [[`${place} ${key}`, wordsIn(text)]] : [],
    ),
  )
const further = Object.keys(INTERVIEW_LANGUAGES).filter(
  (language) => !['en', 'sq', 'mk', 'sr', 'ar'].includes(language) && derivedFrom(language) === undefined,
)

test('every talk, the card, what the app puts in and the page for people outside are there in every language of a talk', () => {
  for (const { script, texts } of scripts) {
    expect(script.spokenIn.toSorted()).toEqual(further.toSorted())
    expect(checkScriptTexts(script, texts)).toEqual([])
  }
  expect(inserts.languages.toSorted()).toEqual(further.toSorted())
  expect(checkInserts(inserts.messages, readTexts('inserts'))).toEqual([])
  expect(reach.languages.toSorted()).toEqual(further.toSorted())
  expect(checkInserts(reach.messages, readTexts('reach'))).toEqual([])
})

test('the page for people outside is there with every one of its messages, and puts in what the English puts in', () => {
  const catalogue = (name: string) =>
    JSON.parse(readFileSync(join(content, `catalogues/${name}/en.json`), 'utf8')) as Record<string, { message: string }>
  const english = Object.fromEntries(
    Object.entries({ ...catalogue('ways'), ...catalogue('shell'), ...catalogue('case') }).map(([id, { message }]) => [
      id,
      message,
    ]),
  )
  const ofPage = Object.keys(english).filter((id) => /^reach\.(?!contact\.)/u.test(id))
  expect(reach.messages).toEqual(expect.arrayContaining(ofPage))
  expect(reach.messages.filter((id) => english[id] === undefined)).toEqual([])
  const texts = readTexts('reach')
  expect(checkArguments(english, texts)).toEqual([])
  const without = { ...texts, tr: ScriptTexts.parse({ ...texts['tr'], 'reach.sent.lead': 'Şurada: {unit}.' }) }
  expect(checkArguments(english, without)).toMatchObject([
    { path: 'tr.json#reach.sent.lead', remedy: expect.stringContaining('hours, unit') },
  ])
})

test('only Romani waits for a native speaker, and what every group shares is drafted there too', () => {
  const waiting = (language: string) =>
    everywhere
      .flatMap(({ texts }) => Object.values(texts[language] ?? {}))
      .filter((text) => 'state' in Object(text) && (text as { state: string }).state === TO_BE_DRAFTED)
  for (const language of further.filter((one) => one !== 'rom')) expect(waiting(language), language).toEqual([])
  expect(waiting('rom').length).toBeGreaterThan(50)
  expect(allOf('rom').map(([, text]) => text)).toEqual(expect.arrayContaining(['Va', 'Na', 'Pani', 'Doktori']))
})

test('whoever drafted and who reviewed is said in every text, and nothing is usable live that nobody reviewed', () => {
  for (const { place, texts } of everywhere)
    for (const [language, text] of Object.entries(texts)) {
      expect(text.$catalogue, `${place} ${language}`).toMatchObject({ language, drafter: 'machine', reviewer: null })
      expect(usableLive(text)).toBe(false)
    }
})

const foreign = {
  Latn: /[^\P{L}\p{Script=Latin}]/u,
  Cyrl: /[^\P{L}\p{Script=Cyrillic}]/u,
  Arab: /[^\P{L}\p{Script=Arabic}\p{Script=Common}]/u,
}
/** Letters that look right and are another language's: they break search, voices and the reader's eye. */
const wrongLetters: Record<string, RegExp> = {
  fa: /[كيىةھہۀ]/u,
  prs: /[كيىةھہۀ]/u,
  ur: /[كيىهة]/u,
  ps: /[كھہ]/u,
  ckb: /[كيىةہ]/u,
  uk: /[ыэёъ]/iu,
  bg: /[ыэёіїє]/iu,
  mk: /[ыэёъщюяйћђ]/iu,
  ro: /[şţ]/iu,
  sl: /[ćđ]/iu,
  hr: /[ıřěő]/iu,
}

test.each(Object.entries(INTERVIEW_LANGUAGES).filter(([language]) => derivedFrom(language) === undefined))(
  '%s is written in its own letters only',
  (language, { script, own }) => {
    const all = allOf(language)
    expect(all.length).toBeGreaterThan(language === 'cnr' ? 5 : 30)
    for (const [place, text] of all) {
      expect(text, place).not.toMatch(foreign[script])
      const wrong = wrongLetters[language]
      if (wrong) expect(text, place).not.toMatch(wrong)
    }
    expect(own).not.toMatch(foreign[script])
    expect(isRightToLeft(language)).toBe(script === 'Arab')
  },
)

test.each(['bs', 'cnr'])(
  '%s can be derived in Cyrillic: back it is the same, and no word hides two letters in a digraph',
  (language) => {
    for (const [place, text] of allOf(language)) {
      const cyrillic = toSerbianCyrillic(text)
      expect(toSerbianLatin(cyrillic), place).toBe(text)
      expect(cyrillic, place).not.toMatch(/\p{Script=Latin}/u)
      // injekcija, konjunktura, nadživjeti, odžaliti: there the letters belong to two parts of the word.
      expect(text, place).not.toMatch(/(?<!\p{L})(?:in|kon|van|jedan)j|(?<!\p{L})(?:na|o|po|pre|i)dž/iu)
    }
  },
)

test('spoken sentences are short in every language', () => {
  for (const { name, script, texts } of scripts)
    for (const block of script.blocks.filter((each) => each.kind !== 'officer'))
      for (const [language, each] of Object.entries(texts)) {
        const spoken = each[`block.${block.id}.spoken`]
        if (typeof spoken !== 'string') continue
        for (const sentence of spoken.split(/(?<=[.?!؟۔])\s/u))
          expect(sentence.split(/\s+/u).length, `${name} ${block.id} ${language}: ${sentence}`).toBeLessThanOrEqual(27)
      }
})

test('a question stays a question, and no text carries a number', () => {
  const mark = /[?？؟]/u
  for (const { name, script, texts } of scripts)
    for (const { id } of script.blocks.filter((each) => each.kind === 'ask')) {
      const key = `block.${id}.spoken`
      if (!mark.test(String(texts['en']?.[key]))) continue
      for (const [language, each] of Object.entries(texts))
        if (typeof each[key] === 'string') expect(each[key], `${name} ${id} ${language}`).toMatch(mark)
    }
  for (const language of further)
    for (const [place, text] of allOf(language)) expect(text, `${language} ${place}`).not.toMatch(/\p{Nd}/u)
})

test('a language that another serves has what it does not write itself, and is reviewed only when both are', () => {
  const { script, texts } = scripts[0] ?? { script: undefined, texts: {} }
  if (!script) throw new Error('There is no script.')
  const { prs, fa } = texts
  if (!prs || !fa) throw new Error('Persian and Dari are not there.')
  expect(prs.$catalogue.over).toBe('fa')
  expect(Object.keys(prs).length).toBeLessThan(spokenKeys(script).length)
  const reviewed = (text: ScriptTexts): ScriptTexts =>
    ScriptTexts.parse({ ...text, $catalogue: { ...text.$catalogue, state: 'reviewed', reviewer: 'a native speaker' } })
  expect(usableLive(reviewed(prs), fa)).toBe(false)
  expect(usableLive(prs, reviewed(fa))).toBe(false)
  expect(usableLive(reviewed(prs), reviewed(fa))).toBe(true)
})

test('what is not written and not marked, what leans on nothing, and a gap in an officer’s language are named', () => {
  const [, , adult] = scripts
  if (!adult) throw new Error('There is no script.')
  const { script, texts } = adult
  const without = (language: string, key: string, ...more: [string, unknown][]) => ({
    ...texts,
    [language]: ScriptTexts.parse({
      ...Object.fromEntries(Object.entries(texts[language] ?? {}).filter(([one]) => one !== key)),
      ...Object.fromEntries(more),
    }),
  })
  expect(checkScriptTexts(script, without('ps', 'block.needs.spoken'))).toMatchObject([
    { path: 'ps.json#block.needs.spoken', remedy: expect.stringContaining(TO_BE_DRAFTED) },
  ])
  expect(checkScriptTexts(script, without('ps', '', ['block.needs.spoken', { state: TO_BE_DRAFTED }]))).toEqual([])
  expect(checkScriptTexts(script, without('sq', '', ['block.needs.spoken', { state: TO_BE_DRAFTED }]))).toMatchObject([
    { path: 'sq.json#block.needs.spoken', problem: 'is not drafted' },
  ])
  expect(
    checkScriptTexts(script, without('ps', '', ['$catalogue', { ...texts['ps']?.$catalogue, over: 'cnr' }])),
  ).toMatchObject([{ path: 'ps.json#$catalogue.over' }])
  expect(spokenKeys(script).every((key) => textKeys(script).includes(key))).toBe(true)
})

test('a language is found by the officer’s name for it, its own name and its English name', () => {
  const all = Object.keys(INTERVIEW_LANGUAGES)
  expect(searchLanguages(all, 'dar', 'en')).toEqual(['prs'])
  expect(searchLanguages(all, 'пашту', 'sr')).toEqual(['ps'])
  expect(searchLanguages(all, 'اورد', 'ar')).toEqual(['ur'])
  expect(searchLanguages(all, 'turkce', 'mk')).toEqual(['tr'])
  expect(searchLanguages(all, 'سۆرانی', 'en')).toEqual(['ckb'])
  expect(searchLanguages(all, 'kurdish', 'sq')).toEqual(['ckb', 'kmr'])
  expect(searchLanguages(all, '', 'en')).toEqual(all)
  expect(searchLanguages(all, 'klingon', 'en')).toEqual([])
  expect(namesOf('fa', 'en')).toEqual({ own: 'فارسی', named: 'Persian (Farsi)' })
  expect(namesOf('bs-Cyrl', 'sq')).toEqual({ own: 'Босански', named: 'boshnjakisht (me shkronja cirilike)' })
})
