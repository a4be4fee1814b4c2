import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOfSet } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { commandLine } from '../../testing/cli.ts'
import { contentFolderOf, filesOf, smallSet, wordsFor } from '../../testing/contentFolder.ts'

const second = smallSet({
  version: '2.0.0',
  lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' },
  signs: smallSet().signs.filter(({ id }) => id !== 'tired'),
  mapping: [{ from: 'tired', how: 'gone' }],
})
const folder = contentFolderOf({ ...filesOf(smallSet()), ...filesOf(second) })
let files = 0

const evaluated = async (set: string, answers: unknown) => {
  const file = join(folder, `answers-${files++}.json`)
  writeFileSync(file, typeof answers === 'string' ? answers : JSON.stringify(answers))
  const asked = ['--set', set, '--answers', file, '--content', folder]
  const told = await commandLine()('screen', 'evaluate', ...asked, '--json')
  expect(told.lines).toHaveLength(told.code === 0 ? 1 : 0)
  return JSON.parse(told.out || told.err) as Record<string, unknown>
}

test('outcome, rule, signs and version, with the whole explanation and the way to go', async () => {
  expect(await evaluated('small@1.0.0', { signs: ['hurt', 'held'] })).toEqual({
    ok: true,
    outcome: 'refer',
    rule: 'concern',
    rules: ['concern'],
    signs: ['held', 'hurt'],
    set: 'small',
    version: '1.0.0',
    route: 'nrm',
    routes: ['nrm'],
    floor: 'no_concern_recorded',
    nextSteps: ['second_look'],
    explanation: [{ circumstances: [], signs: ['held', 'hurt'] }],
    muted: [],
    mapped: null,
    limits: 'codes.screening.limits',
  })
})

test('without a version the newest is meant; facts by hand, in years, or as the app holds them say the same', async () => {
  const expected = { version: '2.0.0', outcome: 'refer', route: 'child_protection', floor: 'refer' }
  expect(await evaluated('small', { signs: [], facts: { age: 16, alone: true } })).toMatchObject(expected)
  expect(await evaluated('small', { signs: ['hurt'], facts: { age: 'doubt', accompanied: true } })).toMatchObject(
    expected,
  )
  const circumstances = { childOrDoubt: 'doubt', accompaniment: 'accompanied', selfIdentified: false, dangerNow: false }
  expect(await evaluated('small', { present: ['hurt'], circumstances })).toMatchObject(expected)
  expect(await evaluated('small', { signs: [], facts: { age: 18, alone: true } })).toMatchObject({
    outcome: 'no_concern_recorded',
  })
})

test('answers to another version are mapped where the mapping says so', async () => {
  expect(await evaluated('small@2.0.0', { set: 'small@1.0.0', signs: ['tired', 'watched'] })).toMatchObject({
    outcome: 'refer',
    signs: ['watched'],
    mapped: { through: ['1.0.0', '2.0.0'], gone: ['tired'], unsettled: [] },
  })
})

test.each<[string, string, unknown, object]>([
  ['back', 'small@1.0.0', { set: 'small@2.0.0', signs: [] }, { code: 'no_mapping', field: 'version' }],
  ['of a version that is not here', 'small', { set: 'small@9.0.0', signs: [] }, { code: 'no_mapping', field: 'set' }],
  ['with an unknown sign', 'small', { signs: ['held', 'zz'] }, { code: 'unknown_sign', field: 'signs[1]' }],
  ['with a fact nobody knows', 'small', { signs: [], facts: { mood: 'good' } }, { problems: [{ field: 'facts' }] }],
  ['that are no JSON', 'small', '{', { message: expect.stringContaining('is no JSON') }],
  [
    'to a set nobody has',
    'tiny',
    { signs: [] },
    { field: 'set', message: expect.stringContaining('There are: small') },
  ],
  ['to a version nobody has', 'small@3.0.0', { signs: [] }, { field: 'set', versions: ['1.0.0', '2.0.0'] }],
])('answers %s are refused by name', async (_, set, answers, told) => {
  expect(await evaluated(set, answers)).toMatchObject({ ok: false, ...told })
})

const given = async (from: string, ...more: string[]) => {
  const file = join(folder, 'given-answers.json')
  writeFileSync(file, JSON.stringify({ signs: ['hurt', 'held'] }))
  const asked = ['--from', from, '--answers', file, '--content', folder, '--json', ...more]
  const told = await commandLine()('screen', 'evaluate', ...asked)
  return JSON.parse(told.out || told.err) as { message?: string }
}
const writeIn = (name: string, value: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, name.endsWith('.yaml') ? stringify(value) : JSON.stringify(value))
  return file
}
const other = smallSet({ id: 'other', version: '5.0.0' })
const expected = { ok: true, set: 'other', version: '5.0.0', outcome: 'refer', rule: 'concern' }

test('a set is evaluated from a content package, from the YAML of the app, and from a folder, without being content here', async () => {
  expect(await given(writeIn('other.yaml', { definition: other, texts: wordsFor(other) }))).toMatchObject(expected)
  const digest = await digestOfSet(other, wordsFor(other))
  const packed = { id: 'other', version: '5.0.0', digest, definition: other, texts: wordsFor(other) }
  const second = { ...packed, id: 'next', definition: smallSet({ id: 'next', version: '5.0.0' }) }
  const content = { v: 1, name: 'regional', version: 1, issued: '2026-11-22T10:00:00.000Z', overlays: [] }
  const file = writeIn('package.json', { ...content, sets: [packed, second] })
  expect(await given(file, '--set', 'other@5.0.0')).toMatchObject(expected)
  expect(await given(file)).toMatchObject({ ok: false, message: expect.stringContaining('--set next@5.0.0') })
  expect(await given(file, '--set', 'small')).toMatchObject({
    ok: false,
    message: expect.stringContaining('other, next'),
  })
  const place = join(folder, 'alone')
  mkdirSync(place)
  writeFileSync(join(place, 'set.yaml'), stringify(other))
  for (const [language, words] of Object.entries(wordsFor(other)))
    writeFileSync(join(place, `${language}.json`), JSON.stringify(words))
  expect(await given(place)).toMatchObject(expected)
})

test('what is wrong with a given file is told with its place and remedy', async () => {
  expect(await given(join(folder, 'nowhere.yaml'))).toMatchObject({
    message: expect.stringMatching(/There is no .*Name a content package/u),
  })
  const broken = join(folder, 'broken.yaml')
  writeFileSync(broken, 'definition:\n  id: [\n')
  expect(await given(broken)).toMatchObject({ message: expect.stringMatching(/broken\.yaml:\d+: .*Mend line/u) })
  const bare = writeIn('bare.yaml', { id: 'other' })
  expect(await given(bare)).toMatchObject({ message: expect.stringContaining('"definition" and "texts"') })
  const rules = other.rules.map((rule, place) => (place > 0 ? rule : { ...rule, when: { sign: 'zz' } }))
  const faulty = writeIn('faulty.yaml', { definition: { ...other, rules }, texts: wordsFor(other) })
  expect((await given(faulty)).message).toMatch(/faulty\.yaml:\d+: rules\.0/u)
})
