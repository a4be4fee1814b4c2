import { expect, test } from 'vitest'
import { readSet } from './readSet.ts'
import type { IndicatorSet } from './schema.ts'
import { messagesOf } from './messages.ts'
import { sampleSet, sampleSign } from './testing/sampleSet.ts'
import { validateSet } from './validateSet.ts'

type SignEntry = IndicatorSet['signs'][number]
const sign = sampleSign
const good = sampleSet()
const withSigns = (...signs: SignEntry[]): IndicatorSet => ({ ...good, signs: [...good.signs, ...signs] })
const withRules = (...rules: IndicatorSet['rules']): IndicatorSet => ({ ...good, rules: [...good.rules, ...rules] })
const codesAt = (set: IndicatorSet) => validateSet(set).map(({ code, path }) => `${code} ${path.join('.')}`)

test('a good set has no problem', () => {
  expect(validateSet(good)).toEqual([])
})

test.each<[string, IndicatorSet, string[]]>([
  ['a sign twice', withSigns(sign('held')), ['duplicate_sign signs.4.id']],
  ['a sign without source', withSigns(sign('e', { source: [] })), ['sign_without_source signs.4.source']],
  [
    'a source that is not listed',
    withSigns(sign('e', { source: ['ours', 'theirs'] })),
    ['unknown_source signs.4.source.1'],
  ],
  [
    'nine signs on the first view',
    withSigns(...'efghijkl'.split('').map((id) => sign(id, { firstView: true }))),
    ['first_view_too_long signs.11.firstView'],
  ],
  [
    'nothing on the first view',
    { ...good, signs: good.signs.map(({ id, strength }) => sign(id, { strength })) },
    ['first_view_empty signs'],
  ],
  [
    'a child that would be asked',
    { ...withSigns(sign('e', { howKnown: 'asked_privately' })), subject: 'child' },
    ['child_asked signs.4.howKnown'],
  ],
  [
    'anybody, so perhaps a child, that would be asked',
    { ...withSigns(sign('e', { howKnown: 'asked_privately' })), subject: 'anyone' },
    ['child_asked signs.4.howKnown'],
  ],
  [
    'a rule over an unknown sign',
    withRules({ id: 'r', outcome: 'refer', when: { anyOf: [{ sign: 'held' }, { sign: 'zz' }] } }),
    ['unknown_sign rules.2.when.anyOf.1.sign'],
  ],
  [
    'a count over an unknown sign',
    withRules({ id: 'r', outcome: 'refer', when: { atLeast: 1, of: { signs: ['held', 'zz'] } } }),
    ['unknown_sign rules.2.when.of.signs.1'],
  ],
  [
    'a rule over a retired sign',
    {
      ...withSigns(sign('e', { status: 'retired' })),
      rules: [...good.rules, { id: 'r', outcome: 'refer', when: { sign: 'e' } }],
    },
    ['retired_sign rules.2.when.sign'],
  ],
  [
    'a rule over an unknown rule',
    withRules({ id: 'r', outcome: 'refer', when: { rule: 'zz' } }),
    ['unknown_rule rules.2.when.rule'],
  ],
  [
    'a rule twice',
    withRules({ id: 'danger', outcome: 'refer', when: { sign: 'hurt' } }),
    ['duplicate_rule rules.2.id'],
  ],
  [
    'a rule named like one of every set',
    withRules({ id: 'floor_danger_now', outcome: 'refer', when: { sign: 'watched' } }),
    ['reserved_rule rules.2.id'],
  ],
  [
    'a rule that can never hold',
    withRules({ id: 'r', outcome: 'refer', when: { atLeast: 3, of: { strength: ['medium'] } } }),
    ['unreachable_rule rules.2.when'],
  ],
  ['no way to act_now', { ...good, rules: good.rules.slice(1) }, ['unreachable_outcome rules']],
  [
    'refer swallowed by act_now',
    {
      ...good,
      rules: [
        { id: 'all', outcome: 'act_now', when: { atLeast: 1, of: { strength: ['strong', 'medium'] } } },
        ...good.rules.slice(1),
      ],
    },
    ['unreachable_outcome rules'],
  ],
  [
    'watch swallowed by refer',
    withRules({ id: 'any', outcome: 'refer', when: { atLeast: 1, of: {} } }),
    ['unreachable_outcome rules'],
  ],
])('%s is found where it stands', (_, set, found) => {
  expect(codesAt(set)).toEqual(found)
  for (const { message, remedy } of validateSet(set))
    expect([message, remedy].every((text) => text.length > 5)).toBe(true)
})

test('rules that run in a circle are found, also through a third one', () => {
  const circle = withRules(
    { id: 'x', outcome: 'refer', when: { anyOf: [{ sign: 'held' }, { rule: 'y' }] } },
    { id: 'y', outcome: 'refer', when: { allOf: [{ rule: 'x' }] } },
  )
  expect(validateSet(circle).map(({ code, message }) => [code, message])).toEqual([
    ['rule_cycle', 'rules run in a circle: x > y > x'],
    ['rule_cycle', 'rules run in a circle: y > x > y'],
  ])
})

test('a rule that could come about in too many ways is refused before it is tried', () => {
  const many = withSigns(...Array.from({ length: 40 }, (_, index) => sign(`s${index}`)))
  const rules: IndicatorSet['rules'] = [...good.rules, { id: 'half', outcome: 'refer', when: { atLeast: 20, of: {} } }]
  expect(codesAt({ ...many, rules })).toEqual(['too_many_explanations rules.2.when'])
})

const words = Object.fromEntries(messagesOf(good).map((id) => [id, 'words']))

test('texts: a missing file, a missing or empty message and a message that nothing shows', () => {
  const { 'sign.held.label': _, ...without } = words
  const texts = {
    en: Object.fromEntries(Object.entries(words).map(([id, message]) => [id, { message, description: 'x' }])),
    sq: { $catalogue: {}, ...without, 'sign.zz.label': 'fjalë' },
    mk: { ...words, 'rule.danger': ' ' },
  }
  expect(
    validateSet(good, texts, ['en', 'sq', 'mk', 'ar']).map(({ file, code, path }) => [file, code, ...path]),
  ).toEqual([
    ['sq.json', 'missing_translation', 'sign.held.label'],
    ['sq.json', 'unknown_message', 'sign.zz.label'],
    ['mk.json', 'missing_translation', 'rule.danger'],
    ['ar.json', 'missing_language'],
  ])
})

test('a file of the wrong shape is refused with place and remedy', () => {
  const { source: _, ...sourceless } = sign('e')
  const raw = {
    ...good,
    version: 'one',
    colour: 'red',
    signs: [...good.signs, sourceless],
    rules: [...good.rules, { id: 'r', outcome: 'no_concern_recorded', when: { not: { sign: 'held' } } }],
  }
  const result = readSet(raw)
  expect(result.ok).toBe(false)
  const found = result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path.join('.')}`)
  expect(found.sort()).toEqual([
    'malformed ',
    'malformed rules.2.outcome',
    'malformed rules.2.when',
    'malformed version',
    'sign_without_source signs.4.source',
  ])
})

test('what readSet lets through is what was given', () => {
  expect(readSet(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, set: good })
})
