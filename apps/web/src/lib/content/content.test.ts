import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Bundle, findSet, keepingVersions, verified } from './bundle.ts'
import { type Texts, findReading, read } from './texts.ts'

const folder = join(import.meta.dirname, '../../../../../content')
const textsOf = (path: string): Record<string, Texts> =>
  Object.fromEntries(
    ['en', 'sq', 'mk', 'sr', 'ar'].map((language) => [
      language,
      JSON.parse(readFileSync(join(folder, path, `${language}.json`), 'utf8')) as Texts,
    ]),
  )

const set = (version: string) => ({
  set: {
    id: 'adult-mixed-flows',
    version,
    subject: 'adult',
    lifecycle: { state: 'approved', effectiveFrom: null, replaces: null },
  },
  texts: {},
})
const bundle = (...sets: unknown[]) =>
  ({ version: 'one', sets, scripts: [], countries: [], card: null }) as unknown as Bundle

test('a set with another country’s overlay reads as the region’s', () => {
  const both = bundle(set('1.0.0'), set('1.0.0+mk.1'))
  expect(findSet(both, 'adult-mixed-flows', '1.0.0+rs.2')?.set.version).toBe('1.0.0')
  expect(keepingVersions(bundle(set('1.0.0')), both).sets.length).toBe(2)
})

test('a set version that a draft began with stays when new content comes', () => {
  const kept = keepingVersions(bundle(set('2.0.0')), bundle(set('1.0.0'), set('2.0.0')))
  expect(kept.sets.map(({ set: { version } }) => version)).toEqual(['2.0.0', '1.0.0'])
  expect(findSet(kept, 'adult-mixed-flows', '1.0.0')).toBeDefined()
})

test('a fact that was read nowhere is not shown', () => {
  expect(verified({ mark: 'verified', value: '112' })).toBe('112')
  expect(verified({ mark: 'background', value: 'P2M' })).toBeNull()
})

test.for(globSync('*/*', { cwd: join(folder, 'indicator-sets') }).toSorted())(
  'every sign of %s reads in every language',
  (path) => {
    const texts = textsOf(join('indicator-sets', path))
    const labels = Object.keys(texts['en'] ?? {}).filter((key) => key.endsWith('.label'))
    expect(labels.length).toBeGreaterThanOrEqual(12)
    for (const language of ['en', 'sq', 'mk', 'sr', 'sr-Latn', 'ar']) {
      const reading = findReading(texts, language)
      expect(reading?.lang).toBe(language)
      for (const key of labels) expect(reading?.has(key), `${language} ${key}`).toBe(true)
    }
  },
)

test('Serbian reads in both scripts, and both are drafts', () => {
  const texts = textsOf('scripts/first-talk-adult/1.0.0')
  expect(read(texts, 'sr').get('block.who_i_am.spoken')).toMatch(/\p{Script=Cyrillic}/u)
  expect(read(texts, 'sr-Latn').get('block.who_i_am.spoken')).not.toMatch(/\p{Script=Cyrillic}/u)
  expect(read(texts, 'sr-Latn').draft).toBe(true)
})

test('a language nobody wrote in reads in English and says that it is English', () => {
  const texts = textsOf('card')
  expect(findReading(texts, 'fa')).toBeUndefined()
  expect(read(texts, 'fa')).toMatchObject({ lang: 'en' })
  expect(read(texts, 'fa').get('title')).toBe('Your code')
})
