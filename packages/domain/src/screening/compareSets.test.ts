import { expect, test } from 'vitest'
import { compareSets } from './compareSets.ts'
import { sampleSet, sampleSign } from './testing/sampleSet.ts'

const before = sampleSet()
const nothing = {
  added: [],
  removed: [],
  renamed: [],
  changed: [],
  reworded: [],
  rules: { added: [], removed: [], changed: [] },
  route: null,
}

test('two versions that say the same differ in nothing', () => {
  expect(compareSets(before, sampleSet({ version: '1.1.0' }))).toEqual(nothing)
})

test('what was added, removed, renamed, weighed or worded anew, and which rules changed', () => {
  const after = sampleSet({
    version: '2.0.0',
    lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' },
    route: 'gbv_services',
    signs: [
      sampleSign('papers_held', { firstView: true }),
      sampleSign('watched', { strength: 'medium' }),
      sampleSign('hurt'),
      sampleSign('locked'),
    ],
    rules: [
      { id: 'danger', outcome: 'act_now', when: { sign: 'locked' } },
      { id: 'other', outcome: 'refer', when: { sign: 'hurt' } },
    ],
    mapping: [
      { from: 'held', how: 'same', to: 'papers_held' },
      { from: 'tired', how: 'gone' },
    ],
  })
  const texts = {
    before: { en: { 'sign.held.label': 'Papers', 'sign.hurt.label': 'Hurt' }, sq: { 'sign.hurt.label': 'Lënduar' } },
    after: {
      en: { 'sign.papers_held.label': { message: 'Papers held' }, 'sign.hurt.label': { message: 'Hurt' } },
      sq: { 'sign.hurt.label': 'I lënduar' },
    },
  }
  expect(compareSets(before, after, texts)).toEqual({
    added: ['locked'],
    removed: ['tired'],
    renamed: [{ from: 'held', to: 'papers_held' }],
    changed: [{ sign: 'watched', field: 'strength', before: 'strong', after: 'medium' }],
    reworded: [
      { message: 'sign.papers_held.label', language: 'en', before: 'Papers', after: 'Papers held' },
      { message: 'sign.hurt.label', language: 'sq', before: 'Lënduar', after: 'I lënduar' },
    ],
    rules: {
      added: [after.rules[1]],
      removed: [before.rules[1]],
      changed: [{ before: before.rules[0], after: after.rules[0] }],
    },
    route: { before: null, after: 'gbv_services' },
  })
})
