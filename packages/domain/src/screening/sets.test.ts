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

type Words = Record<string, Record<string, unknown>>

const load = (id: string, version: string): { set: IndicatorSet; texts: Words } => {
  const read = (file: string) => readFileSync(new URL(`${id}/${version}/${file}`, folder), 'utf8')
  const texts = Object.fromEntries(
    languages.map((language) => [language, JSON.parse(read(`${language}.json`)) as Record<string, unknown>]),
  )
  const result = readSet(parse(read('set.yaml')), texts, languages)
  expect(result.ok ? [] : result.problems).toEqual([])
  if (!result.ok) throw new Error(`${id}@${version} does not load`)
  expect({ id: result.set.id, version: result.set.version }).toEqual({ id, version })
  return { set: result.set, texts }
}

const loaded = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((version) => load(name, version)))
const shipped = loaded.map(({ set }) => set)
const setOf = (id: string): IndicatorSet => {
  const found = shipped.find((set) => set.id === id)
  if (!found) throw new Error(`no set is called ${id}`)
  return found
}
const adults = setOf('adult-mixed-flows')
const children = setOf('child-alone-or-separated')

test('the network’s eleven subjects are covered, with at least 120 different signs', () => {
  expect(shipped.map(({ id }) => id).toSorted()).toEqual([
    'adult-mixed-flows',
    'asylum-interview',
    'at-risk',
    'begging-forced-criminality',
    'child-alone-or-separated',
    'domestic-servitude',
    'family-involvement',
    'gender-based-violence',
    'labour-exploitation',
    'online-recruitment',
    'sexual-exploitation',
  ])
  expect(new Set(shipped.flatMap(({ signs }) => signs.map(({ id }) => id))).size).toBeGreaterThanOrEqual(120)
})

test.each(shipped.map((set) => [`${set.id}@${set.version}`, set] as const))(
  '%s has enough signs, one to eight on the first view, and a source for each',
  (_, set) => {
    const isFirstContact = set === adults || set === children
    expect(set.signs.length).toBeGreaterThanOrEqual(isFirstContact ? 30 : 12)
    if (!isFirstContact) expect(set.signs.length).toBeLessThanOrEqual(25)
    const firstView = set.signs.filter((sign) => sign.firstView)
    expect(firstView.length).toBeGreaterThanOrEqual(1)
    expect(firstView.length).toBeLessThanOrEqual(8)
    expect(firstView.every(({ howKnown }) => howKnown === 'observed' || howKnown === 'learned')).toBe(true)
    expect(set.signs.every(({ source }) => source.length > 0)).toBe(true)
  },
)

test('a sign that stands in several sets is one sign: of one dimension, and for the same people of one strength', () => {
  const stands = Object.groupBy(
    shipped.flatMap((set) => set.signs.map((sign) => ({ sign, subject: set.subject, set: set.id }))),
    ({ sign }) => sign.id,
  )
  for (const [id, places = []] of Object.entries(stands)) {
    expect([...new Set(places.map(({ sign }) => sign.dimension))], id).toHaveLength(1)
    for (const same of Object.values(Object.groupBy(places, ({ subject }) => subject)))
      expect([...new Set(same.map(({ sign }) => sign.strength))], id).toHaveLength(1)
  }
})

test.each(languages)(
  'a sign that several sets about the same people share reads the same in each, in %s',
  (language) => {
    const seen = new Map<string, string>()
    for (const { set, texts } of loaded)
      for (const { id } of set.signs)
        for (const part of ['label', 'hint', 'context']) {
          const words = JSON.stringify(texts[language]?.[`sign.${id}.${part}`] ?? null)
          const key = `${set.subject} ${id} ${part}`
          expect(seen.get(key) ?? words, `${key} in ${set.id}`).toBe(words)
          seen.set(key, words)
        }
  },
)

test('no two signs of a set read alike, in no language', () => {
  for (const { set, texts } of loaded)
    for (const language of languages) {
      const labels = set.signs.map(({ id }) => JSON.stringify(texts[language]?.[`sign.${id}.label`]))
      expect(new Set(labels).size, `${set.id} ${language}`).toBe(labels.length)
    }
})

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

test('no sign of a set about children, or about anyone, is asked of the person', () => {
  expect(
    shipped
      .filter(({ subject }) => subject !== 'adult')
      .flatMap(({ id, signs }) =>
        signs
          .filter(({ howKnown, askOrDoNext }) => howKnown === 'asked_privately' || askOrDoNext === 'ask_gently')
          .map((sign) => `${id}: ${sign.id}`),
      ),
  ).toEqual([])
})

/** An adult, seen with one of the sets made for a place or a concern. */
const seen = (id: string, present: string[], circumstances: Partial<Answers['circumstances']> = {}) =>
  evaluate(setOf(id), { present, circumstances: { ...calmAdult, ...circumstances } })

test('at work: bad conditions alone are to be looked at again, conditions under somebody’s hold are referred', () => {
  expect(seen('labour-exploitation', ['no_protection_gear', 'contract_not_readable'])).toMatchObject({
    outcome: 'watch',
  })
  expect(seen('labour-exploitation', ['no_protection_gear', 'others_hold_papers'])).toMatchObject({
    outcome: 'refer',
    ruleId: 'used_and_controlled',
    route: 'nrm',
  })
  expect(seen('labour-exploitation', ['lives_where_works', 'hides_from_inspection']).outcome).toBe('watch')
  expect(seen('labour-exploitation', ['may_be_child_among_them', 'no_protection_gear']).outcome).toBe('act_now')
})

test('begging: an adult who begs is no concern to act on, a child is for child protection, a collector makes it one', () => {
  expect(seen('begging-forced-criminality', ['begs_or_sells'])).toMatchObject({ outcome: 'watch', route: 'help_card' })
  expect(
    seen('begging-forced-criminality', ['begs_or_sells'], { childOrDoubt: 'yes', accompaniment: 'accompanied' }),
  ).toMatchObject({ outcome: 'refer', route: 'child_protection' })
  expect(seen('begging-forced-criminality', ['begs_or_sells', 'hands_over_money'])).toMatchObject({
    outcome: 'refer',
    route: 'nrm',
  })
  expect(seen('begging-forced-criminality', ['begs_with_infant', 'seems_drugged'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'small_child_drugged',
  })
})

test('in a home: a cousin who helps is looked at again; who cannot leave a house of violence is for now', () => {
  expect(seen('domestic-servitude', ['called_relative_but_serves', 'speaks_for']).outcome).toBe('watch')
  expect(seen('domestic-servitude', ['no_own_bed', 'permit_tied']).outcome).toBe('refer')
  expect(seen('domestic-servitude', ['not_free_to_leave', 'threatened'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'violence_behind_a_locked_door',
  })
})

test('sex that is sold: visitors alone say nothing; who keeps the money does', () => {
  expect(seen('sexual-exploitation', ['many_visitors']).outcome).toBe('watch')
  expect(seen('sexual-exploitation', ['earnings_taken'])).toMatchObject({
    outcome: 'refer',
    ruleId: 'told_of_exploitation',
  })
  expect(seen('sexual-exploitation', ['may_be_child_among_them', 'many_visitors']).outcome).toBe('act_now')
})

test('online: a hidden screen is nothing by itself; packed bags for a contact without a face are for now', () => {
  expect(seen('online-recruitment', ['hides_screen']).outcome).toBe('watch')
  expect(seen('online-recruitment', ['leaves_to_meet_contact', 'contact_stays_hidden'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'about_to_leave_for_contact',
  })
  expect(seen('online-recruitment', ['images_demanded']).nextSteps).toContain('keep_messages')
})

test('asylum: a gap in the story is no sign alone; being told to apply and leave is', () => {
  expect(seen('asylum-interview', ['gap_in_journey'])).toMatchObject({ outcome: 'watch', route: 'help_card' })
  expect(seen('asylum-interview', ['told_to_apply_and_leave'])).toMatchObject({ outcome: 'refer', route: 'nrm' })
  expect(seen('asylum-interview', ['told_to_apply_and_leave', 'wants_to_withdraw']).outcome).toBe('act_now')
})

test('family: who shields the family is looked at again, and no relative is told of anything', () => {
  expect(seen('family-involvement', ['shields_family', 'speaks_for'])).toMatchObject({
    outcome: 'watch',
    nextSteps: ['own_interpreter', 'offer_card'],
  })
  expect(seen('family-involvement', ['threatened_for_honour', 'unfree_marriage'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'honour_and_harm',
  })
  expect(seen('family-involvement', ['relative_gave_away']).nextSteps).toContain('do_not_inform')
})

test('at risk: being shut out is never a sign alone; an offer that meets a need is a reason to help first', () => {
  expect(seen('at-risk', ['shut_out_from_services', 'owes_for_journey']).outcome).toBe('watch')
  expect(seen('at-risk', ['stranger_offers_help', 'no_safe_place_tonight', 'robbed_on_route'])).toMatchObject({
    outcome: 'refer',
    ruleId: 'offer_meets_need',
  })
  expect(seen('at-risk', ['closeness_for_needs']).outcome).toBe('refer')
  expect(seen('at-risk', ['known_recruiter_spoke', 'leaves_soon_with_strangers']).outcome).toBe('act_now')
})

test('violence on the way goes to its own services, to the mechanism too when somebody gained, a child to its own', () => {
  expect(seen('gender-based-violence', ['tells_of_partner_violence'])).toMatchObject({
    outcome: 'refer',
    route: 'gbv_services',
    routes: ['gbv_services'],
  })
  expect(seen('gender-based-violence', ['tells_of_sexual_violence', 'asks_for_care_after'])).toMatchObject({
    outcome: 'act_now',
    ruleId: 'care_now',
    route: 'gbv_services',
  })
  expect([...seen('gender-based-violence', ['made_to_have_sex']).routes].toSorted()).toEqual(['gbv_services', 'nrm'])
  expect(seen('gender-based-violence', ['tells_of_partner_violence'], { childOrDoubt: 'doubt' })).toMatchObject({
    route: 'child_protection',
  })
  expect(seen('gender-based-violence', ['shrinks_back', 'speaks_for']).outcome).toBe('watch')
})
