import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyAnswers, anyCircumstances, anySet, calmAdult } from './testing/arbitrary.ts'
import { decide, evaluate } from './evaluate.ts'
import { laws } from './testing/laws.ts'
import { ScreeningRefused } from './refused.ts'
import type { IndicatorSet } from './schema.ts'

const sign = (
  id: string,
  strength: IndicatorSet['signs'][number]['strength'],
  more = {},
): IndicatorSet['signs'][number] => ({
  id,
  dimension: 'means',
  strength,
  status: 'active',
  howKnown: 'observed',
  source: ['ours'],
  askOrDoNext: 'ask_gently',
  ...more,
})

const small: IndicatorSet = {
  id: 'small',
  version: '2.1.0',
  subject: 'adult',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: null },
  sources: { ours: { title: 'Example', organisation: 'Example', year: null } },
  signs: [
    sign('locked_in', 'strong', { firstView: true, askOrDoNext: 'call_on_duty' }),
    sign('papers_held', 'strong', { firstView: true, askOrDoNext: 'return_belongings' }),
    sign('watched', 'medium'),
    sign('tired', 'weak'),
    sign('man_speaks', 'contextual', { askOrDoNext: 'speak_alone' }),
    sign('looks_down', 'contextual', { askOrDoNext: 'speak_alone' }),
    sign('old_wording', 'weak', { status: 'retired' }),
  ],
  rules: [
    { id: 'locked', outcome: 'act_now', when: { sign: 'locked_in' } },
    {
      id: 'strong_and_more',
      outcome: 'refer',
      when: {
        allOf: [
          { atLeast: 1, of: { strength: ['strong'] } },
          { atLeast: 2, of: {} },
        ],
      },
    },
    { id: 'two_contextual', outcome: 'refer', when: { atLeast: 2, of: { strength: ['contextual'] } } },
  ],
}
const adult = (present: string[], more = {}) => evaluate(small, { present, circumstances: { ...calmAdult, ...more } })

test('a rule of the set gives the outcome, with every smallest set of signs that is enough', () => {
  expect(adult(['papers_held', 'watched', 'tired'])).toEqual({
    outcome: 'refer',
    ruleId: 'strong_and_more',
    ruleIds: ['strong_and_more'],
    signs: ['papers_held', 'watched', 'tired'],
    minimalSets: [
      { circumstances: [], signs: ['papers_held', 'watched'] },
      { circumstances: [], signs: ['papers_held', 'tired'] },
    ],
    floor: 'no_concern_recorded',
    muted: [],
    nextSteps: ['return_belongings', 'ask_gently'],
    route: 'nrm',
    routes: ['nrm'],
    setId: 'small',
    version: '2.1.0',
    limits: 'codes.screening.limits',
  })
})

test('one sign that is not enough for more is watched', () => {
  expect(adult(['tired'])).toMatchObject({ outcome: 'watch', ruleId: 'base_any_sign', route: 'help_card' })
})

test('a man who speaks for a woman never counts alone, and prompts a talk alone', () => {
  expect(adult(['man_speaks', 'looks_down'])).toMatchObject({
    outcome: 'watch',
    nextSteps: ['speak_alone', 'offer_card'],
  })
  expect(adult(['man_speaks', 'looks_down', 'tired'])).toMatchObject({
    outcome: 'refer',
    ruleId: 'two_contextual',
    minimalSets: [{ circumstances: [], signs: ['tired', 'man_speaks', 'looks_down'] }],
  })
})

test('nothing recorded is never a negative: no rule, no route, and the limits all the same', () => {
  expect(adult([])).toMatchObject({
    outcome: 'no_concern_recorded',
    ruleId: 'base_nothing_recorded',
    minimalSets: [],
    route: 'none',
    limits: 'codes.screening.limits',
  })
})

test('who says so themselves is referred, and a child in doubt shows up by name in the explanation', () => {
  expect(adult([], { selfIdentified: true })).toMatchObject({ outcome: 'refer', ruleId: 'floor_self_identified' })
  expect(adult(['man_speaks'], { childOrDoubt: 'doubt', accompaniment: 'adult_in_doubt' })).toMatchObject({
    outcome: 'refer',
    floor: 'refer',
    route: 'child_protection',
    ruleIds: ['floor_child_not_in_safe_company', 'floor_child_with_sign'],
    minimalSets: [
      { circumstances: ['age_in_doubt', 'adult_in_doubt'], signs: [] },
      { circumstances: ['age_in_doubt'], signs: ['man_speaks'] },
    ],
    nextSteps: ['call_child_protection', 'do_not_ask_child'],
  })
})

test('looked for in vain on half of the first view: too little is known, so look again', () => {
  expect(evaluate(small, { present: [], notKnown: ['papers_held'], circumstances: calmAdult })).toMatchObject({
    outcome: 'watch',
    ruleId: 'base_not_enough_information',
    minimalSets: [{ circumstances: ['not_enough_information'], signs: [] }],
  })
  expect(decide(small, { present: [], notKnown: ['tired'], circumstances: calmAdult })).toBe('no_concern_recorded')
})

test.each([
  [{ present: ['tired', 'no_such'] }, 'unknown_sign', 'present[1]'],
  [{ present: ['old_wording'] }, 'retired_sign', 'present[0]'],
  [{ present: [], notKnown: ['no_such'] }, 'unknown_sign', 'notKnown[0]'],
  [{ present: ['tired'], notKnown: ['tired'] }, 'both_present_and_not_known', 'notKnown'],
])('answers that do not fit are refused by name: %j', (answers, code, field) => {
  const refused = () => decide(small, { ...answers, circumstances: calmAdult })
  expect(refused).toThrow(ScreeningRefused)
  expect(refused).toThrow(expect.objectContaining({ code, field }))
})

test('violence leads to its own services, exploitation to the mechanism, both to both; a child to child protection', () => {
  const violence: IndicatorSet = {
    ...small,
    route: 'gbv_services',
    rules: small.rules.map((rule) => (rule.id === 'locked' ? { ...rule, route: 'nrm' as const } : rule)),
  }
  const of = (present: string[], more = {}) => evaluate(violence, { present, circumstances: { ...calmAdult, ...more } })
  expect(of(['papers_held', 'watched']).routes).toEqual(['gbv_services'])
  expect(of(['locked_in']).routes).toEqual(['nrm'])
  expect(of(['locked_in', 'papers_held'])).toMatchObject({ route: 'nrm', routes: ['nrm', 'gbv_services'] })
  expect(of([], { selfIdentified: true }).routes).toEqual(['gbv_services'])
  expect(of(['locked_in'], { childOrDoubt: 'doubt' }).routes).toEqual(['child_protection'])
  expect(of(['tired']).routes).toEqual(['help_card'])
})

test.each(Object.entries(laws))('%s, in any set', (_, law) => {
  expect.hasAssertions()
  fc.assert(
    fc.property(anySet, (set) => law(set, 10)),
    { numRuns: 150 },
  )
})

test('order and repetition of answers change nothing', () => {
  fc.assert(
    fc.property(
      anySet.chain((set) => fc.record({ set: fc.constant(set), answers: anyAnswers(set) })),
      anyCircumstances,
      ({ set, answers }, circumstances) => {
        const turned = { ...answers, circumstances, present: [...answers.present, ...answers.present].reverse() }
        expect(evaluate(set, turned)).toEqual(evaluate(set, { ...answers, circumstances }))
      },
    ),
  )
})
