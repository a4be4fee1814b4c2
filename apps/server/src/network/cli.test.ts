import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine } from '../testing/cli.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ariadne-trust-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = (name: string): string => join(folder, name)
const ariadne = commandLine()
const asJson = (text: string) => JSON.parse(text) as Record<string, never>

/** Three coordinators with a key each, and a root and a list as one of them has written them. */
const prepare = async (): Promise<void> => {
  const keys = []
  for (const country of ['MK', 'RS', 'AL']) {
    const made = await ariadne('trust', 'keygen', '--out', file(`${country}.json`), '--json')
    expect(made.code).toBe(0)
    const { kid, x } = asJson(made.out) as unknown as { kid: string; x: string }
    keys.push({ kid, x, holder: `ins_${country.toLowerCase()}`, kind: 'coordinator', country })
  }
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString()
  const times = { issued: day(-1), expires: day(30) }
  writeFileSync(file('root.json'), JSON.stringify({ v: 1, version: 1, ...times, threshold: 2, keys }))
  writeFileSync(file('list.json'), JSON.stringify({ v: 1, version: 1, rootVersion: 1, ...times, members: [] }))
}

test('coordinators sign one after the other, each at their own machine; two of three make it hold', async () => {
  await prepare()
  expect(statSync(file('MK.json')).mode & 0o777).toBe(0o600)
  await ariadne('trust', 'sign', file('root.json'), '--key', file('MK.json'), '--out', file('root.signed.json'))
  await ariadne('trust', 'sign', file('root.signed.json'), '--key', file('RS.json'), '--out', file('root.signed.json'))
  await ariadne('trust', 'sign', file('list.json'), '--key', file('AL.json'), '--out', file('list.signed.json'))
  const one = await ariadne('trust', 'verify', file('list.signed.json'), '--root', file('root.signed.json'))
  expect(one).toMatchObject({ code: 1 })
  expect(one.err).toContain('1 of the 2 coordinators needed')
  await ariadne('trust', 'sign', file('list.signed.json'), '--key', file('MK.json'), '--out', file('list.signed.json'))
  const both = await ariadne('trust', 'verify', file('list.signed.json'), '--root', file('root.signed.json'), '--json')
  expect(both.code).toBe(0)
  expect(asJson(both.out)).toMatchObject({ ok: true, kind: 'list', version: 1, signers: ['ins_al', 'ins_mk'] })
})

test('nothing is overwritten and nothing is signed twice', async () => {
  await prepare()
  const before = readFileSync(file('MK.json'), 'utf8')
  expect((await ariadne('trust', 'keygen', '--out', file('MK.json'))).code).toBe(1)
  expect(readFileSync(file('MK.json'), 'utf8')).toBe(before)
  await ariadne('trust', 'sign', file('list.json'), '--key', file('MK.json'), '--out', file('signed.json'))
  const again = await ariadne('trust', 'sign', file('signed.json'), '--key', file('MK.json'))
  expect(again).toMatchObject({ code: 1 })
  expect(again.err).toContain('carries the signature')
})

test('a file that is none of these is named, with the field that is wrong', async () => {
  writeFileSync(file('bad.json'), JSON.stringify({ v: 1, version: 'one', members: [] }))
  const shown = await ariadne('trust', 'show', file('bad.json'))
  expect(shown).toMatchObject({ code: 1 })
  expect(shown.err).toContain('bad.json')
  expect(shown.err).toContain('version')
  writeFileSync(file('no.json'), 'not json')
  expect((await ariadne('trust', 'show', file('no.json'))).err).toContain('cannot be read as JSON')
  await prepare()
  expect((await ariadne('trust', 'sign', file('list.json'), '--key', file('list.json'))).err).toContain('signing key')
})

test('what a file says is shown, believed or not', async () => {
  await prepare()
  const shown = await ariadne('trust', 'show', file('root.json'), '--json')
  expect(asJson(shown.out)).toMatchObject({ kind: 'root', signers: [] })
  expect((await ariadne('trust', 'show', file('list.json'))).out).toContain('Trust list 1')
})
