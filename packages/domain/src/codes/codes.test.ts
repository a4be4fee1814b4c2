import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  CODE_LISTS,
  COUNTRIES,
  EXTENSIONS,
  LANGUAGES,
  countryName,
  findCountryFootnote,
  isCode,
  isCountry,
  isLanguage,
  findLanguageName,
  languageName,
  toHtcds,
} from './index.ts'
import type { CodeListId, LanguageCode, NameLanguage } from './index.ts'

const content = new URL('../../../../content/', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, content), 'utf8')
const ids = Object.keys(CODE_LISTS) as CodeListId[]
const interfaceLanguages: NameLanguage[] = ['en', 'sq', 'mk', 'sr', 'sr-Latn', 'ar']

interface PublishedList {
  id: CodeListId
  fields: string[]
  several: boolean
  codes: { code: string; extension?: boolean }[]
}

test('the published list file says the same as the code', () => {
  const { lists } = parse(read('codelists/htcds-2.0.yaml')) as { lists: PublishedList[] }
  expect(lists.map(({ id }) => id)).toEqual(ids)
  for (const { id, fields, several, codes } of lists) {
    expect({ fields, several, codes: codes.map(({ code }) => code) }).toEqual({ ...CODE_LISTS[id] })
    const ours: readonly string[] = id === 'exploitation' ? EXTENSIONS.exploitation : []
    expect(codes.filter(({ extension }) => extension).map(({ code }) => code)).toEqual(ours)
  }
})

test.each(['en', 'sq', 'mk', 'sr', 'ar'])('every list and code has a label in %s', (language) => {
  const catalogue = JSON.parse(read(`catalogues/codes/${language}.json`)) as Record<string, unknown>
  const wanted = ids.flatMap((id) => [`codes.list.${id}`, ...CODE_LISTS[id].codes.map((code) => `codes.${id}.${code}`)])
  expect(wanted.filter((id) => !catalogue[id])).toEqual([])
})

test('codes are recognised by list, and our own become Other outside', () => {
  expect(isCode('control', 'DebtBondage')).toBe(true)
  expect(isCode('gender', 'DebtBondage')).toBe(false)
  expect(toHtcds('exploitation', 'ForcedCriminality')).toBe('Other')
  expect(toHtcds('exploitation', 'ForcedBegging')).toBe('ForcedBegging')
})

test('249 ISO countries and Kosovo, each with a name in every interface language', () => {
  expect(new Set(COUNTRIES).size).toBe(250)
  expect(isCountry('XK') && isCountry('MK') && !isCountry('YU')).toBe(true)
  for (const language of interfaceLanguages)
    expect(COUNTRIES.filter((code) => countryName(code, language) === code)).toEqual([])
})

test('the names that name data gets wrong are ours, and an instance may choose others', () => {
  expect(interfaceLanguages.map((language) => countryName('MK', language))).toEqual([
    'North Macedonia',
    'Maqedonia e Veriut',
    'Северна Македонија',
    'Северна Македонија',
    'Severna Makedonija',
    'مقدونيا الشمالية',
  ])
  expect(countryName('XK', 'en', { XK: 'Kosovo*' })).toBe('Kosovo*')
})

test('Kosovo carries a footnote that an instance may replace or empty', () => {
  expect(findCountryFootnote('XK')).toBe('codes.country.XK.footnote')
  expect(findCountryFootnote('XK', { XK: 'own.footnote' })).toBe('own.footnote')
  expect(findCountryFootnote('XK', { XK: null })).toBeUndefined()
  expect(findCountryFootnote('RS')).toBeUndefined()
})

test('the names are in the order of the languages', () => {
  expect(Object.keys(LANGUAGES).map((code) => findLanguageName(code, 'en'))).not.toContain(undefined)
  expect(findLanguageName('sq', 'en')).toBe('Albanian')
  expect(findLanguageName('kmr', 'sr-Latn')).toBe('kurdski (kurmandži)')
  expect(findLanguageName('ln', 'ar')).toBe('اللينغالا')
})

test('every language has a name everywhere, and no two share one', () => {
  const codes = Object.keys(LANGUAGES) as LanguageCode[]
  for (const language of interfaceLanguages) {
    const names = codes.map((code) => languageName(code, language))
    expect(names.filter((name) => isLanguage(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  }
})
