import type { IndicatorSet, Overlay, SetProblem } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import type { Working } from '../../../lib/content/working.ts'
import { pageOf, spotOfConflict, spotOfProblem } from './spot.ts'

const set: Working = {
  kind: 'set',
  revision: 1,
  texts: {},
  definition: { signs: [{ id: 'no_papers' }], rules: [{ id: 'near' }] } as unknown as IndicatorSet,
}
const overlay: Working = {
  kind: 'overlay',
  revision: 1,
  texts: {},
  definition: { add: [{ id: 'own' }], mute: ['no_papers'], reword: [] } as unknown as Overlay,
}
const found = (file: string, path: SetProblem['path']): SetProblem => ({
  file,
  path,
  code: 'malformed',
  about: '',
  message: '',
  remedy: '',
})

test.each([
  ['set.yaml', ['rules', 0, 'when', 'of', 'signs', 1], set, { list: 'rules', name: 'near', field: 'when' }],
  ['set.yaml', ['rules'], set, { list: 'rules' }],
  ['set.yaml', ['signs', 0, 'source', 2], set, { list: 'signs', name: 'no_papers', field: 'source' }],
  ['set.yaml', ['sources', 'report', 'url'], set, { list: 'sources', name: 'report', field: 'url' }],
  ['set.yaml', ['mapping', 0, 'to'], set, { list: 'mapping', field: 'to' }],
  ['sq.json', ['rule.near'], set, { list: 'texts', language: 'sq', name: 'rule.near' }],
  ['sq.json', [], set, { list: 'texts', language: 'sq' }],
  ['overlay.yaml', ['add', 0, 'mapsTo'], overlay, { list: 'add', name: 'own', field: 'mapsTo' }],
  ['overlay.yaml', ['mute', 0], overlay, { list: 'mute', name: 'no_papers' }],
] as const)('%s %j is told by name', (file, path, working, spot) => {
  expect(spotOfProblem(found(file, path), working)).toEqual(spot)
})

test('what both sides changed is told by the same names', () => {
  expect(spotOfConflict(['definition', 'rules', 'near', 'when'])).toEqual({
    list: 'rules',
    name: 'near',
    field: 'when',
  })
  expect(spotOfConflict(['texts', 'sq', 'sign.own.label'])).toEqual({
    list: 'texts',
    language: 'sq',
    name: 'sign.own.label',
  })
})

test.each([
  [{ list: 'rules', name: 'near', field: 'when' }, 'rule?rule=near'],
  [{ list: 'rules' }, 'rules'],
  [{ list: 'mute', name: 'no_papers' }, 'sign?sign=no_papers'],
  [{ list: 'texts', language: 'sq', name: 'sign.own.label' }, 'sign?sign=own'],
  [{ list: 'texts', language: 'sq', name: 'rule.near' }, 'rule?rule=near'],
  [{ list: 'texts', language: 'sq' }, 'about'],
  [{ list: 'sources', name: 'report' }, 'sources'],
  [{ list: 'mapping' }, undefined],
])('%j is put right on %s', (spot, page) => {
  expect(pageOf(spot)).toBe(page)
})
