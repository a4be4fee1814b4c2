import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  importSigningKey,
  makeSigningKey,
  signTrustList,
  signTrustRoot,
  type SigningKeyRecord,
  type TrustList,
  type TrustRoot,
} from '@ariadne/exchange'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import { movableClock } from '../platform/clock.ts'
import { migrate, openDatabase, openPool, type Database } from '../platform/database/index.ts'
import { migrations } from '../stages.ts'
import { TrustMissing, openTrust, type Trust } from './trust.ts'

// What an instance believes of the network, and what it refuses to believe whatever lies in the file.

const DAY = 86_400_000
const COUNTRIES = ['AL', 'MK', 'RS'] as const
let database: TestDatabase
let db: Database
let folder: string
let clock: ReturnType<typeof movableClock>
let keys: SigningKeyRecord[]
let files: { list: string; root: string }

beforeAll(async () => {
  database = await createDatabase()
  await migrate({ ownerUrl: database.urls.owner, migrations, now: () => new Date() })
  db = openDatabase(openPool(database.urls.app, { schema: 'app', name: 'trust test', max: 2 }))
  keys = await Promise.all(COUNTRIES.map(() => makeSigningKey()))
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})
beforeEach(async () => {
  const owner = openDatabase(openPool(database.urls.owner, { schema: 'app', name: 'trust test', max: 1 }))
  await owner.withTables<{ trust_list: object; trust_root: object }>().deleteFrom('trust_list').execute()
  await owner.withTables<{ trust_list: object; trust_root: object }>().deleteFrom('trust_root').execute()
  await owner.destroy()
  folder = mkdtempSync(join(tmpdir(), 'ariadne-trust-'))
  files = { list: join(folder, 'list.json'), root: join(folder, 'root.json') }
  clock = movableClock()
  return () => rmSync(folder, { recursive: true })
})

const at = (days: number): string => new Date(clock.now().getTime() + days * DAY).toISOString()
const holder = (index: number): string => `ins_${COUNTRIES[index]?.toLowerCase() ?? ''}`
const root = (version: number, signers = keys): TrustRoot => ({
  v: 1,
  version,
  issued: at(-1),
  expires: at(1000),
  threshold: 2,
  keys: signers.map(({ kid, x }, index) => ({
    kid,
    x,
    holder: holder(index),
    kind: 'coordinator',
    country: COUNTRIES[index] ?? 'MK',
  })),
})
const list = (version: number, change: Partial<TrustList> = {}): TrustList => ({
  v: 1,
  version,
  rootVersion: 1,
  issued: at(0),
  expires: at(30),
  members: [],
  ...change,
})
const signersOf = (count: number, among = keys) => Promise.all(among.slice(0, count).map(importSigningKey))
let written = 0
/** Files are looked at again when their time or size changes; a test is quicker than a clock's grain. */
const write = (file: string, value: unknown): void =>
  writeFileSync(file, JSON.stringify(value) + ' '.repeat((written += 1)))
const writeRoot = async (): Promise<void> => write(files.root, await signTrustRoot(root(1), await signersOf(2)))
const writeList = async (one: TrustList, signatures = 2): Promise<void> =>
  write(files.list, await signTrustList(one, await signersOf(signatures)))
const open = (): Promise<Trust> => openTrust({ files, db, clock, log: pino({ level: 'silent' }) })

test('a list signed by the threshold is believed until it expires', async () => {
  await writeRoot()
  await writeList(list(1))
  const trust = await open()
  expect(trust.freshList().version).toBe(1)
  clock.advance(31 * DAY)
  expect(trust.status()).toMatchObject({ fresh: false, code: 'stale' })
  expect(() => trust.freshList()).toThrow(TrustMissing)
  // Who was who can still be shown.
  expect(trust.lastList()?.version).toBe(1)
})

test('one signature is not enough', async () => {
  await writeRoot()
  await writeList(list(1), 1)
  expect((await open()).status()).toMatchObject({ fresh: false, code: 'below_threshold', list: null })
})

test('a newer list in the file is taken without a restart', async () => {
  await writeRoot()
  await writeList(list(1))
  const trust = await open()
  await writeList(list(2))
  await trust.refresh()
  expect(trust.freshList().version).toBe(2)
})

test('an older list put back is refused, also after a restart; the newer one goes on', async () => {
  await writeRoot()
  await writeList(list(2))
  await open()
  await writeList(list(1))
  const trust = await open()
  expect(trust.freshList().version).toBe(2)
})

test('another list of the same version is refused', async () => {
  await writeRoot()
  const first = list(1)
  await writeList(first)
  await open()
  await writeList(list(1, { expires: at(60) }))
  const trust = await open()
  expect(trust.freshList().expires).toBe(first.expires)
})

test('a rotated root counts when the old one signed it too, and from then on only it', async () => {
  await writeRoot()
  await writeList(list(1))
  await open()
  const fresh = await Promise.all(COUNTRIES.map(() => makeSigningKey()))
  const next = root(2, fresh)
  const [old, others] = [await signersOf(2), await signersOf(2, fresh)]
  const first = await signTrustRoot(root(1), old)
  // Signed by the new coordinators alone: anybody could do that.
  write(files.root, [first, await signTrustRoot(next, others)])
  expect((await open()).root()?.version).toBe(1)
  write(files.root, [first, await signTrustRoot(next, [...old, ...others])])
  const trust = await open()
  expect(trust.root()?.version).toBe(2)
  write(files.list, await signTrustList(list(2, { rootVersion: 2 }), others))
  await trust.refresh()
  expect(trust.freshList().version).toBe(2)
  // With the old root put back, what was accepted stays accepted.
  write(files.root, first)
  expect((await open()).root()?.version).toBe(2)
})

test('no files, or files that are no JSON: the instance runs and exchanges nothing', async () => {
  expect((await open()).status()).toMatchObject({ fresh: false, code: 'malformed' })
  writeFileSync(files.root, 'not json')
  writeFileSync(files.list, '{}')
  expect((await open()).status().fresh).toBe(false)
  const alone = await openTrust({ files: {}, db, clock, log: pino({ level: 'silent' }) })
  expect(alone.status()).toMatchObject({ fresh: false, code: 'trust_not_configured' })
})
