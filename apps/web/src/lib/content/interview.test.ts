import { expect, test } from 'vitest'
import type { Bundle, ScriptContent } from './bundle.ts'
import { type InterviewPack, languagesOf, withPacks } from './interview.ts'
import { findReading } from './texts.ts'

const head = (language: string, more: object = {}) => ({
  $catalogue: { language, state: 'machine_draft', drafter: 'machine', reviewer: null, ...more },
})
const reviewed = { state: 'reviewed', reviewer: 'a native speaker' }
const script = (texts: Record<string, object>): ScriptContent =>
  ({
    script: { id: 'talk', version: '1.0.0', languages: ['en', 'sr'], spokenIn: ['fa', 'prs', 'cnr'], blocks: [] },
    texts,
  }) as unknown as ScriptContent
const talk = script({ en: { ...head('en'), a: 'A', b: 'B' }, sr: { ...head('sr'), a: 'Реч', b: 'Друга' } })
const bundle = (live: Record<string, string[]> = {}): Bundle => ({
  version: '1',
  sets: [],
  scripts: [talk],
  countries: [],
  card: { layout: {} as NonNullable<Bundle['card']>['layout'], texts: { en: head('en') } },
  interviews: Object.fromEntries(
    ['fa', 'prs', 'cnr'].map((one) => [one, { digest: one, over: null, live: live[one] ?? [] }]),
  ),
})
const pack = (language: string, texts: object, more: object = {}): InterviewPack => ({
  language,
  scripts: { 'talk@1.0.0': { ...head(language, more), ...texts } },
  card: { ...head(language), title: 'T' },
  inserts: { ...head(language), 'code.family': 'F' },
})

const textsWith = (...packs: InterviewPack[]) => withPacks(bundle(), packs).scripts[0]?.texts ?? {}

test('a language that came by itself stands in the script, on the card and among what the app puts in', () => {
  const whole = withPacks(bundle(), [pack('fa', { a: 'آ' })])
  expect(findReading(whole.scripts[0]?.texts ?? {}, 'fa')?.get('a')).toBe('آ')
  expect(Object.keys(whole.card?.texts ?? {})).toEqual(['en', 'fa'])
  expect(findReading(whole.inserts ?? {}, 'fa')?.get('code.family')).toBe('F')
})

test('texts of another version of a script are not put into this one', () => {
  const other = { ...pack('fa', {}), scripts: { 'talk@2.0.0': { ...head('fa'), a: 'x' } } }
  expect(findReading(textsWith(other), 'fa')).toBeUndefined()
})

test('what a language does not write itself is read in the one that serves it, in the right script', () => {
  const dari = findReading(textsWith(pack('fa', { a: 'آ', b: 'ب' }), pack('prs', { a: 'دری' }, { over: 'fa' })), 'prs')
  expect([dari?.lang, dari?.get('a'), dari?.get('b')]).toEqual(['prs', 'دری', 'ب'])
  const montenegrin = findReading(textsWith(pack('cnr', { a: 'Riječ' }, { over: 'sr-Latn' })), 'cnr')
  expect([montenegrin?.get('a'), montenegrin?.get('b')]).toEqual(['Riječ', 'Druga'])
  // In its other script, whatever serves it is in that script too.
  const inCyrillic = findReading(textsWith(pack('cnr', { a: 'Riječ' }, { over: 'sr-Latn' })), 'cnr-Cyrl')
  expect([inCyrillic?.get('a'), inCyrillic?.get('b')]).toEqual(['Ријеч', 'Друга'])
})

test('a sentence that waits for a native speaker is not there, and nothing stands in for it', () => {
  const reading = findReading(textsWith(pack('fa', { a: { state: 'to be drafted by a native speaker' } })), 'fa')
  expect(reading?.has('a')).toBe(false)
})

test('a reviewed text over a draft is a draft', () => {
  const over = { ...reviewed, over: 'fa' }
  expect(findReading(textsWith(pack('fa', {}, reviewed), pack('prs', {}, over)), 'prs')?.draft).toBe(false)
  expect(findReading(textsWith(pack('fa', {}), pack('prs', {}, over)), 'prs')?.draft).toBe(true)
})

test('demo and training offer every language; a live instance only words that a native reviewer has confirmed', () => {
  expect(languagesOf(bundle(), talk, false)).toEqual(['en', 'sr', 'sr-Latn', 'fa', 'prs', 'cnr', 'cnr-Cyrl'])
  expect(languagesOf(bundle(), talk, true)).toEqual([])
  const confirmed = script({ en: head('en', reviewed), sr: head('sr', { state: 'reviewed', reviewer: null }) })
  expect(languagesOf(bundle({ fa: ['talk@1.0.0'], prs: ['card', 'talk@0.9.0'] }), confirmed, true)).toEqual([
    'en',
    'fa',
  ])
})

test('a bundle that was kept before there were further languages offers none of them live', () => {
  const { interviews: _, ...older } = bundle()
  expect(languagesOf(older, talk, true)).toEqual([])
})
