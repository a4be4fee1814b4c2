import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { CountryProfile, getTarget, readFact, TARGETS } from './countryProfile.ts'

const folder = join(import.meta.dirname, '../../../content/countries')
const catalogues = join(import.meta.dirname, '../../../content/catalogues/countries')
const languages = ['en', 'sq', 'mk', 'sr', 'ar']
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
const read = (name: string): unknown => parse(readFileSync(join(folder, name), 'utf8'))

/** Everything below a value, with its path, as a reader of the file would meet it. */
const walk = (value: unknown, path = ''): { path: string; value: unknown }[] => [
  { path, value },
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inside]) => walk(inside, `${path}/${key}`))
    : []),
]

test('the four countries of the demo region are there', () => {
  expect(files.toSorted()).toEqual(['AL.yaml', 'MK.yaml', 'RS.yaml', 'SE.yaml'])
})

test.each(files)('%s is a country profile, named as its country, confirmed by nobody yet', (name) => {
  const profile = CountryProfile.parse(read(name))
  expect(`${profile.country}.yaml`).toBe(name)
  expect(profile.confirmation).toEqual({ state: 'draft', by: 'national_coordinator', on: null })
  for (const id of TARGETS) expect(getTarget(profile, id)).toBeDefined()
})

test.each(files)('%s invents no number, no term and no legal length', (name) => {
  const profile = CountryProfile.parse(read(name))
  expect(readFact(profile.reflectionPeriod.length)).toEqual({ known: false })
  for (const { period } of profile.retention) expect(period.mark).toBe('to_be_confirmed')
  for (const { kind, number } of profile.numbers) {
    if (number.mark === 'to_be_confirmed') continue
    expect([kind, number.value, number.mark]).toEqual(['emergency', '112', 'verified'])
  }
  for (const { duty } of profile.mustReport) expect(duty.mark).toBe('to_be_confirmed')
})

test.each(files)('every message that %s names is written in every language', (name) => {
  const named = walk(CountryProfile.parse(read(name)))
    .map(({ value }) => value)
    .filter((value): value is string => typeof value === 'string' && value.startsWith('countries.'))
  expect(named.length).toBeGreaterThan(5)
  for (const language of languages) {
    const file = join(catalogues, `${language}.json`)
    expect(existsSync(file)).toBe(true)
    const catalogue: unknown = JSON.parse(readFileSync(file, 'utf8'))
    expect(named.filter((id) => !Object.hasOwn(catalogue as object, id))).toEqual([])
  }
})

test('what is only remembered is never read as a fact', () => {
  expect(readFact({ mark: 'background', value: 'P90D', source: 'background' })).toEqual({ known: false })
  expect(readFact({ mark: 'to_be_confirmed', value: null, source: null })).toEqual({ known: false })
  expect(readFact({ mark: 'verified', value: true, source: 'tip-2023' })).toEqual({
    known: true,
    value: true,
    source: 'tip-2023',
  })
})

/** North Macedonia's profile with one place of the file written differently. */
const changed = (path: (string | number)[], value: unknown) => {
  const document = parseDocument(readFileSync(join(folder, 'MK.yaml'), 'utf8'))
  document.setIn(path, value)
  return CountryProfile.safeParse(document.toJS())
}

test('a source that is not listed is refused with its place', () => {
  const result = changed(['authorities', 2, 'name', 'source'], 'hearsay')
  expect(result.error?.issues).toMatchObject([{ path: ['authorities', 2, 'name', 'source'] }])
})

test('a target that stands twice, and so leaves another out, is refused by name', () => {
  const result = changed(['targets', 0, 'id'], 'shelter_place')
  expect(result.error?.issues.map((issue) => issue.message).join()).toMatch(/"safety_check".*"shelter_place"/)
})

test.each<[string, (string | number)[], unknown]>([
  ['a verified value without source', ['reflectionPeriod', 'length'], { mark: 'verified', value: 'P60D' }],
  ['a number that is still to be confirmed', ['numbers', 1, 'number', 'value'], '112'],
  ['a confirmed profile without a date', ['confirmation', 'state'], 'confirmed'],
  ['a target that claims to be law', ['targets', 1, 'basis'], 'law'],
])('%s is refused', (_, path, value) => {
  expect(changed(path, value).success).toBe(false)
})
