import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signTrustList, signTrustRoot } from '@ariadne/exchange'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeNetwork, rootOf } from '../../../../packages/exchange/src/testing/network.ts'
import { createDatabase } from '../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../tests/support/database.ts'
import { commandLine } from '../testing/cli.ts'
import { contentFolderOf, filesOf, smallSet } from '../testing/contentFolder.ts'
import { testFolder } from '../testing/folder.ts'

// From an approved set in a folder to a package that an instance adopts, by command.

const HOUR = 3_600_000
const away = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
const folder = testFolder('pack')
const at = (name: string) => join(folder, name)
const content = contentFolderOf({
  ...filesOf(smallSet({ lifecycle: { state: 'approved', effectiveFrom: '2026-01-01', replaces: null } })),
  ...filesOf(smallSet({ version: '1.1.0' })),
})
let database: TestDatabase
let environment: Record<string, string>

const cli = commandLine(() => environment)

beforeAll(async () => {
  database = await createDatabase()
  const network = await makeNetwork()
  const keys = network.coordinators.map(({ key }) => key)
  const root = rootOf(network.coordinators, { issued: away(-24), expires: away(9000) })
  const list = { ...network.list, issued: away(-1), expires: away(200) }
  writeFileSync(at('root.json'), JSON.stringify(await signTrustRoot(root, keys)))
  writeFileSync(at('list.json'), JSON.stringify(await signTrustList(list, keys)))
  network.coordinators.forEach(({ record }, index) => writeFileSync(at(`key${index}.json`), JSON.stringify(record)))
  writeFileSync(
    at('config.json'),
    JSON.stringify({
      mode: 'training',
      instance: { id: 'ins_mk', country: 'MK', name: 'North Macedonia', languages: ['en'] },
      http: { baseUrl: 'http://127.0.0.1:4951' },
      database: { app: database.urls.app, auth: database.urls.auth, owner: database.urls.owner },
      secrets: { auth: 's'.repeat(40) },
      contentDir: contentFolderOf(filesOf(smallSet({ version: '0.9.0' }))),
      trust: { list: at('list.json'), root: at('root.json') },
    }),
  )
  environment = { ARIADNE_CONFIG: at('config.json') }
})
afterAll(() => database.drop())

test('published, packed, signed by two, adopted; once more changes nothing', async () => {
  expect((await cli('content', 'publish', 'small@1.0.0', '--content', content)).code).toBe(0)
  const pack = ['content', 'pack', '--name', 'signs', '--issue', '1', '--content', content, '--out', at('signs.json')]
  expect(JSON.parse((await cli(...pack, '--json')).out)).toMatchObject({ ok: true, contents: ['small@1.0.0'] })
  expect(await cli(...pack)).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })

  expect(await cli('content', 'adopt', at('signs.json'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('Not a signed package'),
  })
  const sign = (key: number) => cli('content', 'sign', at('signs.json'), '--key', at(`key${key}.json`), '--json')
  expect(JSON.parse((await sign(0)).out)).toMatchObject({ ok: true, signatures: 1 })
  const refused = await cli('content', 'adopt', at('signs.json'), '--json')
  expect(JSON.parse(refused.err)).toMatchObject({ ok: false, code: 'below_threshold', signers: [{ country: 'MK' }] })

  expect(JSON.parse((await sign(2)).out)).toMatchObject({ signatures: 2 })
  const adopted = JSON.parse((await cli('content', 'adopt', at('signs.json'), '--json')).out) as { receipt: number }
  expect(adopted).toMatchObject({ ok: true, adopted: true, contents: ['small@1.0.0'] })
  const again = await cli('content', 'adopt', at('signs.json'), '--json')
  expect(JSON.parse(again.out)).toMatchObject({ receipt: adopted.receipt })
})

test('answers are evaluated by what the instance adopted, where one is named, and by the folder otherwise', async () => {
  writeFileSync(at('answers.json'), JSON.stringify({ signs: ['hurt', 'held'] }))
  const evaluate = (...more: string[]) => cli('screen', 'evaluate', '--answers', at('answers.json'), '--json', ...more)
  const adopted = await evaluate('--set', 'small')
  expect(JSON.parse(adopted.out)).toMatchObject({ ok: true, version: '1.0.0', outcome: 'refer' })
  expect(adopted.err).toContain('Sets in use at ins_mk')
  expect(adopted.err).toContain('adopted: signs 1')
  const folder = JSON.parse(readFileSync(at('config.json'), 'utf8')) as { contentDir: string }
  const lying = await evaluate('--set', 'small', '--content', folder.contentDir)
  expect(JSON.parse(lying.out)).toMatchObject({ version: '0.9.0' })
  expect(lying.err).toBe(`Sets of the folder ${folder.contentDir}.`)
  const none = await evaluate('--set', 'small@7.0.0')
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('1.0.0') })
  const gone = await evaluate('--set', 'small', '--config', at('nowhere.json'))
  expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('nowhere.json') })
})

test('what is still a draft, unknown or unsigned for is not packed', async () => {
  const packIssue = (issue: string, ...more: string[]) =>
    cli(
      'content',
      'pack',
      '--name',
      'signs',
      '--issue',
      issue,
      '--content',
      content,
      '--out',
      at('other.json'),
      ...more,
    )
  const pack = (...more: string[]) => packIssue('2', ...more)
  expect(await pack('--sets', 'small@1.1.0')).toMatchObject({ code: 1, err: expect.stringContaining('still a draft') })
  expect(await pack('--sets', 'small@7.0.0')).toMatchObject({ code: 1, err: expect.stringContaining('no small@7.0.0') })
  expect(await pack('--overlays', 'rs')).toMatchObject({ code: 1, err: expect.stringContaining('nothing to pack') })
  expect(await packIssue('two')).toMatchObject({ code: 1, err: expect.stringContaining('version') })
  expect(existsSync(at('other.json'))).toBe(false)
  expect(readFileSync(at('signs.json'), 'utf8')).toContain('signatures')
  expect(await cli('content', 'sign', at('config.json'), '--key', at('key0.json'))).toMatchObject({
    code: 1,
    err: expect.stringContaining('is no package of content'),
  })
})

test('a package in which every set says what the one it replaces says is neither signed nor adopted', async () => {
  const replaces = '1.0.0'
  const life = (more: object = {}) => ({ state: 'approved' as const, effectiveFrom: '2026-01-01', replaces, ...more })
  const packOf = async (version: string, more: Parameters<typeof smallSet>[0] = {}) => {
    const set = smallSet({ version, lifecycle: life(), ...more })
    const folder = contentFolderOf({ ...filesOf(smallSet({ lifecycle: life({ replaces: null }) })), ...filesOf(set) })
    const sets = `small@${version}`
    for (const one of ['small@1.0.0', sets])
      expect(await cli('content', 'publish', one, '--content', folder)).toMatchObject({ code: 0 })
    const out = at(`signs-${version}.json`)
    const issue = version.replaceAll('.', '')
    const named = ['--name', 'signs', '--issue', issue, '--sets', sets]
    const packed = await cli('content', 'pack', ...named, '--content', folder, '--out', out)
    expect(packed).toMatchObject({ code: 0 })
    return out
  }
  const sign = (file: string, key: number, ...more: string[]) =>
    cli('content', 'sign', file, '--key', at(`key${key}.json`), ...more)

  const same = await packOf('1.2.0')
  const before = readFileSync(same, 'utf8')
  // Where 1.0.0 is in use: it came with an adopted package.
  const refused = await sign(same, 0, '--json')
  expect(refused).toMatchObject({ code: 1 })
  expect(JSON.parse(refused.err)).toMatchObject({ ok: false, code: 'changes_nothing' })
  expect(readFileSync(same, 'utf8')).toBe(before)
  // On a machine apart, where nothing is there to compare it with, it can be signed; no instance takes it.
  const apart = contentFolderOf(filesOf(smallSet({ version: '0.9.0' })))
  for (const key of [0, 1]) expect(await sign(same, key, '--content', apart)).toMatchObject({ code: 0 })
  const adopted = await cli('content', 'adopt', same, '--json')
  expect(JSON.parse(adopted.err)).toMatchObject({ ok: false, code: 'changes_nothing' })

  const other = await packOf('1.3.0', { subject: 'anyone' })
  for (const key of [0, 1]) expect(await sign(other, key)).toMatchObject({ code: 0 })
  expect(await cli('content', 'adopt', other)).toMatchObject({ code: 0 })
})
