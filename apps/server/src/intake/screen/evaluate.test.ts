import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../../testing/cli.ts'
import { contentFolderOf, filesOf, smallSet } from '../../testing/contentFolder.ts'

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
  return JSON.parse(told.out + told.err) as Record<string, unknown>
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
