import { fileURLToPath } from 'node:url'
import { ScriptTexts } from '@ariadne/domain/interviewTexts'
import { expect, test } from 'vitest'
import { contentFolderOf } from '../../testing/contentFolder.ts'
import { findReachWords, interviewPacks, reachLanguages, withoutPacks } from './interview-packs.ts'
import { loadContent } from './load.ts'
import type { Content } from './load.ts'

const { content } = await loadContent(fileURLToPath(new URL('../../../../../content', import.meta.url)))

test('the bundle has the languages of the interface, and every further language is a pack of its own', () => {
  const { scripts, card } = withoutPacks(content)
  expect(scripts.length).toBe(6)
  for (const { texts } of scripts) expect(Object.keys(texts).toSorted()).toEqual(['ar', 'en', 'mk', 'sq', 'sr'])
  expect(Object.keys(card?.texts ?? {}).toSorted()).toEqual(['ar', 'en', 'mk', 'sq', 'sr'])
  const packs = interviewPacks(content)
  expect(packs.size).toBe(16)
  for (const [language, { pack, info }] of packs) {
    expect(Object.keys(pack.scripts)).toHaveLength(6)
    expect(pack.card?.$catalogue.language).toBe(language)
    expect(pack.inserts?.$catalogue.language).toBe(language)
    expect(info.live, 'nobody has reviewed a text yet').toEqual([])
  }
  expect(packs.get('prs')?.info.over).toBe('fa')
  expect(packs.get('ps')?.info.over).toBeNull()
})

/** The content as if somebody had reviewed these languages of the first talk. */
const reviewedIn = (...languages: string[]): Content => ({
  ...content,
  scripts: content.scripts.map(({ script, texts }) => ({
    script,
    texts: Object.fromEntries(
      Object.entries(texts).map(([language, text]) => [
        language,
        script.id === 'first-talk-adult' && languages.includes(language)
          ? ScriptTexts.parse({ ...text, $catalogue: { ...text.$catalogue, state: 'reviewed', reviewer: 'somebody' } })
          : text,
      ]),
    ),
  })),
})

test('only what was reviewed is named for live use, and a language that leans on another needs both', () => {
  const live = (language: string, ...reviewed: string[]) =>
    interviewPacks(reviewedIn(...reviewed)).get(language)?.info.live
  expect(live('ps', 'ps')).toEqual(['first-talk-adult@1.0.0'])
  expect(live('ps', 'fa')).toEqual([])
  expect(live('prs', 'prs')).toEqual([])
  expect(live('prs', 'prs', 'fa')).toEqual(['first-talk-adult@1.0.0'])
  const digest = (of: Content) => interviewPacks(of).get('ps')?.info.digest
  expect(digest(reviewedIn('ps'))).not.toBe(digest(content))
  expect(digest(reviewedIn('fa'))).toBe(digest(content))
})

test('the page for people outside: in demo in every language, live only in those that were confirmed with what they lean on', () => {
  expect(reachLanguages(content, false)).toHaveLength(16)
  expect(Object.keys(findReachWords(content, 'prs', false) ?? {}).toSorted()).toEqual(['fa', 'prs'])
  expect(Object.keys(findReachWords(content, 'tr', false) ?? {})).toEqual(['tr'])
  expect(findReachWords(content, 'xx', false)).toBeUndefined()
  expect(reachLanguages(content, true)).toEqual([])
  expect(findReachWords(content, 'tr', true)).toBeUndefined()
  const { reach } = content
  if (!reach) throw new Error('There are no words for the page.')
  const confirmed = (...languages: string[]) => ({
    reach: {
      ...reach,
      texts: Object.fromEntries(
        Object.entries(reach.texts).map(([language, text]) => [
          language,
          languages.includes(language)
            ? ScriptTexts.parse({
                ...text,
                $catalogue: { ...text.$catalogue, state: 'reviewed', reviewer: 'somebody' },
              })
            : text,
        ]),
      ),
    },
  })
  expect(reachLanguages(confirmed('tr', 'prs'), true)).toEqual(['tr'])
  expect(reachLanguages(confirmed('prs', 'fa'), true).toSorted()).toEqual(['fa', 'prs'])
  expect(Object.keys(findReachWords(confirmed('tr'), 'tr', true) ?? {})).toEqual(['tr'])
})

const head = (language: string) => ({ language, state: 'machine_draft', drafter: 'machine', reviewer: null })
const card = {
  id: 'card',
  version: '1.0.0',
  languages: ['en'],
  spokenIn: ['fa'],
  front: ['title', 'code'],
  back: ['free'],
  numbers: 'country_profile',
}
const written = { 'card/card.yaml': card, 'card/en.json': { $catalogue: head('en'), title: 'Code', free: 'Free' } }

test('a card without one of its lines, and an insert that is no message of ours, are told with their place', async () => {
  const { faults, content: found } = await loadContent(
    contentFolderOf({
      ...written,
      'card/fa.json': { $catalogue: head('fa'), title: 'کد' },
      'inserts/inserts.yaml': { languages: ['fa', 'ps'], messages: ['code.family'] },
      'inserts/fa.json': { $catalogue: head('fa'), 'code.family': 'خانواده', 'code.gone': 'رفته' },
    }),
  )
  expect(faults.map(({ file, line, field, problem }) => [file, line, field, problem])).toEqual([
    ['card/fa.json', 1, 'free', 'has no text'],
    ['inserts/fa.json', 9, 'code.gone', 'belongs to no block or answer'],
    ['inserts/ps.json', undefined, '(file)', 'is missing'],
  ])
  expect(found.card).toBeNull()
  expect(found.inserts).toEqual({})
})

test('a sentence of the page for people outside that puts in something else, or is none of it, is told with its place', async () => {
  const { faults, content: found } = await loadContent(
    contentFolderOf({
      'catalogues/ways/en.json': { 'reach.sent.lead': { message: 'At {unit}', description: 'Where it waits' } },
      'reach/reach.yaml': { version: '1.0.0', languages: ['tr', 'uk'], messages: ['reach.sent.lead'] },
      'reach/tr.json': { $catalogue: head('tr'), 'reach.sent.lead': 'Orada', 'reach.gone': 'Yok' },
    }),
  )
  expect(faults.map(({ file, line, field, problem }) => [file, line, field, problem])).toEqual([
    ['reach/tr.json', 8, 'reach.sent.lead', 'puts in ""'],
    ['reach/tr.json', 9, 'reach.gone', 'belongs to no block or answer'],
    ['reach/uk.json', undefined, '(file)', 'is missing'],
  ])
  expect(found.reach).toBeNull()
})

test('a line of the card that waits for a native speaker is a line', async () => {
  const waiting = { state: 'to be drafted by a native speaker' }
  const { faults, content: found } = await loadContent(
    contentFolderOf({ ...written, 'card/fa.json': { $catalogue: head('fa'), title: 'کد', free: waiting } }),
  )
  expect(faults).toEqual([])
  expect(found.card?.texts['fa']?.['free']).toEqual(waiting)
})
