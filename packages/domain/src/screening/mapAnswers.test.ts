import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapAnswers } from './mapAnswers.ts'
import { applyOverlay } from './overlay.ts'
import { Overlay } from './overlaySchema.ts'
import type { Answers, IndicatorSet } from './schema.ts'
import { calmAdult } from './testing/arbitrary.ts'
import { sampleSet, sampleSign } from './testing/sampleSet.ts'
import { familyProblems } from './validateLife.ts'
import { validateSet } from './validateSet.ts'

const first = sampleSet()
const second = sampleSet({
  version: '2.0.0',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' },
  signs: [
    sampleSign('papers_held', { firstView: true }),
    sampleSign('phone_held'),
    sampleSign('watched', { strength: 'strong' }),
    sampleSign('worn_out', { strength: 'weak' }),
  ],
  rules: [
    { id: 'danger', outcome: 'act_now', when: { allOf: [{ sign: 'papers_held' }, { sign: 'watched' }] } },
    { id: 'concern', outcome: 'refer', when: { sign: 'watched' } },
  ],
  mapping: [
    { from: 'held', how: 'split', to: ['papers_held', 'phone_held'] },
    { from: 'hurt', how: 'merged', to: 'worn_out' },
    { from: 'tired', how: 'merged', to: 'worn_out' },
  ],
})
const third = sampleSet({
  version: '3.0.0',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '2.0.0' },
  signs: [sampleSign('documents_held', { firstView: true }), sampleSign('watched', { strength: 'strong' })],
  rules: [
    { id: 'danger', outcome: 'act_now', when: { allOf: [{ sign: 'documents_held' }, { sign: 'watched' }] } },
    { id: 'concern', outcome: 'refer', when: { sign: 'watched' } },
  ],
  mapping: [
    { from: 'papers_held', how: 'same', to: 'documents_held' },
    { from: 'phone_held', how: 'gone' },
    { from: 'worn_out', how: 'gone' },
  ],
})
const family = [first, second, third]
const answers = (present: string[], notKnown?: string[]): Answers => ({
  present,
  ...(notKnown ? { notKnown } : {}),
  circumstances: calmAdult,
})

test('the versions of the sample are sound together', () => {
  expect(familyProblems(family)).toEqual([])
  expect(family.flatMap((set) => validateSet(set))).toEqual([])
})

test('answers go the way of the mapping: the same, split, merged, gone', () => {
  expect(mapAnswers(answers(['held', 'watched', 'tired'], ['hurt']), first, second, family)).toEqual({
    answers: answers(['papers_held', 'phone_held', 'watched', 'worn_out'], []),
    through: ['1.0.0', '2.0.0'],
    unsettled: [{ from: 'held', among: ['papers_held', 'phone_held'] }],
    gone: [],
  })
})

test('over two versions, step by step', () => {
  expect(mapAnswers(answers(['held', 'hurt']), first, third, family)).toEqual({
    answers: answers(['documents_held']),
    through: ['1.0.0', '2.0.0', '3.0.0'],
    unsettled: [{ from: 'held', among: ['documents_held'] }],
    gone: ['phone_held', 'worn_out'],
  })
})

test.each<[string, () => unknown, string, RegExp]>([
  ['back to an older version', () => mapAnswers(answers([]), second, first, family), 'version', /2\.0\.0 to 1\.0\.0/],
  [
    'a version that says nothing of the one before',
    () => {
      const { mapping: _, ...silent } = second
      return mapAnswers(answers([]), first, silent, family)
    },
    'version',
    /No mapping/,
  ],
  ['a version in between that is not here', () => mapAnswers(answers([]), first, third, [first]), 'version', /2\.0\.0/],
  ['another set', () => mapAnswers(answers([]), first, { ...second, id: 'other' }, family), 'set', /other@2\.0\.0/],
  [
    'a sign that nothing maps',
    () => mapAnswers(answers(['watched', 'hurt']), first, { ...second, mapping: second.mapping?.slice(0, 1) ?? [] }),
    'present[1]',
    /"hurt" has no counterpart/,
  ],
])('refused by name: %s', (_, act, field, message) => {
  expect(act).toThrow(expect.objectContaining({ code: 'no_mapping', field, message: expect.stringMatching(message) }))
})

test("a country's own sign reads as the regional sign it is a kind of, in another country and in the next version", () => {
  const overlay = Overlay.parse({
    country: 'MK',
    set: 'sample',
    over: '1.0.0',
    number: 1,
    lifecycle: { state: 'proposed', effectiveFrom: null },
    add: [
      { ...sampleSign('guarded_by_cousin'), mapsTo: 'watched' },
      { ...sampleSign('local_custom'), mapsTo: null },
    ],
  })
  const national = applyOverlay(first, overlay)
  const given = answers(['guarded_by_cousin', 'local_custom', 'tired'])
  expect(mapAnswers(given, national, first)).toMatchObject({
    answers: answers(['watched', 'tired']),
    gone: ['local_custom'],
  })
  expect(mapAnswers(given, national, second, [first, second])).toMatchObject({
    answers: answers(['watched', 'worn_out']),
    gone: ['local_custom'],
  })
  expect(mapAnswers(answers(['held']), first, national).answers).toEqual(answers(['held']))
})

test('nothing that was there is lost in silence: it is present, or named as gone', () => {
  fc.assert(
    fc.property(fc.subarray(first.signs.map(({ id }) => id)), (present) => {
      const { answers: mapped, gone } = mapAnswers(answers(present), first, third, family)
      const known = new Set(third.signs.map(({ id }) => id))
      expect(mapped.present.every((id) => known.has(id))).toBe(true)
      expect(present.includes('held')).toBe(mapped.present.includes('documents_held'))
      expect(present.includes('watched')).toBe(mapped.present.includes('watched'))
      expect(present.some((id) => id === 'hurt' || id === 'tired')).toBe(gone.includes('worn_out'))
    }),
  )
})

const problemsOf = (sets: IndicatorSet[]) =>
  familyProblems(sets).map(({ code, version, path }) => `${code} ${version} ${path.join('.')}`)

test('what is wrong between versions is found where it stands', () => {
  const replacing = (version: string, replaces: string) =>
    sampleSet({ version, lifecycle: { state: 'proposed', effectiveFrom: null, replaces } })
  expect(problemsOf([first, first])).toEqual([])
  expect(problemsOf([first, sampleSet()])).toEqual(['version_twice 1.0.0 version'])
  expect(problemsOf([replacing('2.0.0', '1.5.0')])).toEqual(['unknown_version 2.0.0 lifecycle.replaces'])
  expect(
    problemsOf([first, { ...second, mapping: [...(second.mapping ?? []).slice(1), { from: 'zz', how: 'gone' }] }]),
  ).toEqual(['unknown_sign 2.0.0 mapping.2.from', 'unmapped_sign 2.0.0 mapping'])
  const circle = [replacing('1.0.0', '2.0.0'), replacing('2.0.0', '1.0.0')]
  expect(circle.flatMap((set) => validateSet(set)).map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
    'version_cycle lifecycle.replaces',
  ])
})
