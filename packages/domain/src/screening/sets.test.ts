import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { calmAdult } from './testing/arbitrary.ts'
import { evaluate } from './evaluate.ts'
import { laws } from './testing/laws.ts'
import { readSet } from './readSet.ts'
import type { Answers, IndicatorSet } from './schema.ts'

/** The sets we ship, as they lie in content/: every law, and what an officer would expect of each. */

const folder = new URL('../../../../content/indicator-sets/', import.meta.url)
const languages = ['en', 'sq', 'mk', 'sr', 'ar']

const load = (id: string, version: string): IndicatorSet => {
  const read = (file: string) => readFileSync(new URL(`${id}/${version}/${file}`, folder), 'utf8')
  const texts = Object.fromEntries(
    languages.map((language) => [language, JSON.parse(read(`${language}.json`)) as Record<string, unknown>]),
  )
  const result = readSet(parse(read('set.yaml')), texts, languages)
  expect(result.ok ? [] : result.problems).toEqual([])
  if (!result.ok) throw new Error(`${id}@${version} does not load`)
  expect({ id: result.set.id, version: result.set.version }).toEqual({ id, version })
  return result.set
}

const shipped = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((version) => load(name, version)))
const adults = load('adult-mixed-flows', '1.0.0')
const children = load('child-alone-or-separated', '1.0.0')

test.each(shipped.map((set) => [`${set.id}@${set.version}`, set] as const))(
  '%s has at least 30 signs, one to eight on the first view, and a source for each',
  (_, set) => {
    expect(set.signs.length).toBeGreaterThanOrEqual(30)
    const firstView = set.signs.filter((sign) => sign.firstView)
    expect(firstView.length).toBeLessThanOrEqual(8)
    expect(firstView.every(({ howKnown }) => howKnown === 'observed' || howKnown === 'learned')).toBe(true)
    expect(set.signs.every(({ source }) => source.length > 0)).toBe(true)
  },
)

test.each(
  shipped.flatMap((set) =>
    Object.entries(laws).map(([name, law]) => [name, `${set.id}@${set.version}`, set, law] as const),
  ),
)('%s, in %s', (_, __, set, law) => {
  expect.hasAssertions()
  law(set, 300)
})

const adult = (present: string[], circumstances: Partial<Answers['circumstances']> = {}) =>
  evaluate(adults, { present, circumstances: { ...calmAdult, ...circumstances } })
const child = (present: string[], circumstances: Partial<Answers['circumstances']> = {}) =>
  evaluate(children, {
    present,
    circumstances: { ...calmAdult, childOrDoubt: 'yes', accompaniment: 'accompanied', ...circumstances },
  })

test('a man who speaks for a woman, who looks down and is tired: look again, speak alone, never more', () => {
  expect(adult(['speaks_for', 'looks_down', 'exhausted', 'fear_of_officials', 'owes_for_journey'])).toMatchObject({
    outcome: 'watch',
    route: 'help_card',
  })
  expect(adult(['speaks_for']).nextSteps).toEqual(['speak_alone', 'offer_card'])
})

test('one strong sign told in private is enough to refer', () => {
  expect(adult(['worked_without_pay'])).toMatchObject({
    outcome: 'refer',
    ruleId: 'told_of_exploitation',
    route: 'nrm',
    minimalSets: [{ circumstances: [], signs: ['worked_without_pay'] }],
  })
})

test('a strong sign that was only seen needs company, and a contextual one will do', () => {
  expect(adult(['fear_of_companion']).outcome).toBe('watch')
  expect(adult(['fear_of_companion', 'speaks_for'])).toMatchObject({ outcome: 'refer', ruleId: 'strong_and_another' })
})

test('a whispered request while somebody watches is for now', () => {
  expect(adult(['asks_help_secretly', 'watched_closely'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'controller_near',
    minimalSets: [{ circumstances: [], signs: ['watched_closely', 'asks_help_secretly'] }],
  })
})

test('a boy of about sixteen, alone, adults unsure who is with him', () => {
  expect(child([], { childOrDoubt: 'doubt', accompaniment: 'alone' })).toMatchObject({
    outcome: 'refer',
    ruleId: 'floor_child_not_in_safe_company',
    route: 'child_protection',
    minimalSets: [{ circumstances: ['age_in_doubt', 'alone'], signs: [] }],
    nextSteps: ['call_child_protection', 'do_not_ask_child'],
  })
  expect(child(['adult_changes'], { childOrDoubt: 'doubt', accompaniment: 'adult_in_doubt' })).toMatchObject({
    outcome: 'refer',
    ruleIds: ['floor_child_not_in_safe_company', 'floor_child_with_sign', 'strong_sign'],
  })
})

test('a child with parents and no sign does not count; with one sign it goes to child protection', () => {
  expect(child([])).toMatchObject({ outcome: 'no_concern_recorded', route: 'none' })
  expect(child(['distant_relative'])).toMatchObject({ outcome: 'refer', route: 'child_protection' })
})

test('a stranger who comes to collect the child soon is for now', () => {
  expect(child(['collected_by_stranger', 'must_leave_now'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'collected_soon',
  })
})

test('no sign of the child set is asked of the child', () => {
  expect(
    children.signs.filter(
      ({ howKnown, askOrDoNext }) => howKnown === 'asked_privately' || askOrDoNext === 'ask_gently',
    ),
  ).toEqual([])
})
