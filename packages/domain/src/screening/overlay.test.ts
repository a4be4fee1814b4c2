import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { messagesOf } from './messages.ts'
import { applyOverlay, applyOverlayTexts, regionalSign } from './overlay.ts'
import { Overlay } from './overlaySchema.ts'
import { readOverlay } from './readSet.ts'
import type { IndicatorSet } from './schema.ts'
import { anyAnswers, calmAdult } from './testing/arbitrary.ts'
import { laws } from './testing/laws.ts'
import { sampleSet, sampleSign } from './testing/sampleSet.ts'
import { validateOverlay } from './validateOverlay.ts'

const region = sampleSet({ signs: [...sampleSet().signs, sampleSign('hungry'), sampleSign('silent')] })
const of = (more: object = {}): Overlay =>
  Overlay.parse({
    country: 'MK',
    set: 'sample',
    over: '1.0.0',
    number: 2,
    lifecycle: { state: 'proposed', effectiveFrom: null },
    ...more,
  })
const whole = of({
  sources: { national: { title: 'Example of a national list', organisation: 'Example', year: null } },
  add: [{ ...sampleSign('guarded', { source: ['national'] }), mapsTo: 'watched' }],
  reword: ['held'],
  mute: ['silent'],
})

const words = (set: IndicatorSet) => Object.fromEntries(messagesOf(set).map((id) => [id, `regional ${id}`]))
const regional = { en: words(region), sq: words(region) }
const own = {
  en: {
    $catalogue: { language: 'en', state: 'machine_draft' },
    'sign.guarded.label': 'Guarded',
    'sign.guarded.hint': 'By somebody near',
    'sign.guarded.context': 'Care looks the same from afar',
    'sign.silent.muted': 'Silence before officials is common here',
  },
  sq: {
    'sign.guarded.label': 'I ruajtur',
    'sign.guarded.hint': 'Nga dikush afër',
    'sign.guarded.context': 'Përkujdesja duket njësoj nga larg',
    'sign.silent.muted': 'Heshtja është e zakonshme',
    'sign.held.label': 'Letrat',
  },
}
const languages = ['en', 'sq']

test("a country adds a sign, words one anew and mutes one; the rest is the region's", () => {
  expect(validateOverlay(whole, region, { regional, own }, languages)).toEqual([])
  const set = applyOverlay(region, whole)
  expect(set.version).toBe('1.0.0+mk.2')
  expect(set.rules).toEqual(region.rules)
  expect(set.signs.map(({ id }) => [id, regionalSign(set, id)])).toEqual([
    ...region.signs.map(({ id }) => [id, id]),
    ['guarded', 'watched'],
  ])
  const texts = applyOverlayTexts(regional, own)
  expect(texts['sq']).toMatchObject({ 'sign.held.label': 'Letrat', 'sign.hurt.label': 'regional sign.hurt.label' })
  expect(texts['en']).toMatchObject({
    'sign.held.label': 'regional sign.held.label',
    'sign.guarded.label': { message: 'Guarded', state: 'machine_draft' },
  })
})

test('no rule counts a muted sign, the explanation names it, and a floor counts it all the same', () => {
  const set = applyOverlay(region, whole)
  const adult = { present: ['silent', 'hurt'], circumstances: calmAdult }
  expect(evaluate(region, adult)).toMatchObject({ outcome: 'refer', muted: [] })
  expect(evaluate(set, adult)).toMatchObject({ outcome: 'watch', muted: ['silent'] })
  const child = { ...calmAdult, childOrDoubt: 'yes', accompaniment: 'accompanied' } as const
  expect(evaluate(set, { present: ['silent'], circumstances: child })).toMatchObject({
    outcome: 'refer',
    route: 'child_protection',
    minimalSets: [{ circumstances: ['child'], signs: ['silent'] }],
  })
  expect(evaluate(set, { present: ['guarded', 'hurt'], circumstances: calmAdult }).outcome).toBe('refer')
})

test('a set under an overlay is as far in its life as the less advanced of the two', () => {
  const approved = (effectiveFrom: string) => ({ state: 'approved' as const, effectiveFrom })
  const set = { ...region, lifecycle: { ...approved('2026-01-01'), replaces: null } }
  const life = (lifecycle: object) => applyOverlay(set, of({ lifecycle })).lifecycle
  expect(life({ state: 'in_review', effectiveFrom: null })).toMatchObject({ state: 'in_review', effectiveFrom: null })
  expect(life(approved('2026-05-01'))).toMatchObject({ state: 'approved', effectiveFrom: '2026-05-01' })
  expect(life({ ...approved('2026-05-01'), state: 'retired', retiredFrom: '2027-01-01' })).toMatchObject({
    state: 'retired',
    retiredFrom: '2027-01-01',
  })
})

const found = (overlay: Overlay, texts?: Parameters<typeof validateOverlay>[2]) =>
  validateOverlay(overlay, region, texts, languages).map(({ file, code, path }) => `${file} ${code} ${path.join('.')}`)

test.each<[string, object, string[]]>([
  ['a muted sign that is not there', { mute: ['zz'] }, ['overlay.yaml unknown_sign mute.0']],
  ['a reworded sign that is not there', { reword: ['zz'] }, ['overlay.yaml unknown_sign reword.0']],
  [
    'a sign the region has',
    { add: [{ ...sampleSign('hurt'), mapsTo: null }] },
    ['overlay.yaml duplicate_sign add.0.id'],
  ],
  [
    'a sign that maps to none of the region',
    { add: [{ ...sampleSign('a'), mapsTo: 'zz' }] },
    ['overlay.yaml unknown_sign add.0.mapsTo'],
  ],
  [
    'signs that map in a circle',
    {
      add: [
        { ...sampleSign('a'), mapsTo: 'b' },
        { ...sampleSign('b'), mapsTo: 'a' },
      ],
    },
    ['overlay.yaml mapping_cycle add.0.mapsTo', 'overlay.yaml mapping_cycle add.1.mapsTo'],
  ],
  [
    'a sign that maps to one that maps on',
    {
      add: [
        { ...sampleSign('a'), mapsTo: 'b' },
        { ...sampleSign('b'), mapsTo: 'hurt' },
      ],
    },
    ['overlay.yaml mapping_chain add.0.mapsTo'],
  ],
  [
    'an added sign without a source that is listed',
    { add: [{ ...sampleSign('a', { source: ['zz'] }), mapsTo: null }] },
    ['overlay.yaml unknown_source add.0.source.0'],
  ],
  [
    'so much muted that nothing leads to an outcome any more',
    { mute: ['watched'] },
    ['overlay.yaml unreachable_rule mute', 'overlay.yaml unreachable_outcome mute'],
  ],
  [
    'the whole first view muted',
    { mute: ['held'] },
    [
      'overlay.yaml first_view_empty mute',
      'overlay.yaml unreachable_rule mute',
      'overlay.yaml unreachable_outcome mute',
    ],
  ],
])('%s is found where it stands', (_, more, problems) => {
  expect(found(of(more))).toEqual(problems)
})

test('an overlay over nothing, one that is worded in part, and words that belong to nothing', () => {
  expect(validateOverlay(whole, undefined).map(({ code }) => code)).toEqual(['unknown_base'])
  const { 'sign.silent.muted': _, ...silent } = own.en
  expect(found(whole, { regional, own: { ...own, en: { ...silent, 'sign.hurt.label': 'x' } } })).toEqual([
    'en.json unknown_message sign.hurt.label',
    'en.json missing_translation sign.silent.muted',
  ])
  expect(found(of({ reword: ['held'] }), { regional, own: {} })).toEqual(['overlay.yaml no_words reword.0'])
})

test('a file that tries to write a rule, a weight or a floor is refused by its shape', () => {
  const raw = { ...whole, rules: [{ id: 'none', outcome: 'watch', when: { sign: 'held' } }] }
  const read = readOverlay(raw, () => ({ set: region, texts: regional }), own, languages)
  expect(read.ok ? [] : read.problems.map(({ code, message }) => [code, message])).toEqual([
    ['malformed', expect.stringContaining('rules')],
  ])
  const { mapsTo: _, ...unmapped } = whole.add[0] ?? { mapsTo: null }
  const silent = readOverlay({ ...whole, add: [unmapped] }, () => ({ set: region, texts: regional }), own, languages)
  expect(silent.ok ? [] : silent.problems.map(({ path }) => path.join('.'))).toEqual(['add.0.mapsTo'])
})

const anyOverlay = fc
  .record({
    mute: fc.subarray(region.signs.map(({ id }) => id)),
    strengths: fc.array(fc.constantFrom('strong' as const, 'weak' as const, 'contextual' as const), { maxLength: 3 }),
  })
  .map(({ mute, strengths }) =>
    of({
      mute,
      add: strengths.map((strength, index) => ({
        ...sampleSign(`own${index}`, { strength }),
        mapsTo: index === 0 ? 'hurt' : null,
      })),
    }),
  )

test('no overlay lowers a floor, and every law holds for what it makes', () => {
  fc.assert(
    fc.property(
      anyOverlay.chain((overlay) => fc.record({ overlay: fc.constant(overlay), answers: anyAnswers(region) })),
      ({ overlay, answers }) => {
        const national = evaluate(applyOverlay(region, overlay), answers)
        const { floor } = evaluate(region, answers)
        expect(national.floor).toBe(floor)
        expect(national.muted).toEqual(national.signs.filter((id) => overlay.mute.includes(id)))
      },
    ),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(anyOverlay, fc.constantFrom(...Object.values(laws)), (overlay, law) => {
      law(applyOverlay(region, overlay), 10)
    }),
    { numRuns: 100 },
  )
})
