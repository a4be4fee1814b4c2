import { expect, test } from 'vitest'
import { theirWords, wishedFor } from './theirWords.ts'

const head = (language: string, more: object = {}) => ({
  $catalogue: { language, state: 'machine_draft', drafter: 'machine', reviewer: null, ...more },
})
const waiting = { state: 'to be drafted by a native speaker' }

test('sentence by sentence: its own, else that of the language serving it; one that waits is left to the interface', () => {
  const texts = {
    prs: { ...head('prs', { over: 'fa' }), 'reach.send': 'روان کردن' },
    fa: { ...head('fa'), 'reach.send': 'فرستادن', 'reach.danger.no': 'نه' },
  }
  expect(theirWords(texts, 'prs')).toEqual({
    messages: { 'reach.send': [{ type: 0, value: 'روان کردن' }], 'reach.danger.no': [{ type: 0, value: 'نه' }] },
    draft: true,
  })
  const romani = theirWords({ rom: { ...head('rom'), 'reach.danger.no': 'Na', 'reach.send': waiting } }, 'rom')
  expect(Object.keys(romani.messages)).toEqual(['reach.danger.no'])
})

test('what is put in keeps its name when the letters are turned; a text that was confirmed is no draft', () => {
  const bosnian = {
    ...head('bs', { state: 'reviewed', reviewer: 'somebody' }),
    'reach.sent.lead': 'Čeka: {unit}, {hours}',
  }
  expect(theirWords({ bs: bosnian }, 'bs-Cyrl')).toEqual({
    messages: {
      'reach.sent.lead': [
        { type: 0, value: 'Чека: ' },
        { type: 1, value: 'unit' },
        { type: 0, value: ', ' },
        { type: 1, value: 'hours' },
      ],
    },
    draft: false,
  })
})

test('the browser’s wishes, in their order: the first that the page can be read in', () => {
  const offered = ['en', 'sr', 'tr', 'uk', 'fa', 'prs', 'kmr']
  const isInterface = (code: string) => ['en', 'sr'].includes(code)
  const wished = (...wishes: string[]) => wishedFor(wishes, offered, isInterface)
  expect(wished('uk-UA', 'en')).toBe('uk')
  expect(wished('fa-AF')).toBe('prs')
  expect(wished('fa-IR')).toBe('fa')
  expect(wished('ku-TR', 'tr')).toBe('kmr')
  expect(wished('ja', 'tr')).toBe('tr')
  expect(wished('ja', 'ko')).toBeUndefined()
  // An interface language that comes first was chosen already.
  expect(wished('en-GB', 'uk')).toBe('en')
})
