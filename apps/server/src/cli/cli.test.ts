import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, superuserUrl } from '../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../tests/support/database.ts'
import { addressOf } from '../platform/database/roles.ts'
import { commandLine } from '../testing/cli.ts'
import { testFolder } from '../testing/folder.ts'
import { commands } from './commands.ts'

const folder = testFolder('cli')
const at = (name: string) => join(folder, name)
const root = fileURLToPath(new URL('../../../../', import.meta.url))
let database: TestDatabase
let environment: Record<string, string>

const cli = commandLine(() => environment)

beforeAll(async () => {
  database = await createDatabase({ migrated: false })
  environment = {
    DATABASE_URL: database.urls.app,
    DATABASE_AUTH_URL: database.urls.auth,
    DATABASE_OWNER_URL: database.urls.owner,
    ARIADNE_SECRETS_AUTH: 's'.repeat(40),
    ARIADNE_MODE: 'training',
    ARIADNE_INSTANCE_ID: 'ins_cli',
    ARIADNE_INSTANCE_NAME: 'Command line',
    ARIADNE_INSTANCE_COUNTRY: 'MK',
    ARIADNE_HTTP_BASE_URL: 'http://127.0.0.1:4951',
    ARIADNE_CONTENT_DIR: `${root}content`,
  }
})
afterAll(() => database.drop())

test('an unknown command, flag or word ends with 1 and says what there is', async () => {
  expect(await cli('dance')).toMatchObject({ code: 1, err: expect.stringContaining('There are: ') })
  expect(await cli('user', 'dance')).toMatchObject({ code: 1, err: expect.stringContaining('user invite') })
  expect(await cli('migrate', '--fast')).toMatchObject({ code: 1, err: expect.stringContaining('Known flags') })
  expect(await cli('migrate', 'now')).toMatchObject({ code: 1, err: expect.stringContaining('one word too many') })
  expect(await cli('help')).toMatchObject({ code: 0, out: expect.stringContaining('check-config') })
  expect(await cli('backup', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--out FILE') })
})

test('every group lists its commands, by its name and with --help, and nobody else’s', async () => {
  const names = Object.keys(commands)
  const groups = new Set(names.flatMap((name) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))
  expect([...groups]).toEqual(expect.arrayContaining(['screen', 'content', 'signals', 'release', 'report']))
  for (const group of groups) {
    const told = await cli(group, '--help')
    expect(told).toMatchObject({ code: 0, err: '' })
    const listed = names.filter((name) =>
      told.out
        .split('\n')
        .some((line) => line.startsWith(`  ${name} `) && line.endsWith(commands[name]?.summary ?? '?')),
    )
    expect(listed).toEqual(names.filter((name) => name.startsWith(`${group} `)))
    if (!names.includes(group)) expect(await cli(group)).toMatchObject({ code: 1, out: told.out })
  }
  expect(JSON.parse((await cli('screen', '--json')).err)).toMatchObject({ ok: false })
})

test('the folder of the content is called the same wherever one is taken', async () => {
  for (const name of ['validate', 'publish', 'pack', 'export-xlsform', 'import-xlsform'])
    expect((await cli('content', name, '--help')).out).toContain('--content FOLDER')
  expect((await cli('screen', 'evaluate', '--help')).out).toContain('--content FOLDER')
  expect(await cli('content', 'validate', 'one', '--content', 'two')).toMatchObject({
    code: 1,
    err: expect.stringContaining('twice'),
  })
})

test('whoever reads only the first lines gets them, and no complaint follows', () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const told = spawnSync('bash', ['-c', `"${process.execPath}" "${main}" help | true; echo "\${PIPESTATUS[0]}"`], {
    encoding: 'utf8',
  })
  expect([told.stdout.trim(), told.stderr]).toEqual(['0', ''])
})

test('check-config names every fault, as JSON too', async () => {
  expect(await cli('check-config')).toMatchObject({ code: 0, out: expect.stringContaining('ins_cli') })
  const before = environment
  environment = { ...before, PORT: 'x', ARIADNE_MODE: 'odd' }
  const told = await cli('check-config', '--json')
  environment = before
  expect(told.code).toBe(1)
  const faults = (JSON.parse(told.err) as { faults: { key: string }[] }).faults
  expect(faults.map((fault) => fault.key).toSorted()).toEqual(['http.port', 'mode'])
})

test('a database from nothing to a member who can enrol', async () => {
  expect(await cli('user', 'list')).toMatchObject({ code: 1 })
  expect(await cli('migrate', '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"ok":true') })
  expect(await cli('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('already') })

  const file = at('directory.yaml')
  writeFileSync(
    file,
    'organisations:\n  - id: org_help\n    kind: civil_society\n    name: { en: Help }\n    units:\n      - id: unt_help\n        kind: castle\n        name: { en: Help desk }\n',
  )
  expect(await cli('directory', 'apply', file)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/directory\.yaml:7: organisations\.0\.units\.0\.kind/u),
  })
  writeFileSync(file, readFileSync(file, 'utf8').replace('castle', 'shelter'))
  expect(await cli('directory', 'apply', file)).toMatchObject({ code: 0 })
  expect(await cli('directory', 'apply', file)).toMatchObject({ code: 0 })

  const invite = (...more: string[]) => cli('user', 'invite', '--email', 'ana@help.example', '--name', 'Ana', ...more)
  expect(await invite('--in', 'unt_help=king')).toMatchObject({ code: 1, err: expect.stringContaining('no function') })
  expect(await invite('--in', 'unt_gone=case_worker')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no unit'),
  })
  const invited = await invite('--in', 'unt_help=case_worker,focal_point', '--json')
  const { memberId, link } = JSON.parse(invited.out) as { memberId: string; link: string }
  expect(link).toMatch(/#[\w-]{32}$/u)
  const list = await cli('user', 'list', '--json')
  expect(JSON.parse(list.out)).toMatchObject({
    memberId,
    state: 'invited',
    memberships: [{ unit: 'unt_help', functions: ['case_worker', 'focal_point'] }],
  })
  expect(await cli('user', 'suspend', memberId)).toMatchObject({ code: 0 })
  expect(await cli('user', 'invite', '--member', memberId, '--email', 'ana@help.example')).toMatchObject({
    code: 1,
    err: expect.stringContaining('suspended'),
  })
  expect(await cli('user', 'resume', memberId)).toMatchObject({ code: 0 })
  expect(JSON.parse((await cli('user', 'list', '--json')).out)).toMatchObject({ state: 'invited' })
  expect(await cli('user', 'end-sessions')).toMatchObject({ code: 1 })
  expect(await cli('user', 'end-sessions', '--all')).toMatchObject({ code: 0 })
  expect(await cli('user', 'suspend', 'mbr_nobody')).toMatchObject({ code: 1 })
})

test('the doctor says what is missing before an instance goes live', async () => {
  const live = await cli('doctor', '--go-live', '--json')
  expect(live.code).toBe(1)
  const { findings } = JSON.parse(live.out) as { findings: { check: string; state: string; detail: string }[] }
  const failing = (check: string) => findings.filter((finding) => finding.check === check && finding.state === 'fail')
  expect(failing('schema')).toEqual([])
  expect(failing('roles')).toEqual([])
  expect(failing('mode')).toHaveLength(1)
  expect(failing('on duty')).toHaveLength(1)
  expect(failing('unit key')).toHaveLength(1)
  expect(failing('attested')).toHaveLength(3)
  expect(failing('trust')).toHaveLength(1)
  expect(failing('texts').length).toBeGreaterThan(0)
  // Further languages hold nobody up: they are not offered, and it is said.
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'texts',
      state: 'warn',
      detail: expect.stringContaining('Of 16 further languages of the page for people outside, 0 are reviewed.'),
    }),
  )

  expect(await cli('attest', 'good_weather', '--by', 'Me')).toMatchObject({ code: 1 })
  expect(await cli('attest', 'independent_host', '--by', 'Sonja, coordinator')).toMatchObject({ code: 0 })
  const again = JSON.parse((await cli('doctor', '--go-live', '--json')).out) as typeof live & {
    findings: typeof findings
  }
  expect(again.findings.filter((finding) => finding.check === 'attested' && finding.state === 'ok')).toHaveLength(1)
})

test('backup and restore from the command line', async () => {
  const [secret, open, file] = [at('secret'), at('open'), at('backup')]
  expect(await cli('backup', '--out', file)).toMatchObject({ code: 1, err: expect.stringContaining('backup-key') })
  expect(await cli('backup-key', '--secret', secret, '--public', open)).toMatchObject({ code: 0 })
  expect(statSync(secret).mode & 0o077).toBe(0)
  expect(await cli('backup-key', '--secret', secret, '--public', open)).toMatchObject({ code: 1 })
  expect(await cli('backup', '--out', file, '--to', secret)).toMatchObject({ code: 1 })
  expect(existsSync(file)).toBe(false)
  expect(await cli('backup', '--out', file, '--to', open)).toMatchObject({ code: 0 })
  expect(await cli('backup', '--out', file, '--to', open)).toMatchObject({
    code: 1,
    err: expect.stringContaining('already'),
  })
  expect(await cli('restore', file, '--key', secret)).toMatchObject({
    code: 1,
    err: expect.stringContaining('tables already'),
  })
  const target = await createDatabase({ migrated: false })
  const before = environment
  environment = {
    ...before,
    DATABASE_URL: target.urls.app,
    DATABASE_AUTH_URL: target.urls.auth,
    DATABASE_OWNER_URL: target.urls.owner,
  }
  expect(await cli('restore', open, '--key', secret)).toMatchObject({
    code: 1,
    err: expect.stringContaining('no backup'),
  })
  expect(await cli('restore', file, '--key', open)).toMatchObject({ code: 1 })
  expect(await cli('restore', file, '--key', secret)).toMatchObject({ code: 0 })
  expect((await cli('user', 'list')).out).toContain('Ana')
  environment = before
  await target.drop()
})

test('a new database gets its roles, and its addresses in a file for one reader', async () => {
  const out = at('addresses')
  const superuser = await superuserUrl()
  const id = `ins_${Math.random().toString(36).slice(2, 10)}`
  expect(await cli('database', 'create', 'mk', '--superuser', superuser, '--out', out)).toMatchObject({ code: 1 })
  expect(await cli('database', 'create', id, '--superuser', superuser, '--out', out)).toMatchObject({ code: 0 })
  expect(statSync(out).mode & 0o077).toBe(0)
  const urls = Object.fromEntries(
    readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  expect(addressOf(urls['DATABASE_OWNER_URL'] ?? '').user).toBe(`ariadne_${id.slice(4)}_owner`)
  const before = environment
  environment = { ...before, ...urls }
  expect(await cli('migrate')).toMatchObject({ code: 0 })
  environment = before
})

test('content is checked with file, line and field', async () => {
  expect(await cli('content', 'validate', at('nothing'))).toMatchObject({ code: 1 })
  const whole = await cli('content', 'validate', `${root}content`, '--json')
  const { files } = JSON.parse(whole.out) as { files: number }
  expect(files).toBeGreaterThan(20)
})
