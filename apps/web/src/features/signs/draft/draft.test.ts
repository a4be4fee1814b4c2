import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { PROBLEM_CODES } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { SetContent } from '../../../lib/content/bundle.ts'
import type { Texts } from '../../../lib/content/texts.ts'
import { inForce } from '../../../lib/content/working.ts'
import { newOverlayOver, newSet, newVersionOf } from './begin.ts'
import { withLaid, withNewSign, withSign, withText, withoutSign } from './change.ts'
import { fromFiles, problemsOf, toYaml } from './yaml.ts'

// A draft from its beginning to the file that leaves, on a set that is really used.

const LANGUAGES = ['en', 'sq', 'mk', 'sr', 'ar']
const folder = join(import.meta.dirname, '../../../../../../content/indicator-sets/adult-mixed-flows/1.0.0')
const file = (name: string) => ({ name, text: readFileSync(join(folder, name), 'utf8') })
const base: SetContent = {
  set: parse(file('set.yaml').text) as IndicatorSet,
  texts: Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(file(`${language}.json`).text) as Texts]),
  ),
}
const sets = [base]
const codes = (working: Parameters<typeof problemsOf>[0]) =>
  [...new Set(problemsOf(working, sets).map(({ code }) => code))].toSorted()
const inAll = (id: string, working: Parameters<typeof withText>[0]) =>
  LANGUAGES.reduce((now, language) => withText(now, language, id, `${id} (${language})`), working)

test('a new version begins without a fault, and names the one it replaces', () => {
  const working = newVersionOf(base, sets)
  expect(working.definition).toMatchObject({ version: '1.1.0', lifecycle: { state: 'proposed', replaces: '1.0.0' } })
  expect(problemsOf(working, sets)).toEqual([])
})

test('a new sign is wrong until it has its words in every language and a source', () => {
  const begun = withNewSign(newVersionOf(base, sets), 'own_sign')
  expect(codes(begun)).toEqual(['missing_translation', 'sign_without_source'])
  const worded = inAll('sign.own_sign.context', inAll('sign.own_sign.hint', inAll('sign.own_sign.label', begun)))
  const whole = withSign(worded, 'own_sign', { source: [Object.keys(base.set.sources)[0] ?? ''] })
  expect(problemsOf(whole, sets)).toEqual([])
  const without = withoutSign(whole, 'own_sign')
  expect(without.texts).toEqual(base.texts)
  expect(problemsOf(without, sets)).toEqual([])
})

test('a country mutes a sign only with a reason in every language, and can take it back without a trace', () => {
  const begun = newOverlayOver(base, sets, 'MK')
  const muted = withLaid(begun, 'mute', 'answers_rehearsed', true)
  expect(codes(muted)).toEqual(['missing_translation'])
  const reasoned = inAll('sign.answers_rehearsed.muted', muted)
  expect(problemsOf(reasoned, sets)).toEqual([])
  expect(inForce(reasoned, sets)?.set).toMatchObject({
    version: '1.0.0+mk.1',
    signs: expect.arrayContaining([expect.objectContaining({ id: 'answers_rehearsed', muted: true })]),
  })
  const back = withLaid(reasoned, 'mute', 'answers_rehearsed', false)
  expect(back.definition).toEqual(begun.definition)
  expect(Object.values(back.texts).flatMap((words) => Object.keys(words).filter((id) => id !== '$catalogue'))).toEqual(
    [],
  )
})

test('rules of the region stay out of reach of an overlay', () => {
  const begun = newOverlayOver(base, sets, 'MK')
  expect(withSign(begun, 'answers_rehearsed', { strength: 'strong' }).definition).toEqual(begun.definition)
})

test('what leaves as YAML comes back as it was', () => {
  const working = newVersionOf(base, sets)
  const taken = fromFiles([{ name: 'draft.yaml', text: toYaml(working) }], sets)
  expect(taken).toMatchObject({ ok: true, problems: [] })
  expect(taken.ok && taken.working.definition).toEqual(working.definition)
  expect(taken.ok && taken.working.texts).toEqual(working.texts)
})

test('the files of the content folder are taken together, as a draft', () => {
  const taken = fromFiles([file('set.yaml'), ...LANGUAGES.map((language) => file(`${language}.json`))], sets)
  expect(taken).toMatchObject({ ok: true, problems: [], working: { kind: 'set', definition: { version: '1.0.0' } } })
  const half = fromFiles([file('set.yaml'), file('en.json')], sets)
  expect(half.ok && [...new Set(half.problems.map((one) => `${one.file} ${one.code}`))]).toEqual([
    'sq.json missing_language',
    'mk.json missing_language',
    'sr.json missing_language',
    'ar.json missing_language',
  ])
})

test('a file that cannot be read, or is of another shape, is refused whole, with its place', () => {
  const refused = (text: string) => {
    const taken = fromFiles([{ name: 'draft.yaml', text }], sets)
    return taken.ok ? 'taken' : taken.problems.map(({ path, remedy }) => `${path.join('.')} ${remedy}`.trim())
  }
  expect(refused('id: [')).toEqual([expect.stringMatching(/^mend line \d+$/u)])
  expect(refused('just words')).toEqual(['give a file with named entries'])
  expect(refused(toYaml(newVersionOf(base, sets)).replace('strength: medium', 'strength: enormous'))).toEqual([
    expect.stringContaining('signs.0.strength'),
  ])
  expect(fromFiles([], sets)).toMatchObject({ ok: false })
})

test('a set from nothing can be opened, and says what it lacks', () => {
  const working = newSet('harbour', 'adult')
  const taken = fromFiles([{ name: 'draft.yaml', text: toYaml(working) }], sets)
  expect(taken.ok && taken.problems.map(({ path }) => path.join('.'))).toEqual(['signs', 'rules'])
})

test('everything that can be wrong with a set is worded for the reader', () => {
  const english = JSON.parse(readFileSync(join(folder, '../../../catalogues/signs/en.json'), 'utf8')) as Record<
    string,
    unknown
  >
  expect(PROBLEM_CODES.filter((code) => !(`signs.problem.${code}` in english))).toEqual([])
})
