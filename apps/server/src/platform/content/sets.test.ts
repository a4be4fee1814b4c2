import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluate } from '@ariadne/domain/screening'
import { expect, test } from 'vitest'
import { commandLine } from '../../testing/cli.ts'
import { contentFolderOf, filesOf, LANGUAGES, smallSet } from '../../testing/contentFolder.ts'
import { loadContent } from './load.ts'

const approved = smallSet({ lifecycle: { state: 'approved', effectiveFrom: '2026-01-01', replaces: null } })

const cli = commandLine()

test('a published version that was changed is refused, with its file, its line and what to do', async () => {
  const folder = contentFolderOf(filesOf(approved))
  expect((await loadContent(folder)).faults).toMatchObject([
    { file: 'indicator-sets/small/1.0.0/set.yaml', line: 2, remedy: expect.stringContaining('content publish') },
  ])
  const published = await cli('content', 'publish', 'small@1.0.0', '--content', folder, '--json')
  expect(JSON.parse(published.out)).toMatchObject({ ok: true, again: false, digest: expect.stringMatching(/^\w{64}$/) })
  expect((await loadContent(folder)).faults).toEqual([])

  const place = join(folder, 'indicator-sets/small/1.0.0')
  const words = JSON.parse(readFileSync(join(place, 'sq.json'), 'utf8')) as Record<string, string>
  writeFileSync(join(place, 'sq.json'), JSON.stringify({ ...words, 'set.title': 'Fjalë të rishikuara' }))
  expect((await loadContent(folder)).faults).toEqual([])

  const definition = readFileSync(join(place, 'set.yaml'), 'utf8')
  writeFileSync(join(place, 'set.yaml'), definition.replace('strength: strong', 'strength: weak'))
  const { faults, content } = await loadContent(folder)
  expect(faults).toMatchObject([{ field: 'version', problem: 'was changed after it was published' }])
  expect(content.sets).toEqual([])
  expect(await cli('content', 'publish', 'small@1.0.0', '--content', folder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('other contents'),
  })
})

test('only what was approved is published', async () => {
  const folder = contentFolderOf(filesOf(smallSet()))
  expect(await cli('content', 'publish', 'small@1.0.0', '--content', folder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is proposed'),
  })
  expect(await cli('content', 'publish', 'small', '--content', folder)).toMatchObject({
    code: 1,
    err: expect.stringContaining('ID@VERSION'),
  })
})

test('a folder that says another id or version, a version twice away, a chain that leads nowhere', async () => {
  const moved = Object.fromEntries(
    Object.entries(filesOf(smallSet())).map(([file, value]) => [file.replace('1.0.0', '1.1.0'), value]),
  )
  const lost = filesOf(
    smallSet({ version: '2.0.0', lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' } }),
  )
  const { faults } = await loadContent(contentFolderOf({ ...moved, ...lost }))
  expect(faults.map(({ file, line, field, problem }) => [file, line, field, problem])).toEqual([
    ['indicator-sets/small/1.1.0/set.yaml', 2, 'version', 'is "1.0.0", and the folder says "1.1.0"'],
    ['indicator-sets/small/2.0.0/set.yaml', 7, 'lifecycle.replaces', 'there is no small@1.0.0'],
  ])
})

const overlay = {
  country: 'MK',
  set: 'small',
  over: '1.0.0',
  number: 1,
  lifecycle: { state: 'proposed', effectiveFrom: null },
  mute: ['tired'],
}
const place = 'overlays/small/1.0.0+mk.1'
const reasons = Object.fromEntries(
  LANGUAGES.map((one) => [`${place}/${one}.json`, { 'sign.tired.muted': 'Common here' }]),
)

test('the set of a country is in force there and nowhere else', async () => {
  const folder = contentFolderOf({ ...filesOf(smallSet()), [`${place}/overlay.yaml`]: overlay, ...reasons })
  const versionsIn = async (country?: string) => {
    const { content, faults } = await loadContent(folder, country)
    expect(faults).toEqual([])
    return content.sets.map(({ set }) => set.version)
  }
  expect(await versionsIn('MK')).toEqual(['1.0.0', '1.0.0+mk.1'])
  expect(await versionsIn('RS')).toEqual(['1.0.0'])
  const { content } = await loadContent(folder, 'MK')
  const { set, texts } = content.sets[1] ?? { set: smallSet(), texts: {} }
  expect(texts['en']?.['sign.tired.muted']).toBe('Common here')
  const circumstances = { childOrDoubt: 'no', accompaniment: 'na', selfIdentified: false, dangerNow: false } as const
  expect(evaluate(set, { present: ['tired'], circumstances }).muted).toEqual(['tired'])
})

test('an overlay that mutes what is not there, or has no reason in a language, is told with its place', async () => {
  const folder = contentFolderOf({
    ...filesOf(smallSet()),
    ...reasons,
    [`${place}/sr.json`]: {},
    [`${place}/overlay.yaml`]: overlay,
    'overlays/small/1.0.0+rs.1/overlay.yaml': { ...overlay, country: 'RS', mute: ['nothing'] },
  })
  const { faults } = await loadContent(folder)
  expect(faults.map(({ file, line, problem }) => [file, line, problem])).toEqual([
    [`${place}/sr.json`, 1, '"sign.tired.muted" has no words in "sr"'],
    ['overlays/small/1.0.0+rs.1/overlay.yaml', 9, 'small@1.0.0 has no sign "nothing"'],
  ])
  const told = await cli('content', 'validate', folder)
  expect(told.code).toBe(1)
  expect(told.err).toContain(`${folder}/overlays/small/1.0.0+rs.1/overlay.yaml:9: mute.0: `)
  expect(told.err).toContain('name one of: held, watched')
})

test('what only follows from a set with faults is no fault: the set is there', async () => {
  const broken = smallSet()
  const rules = broken.rules.map((rule, at) => (at > 0 ? rule : { ...rule, when: { sign: 'zz' } }))
  const next = smallSet({
    version: '2.0.0',
    lifecycle: { state: 'proposed', effectiveFrom: null, replaces: '1.0.0' },
    mapping: [],
  })
  const course = readFileSync(
    fileURLToPath(new URL('../../../../../content/courses/private-talk/1.0.0/course.yaml', import.meta.url)),
    'utf8',
  )
  const naming = (set: string) =>
    course.replaceAll(/^(\s*set: ).*$/gmu, `$1{ id: ${set}, version: 1.0.0 }`).replaceAll(/^id: .*$/gmu, 'id: learn')
  const folder = contentFolderOf({
    ...filesOf({ ...broken, rules }),
    ...filesOf(next),
    [`${place}/overlay.yaml`]: overlay,
    'courses/learn/1.0.0/course.yaml': naming('small'),
    'courses/other/1.0.0/course.yaml': naming('nobodys'),
  })
  const { faults, following } = await loadContent(folder)
  expect(faults.filter(({ file }) => !file.startsWith('courses/')).map(({ field }) => field)).toEqual([
    'rules.0.when.sign',
  ])
  const missing = faults.filter(({ problem }) => problem.startsWith('there is no set'))
  expect(new Set(missing.map(({ file }) => file))).toEqual(new Set(['courses/other/1.0.0/course.yaml']))
  expect(following).toEqual([
    'courses/learn/1.0.0/course.yaml',
    'indicator-sets/small/2.0.0/set.yaml',
    `${place}/overlay.yaml`,
  ])
  const told = await cli('content', 'validate', '--content', folder)
  expect(told.err.split('\n').at(-1)).toBe(
    `Not looked at in full until the sets they name are mended: ${following.join(', ')}.`,
  )
})
