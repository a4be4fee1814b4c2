import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeKeyPair } from '@ariadne/vault/keys'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../../tests/support/database.ts'
import { appendOnly, migrate, platformMigrations, protect } from '../database/index.ts'
import type { Migration } from '../database/index.ts'
import { backup, restore } from './index.ts'
import { testFolder } from '../../testing/folder.ts'

const folder = testFolder('backup')
const now = () => new Date('2026-11-22T10:00:00Z')
const odd: Migration = {
  id: '9000-odd',
  sql: `
    create table leaf (id bigint generated always as identity primary key, parent bigint references leaf (id),
      note text, bytes bytea, made text generated always as (upper(note)) stored, unit_id text references unit (id));
    create function nobody() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger never before insert on leaf for each row when (new.note = 'loaded') execute function nobody();
    ${protect('leaf', {})}
    ${appendOnly('leaf')}
  `,
}
const migrations = [...platformMigrations, odd]
let source: TestDatabase
let key: Awaited<ReturnType<typeof makeKeyPair>>

const asOwner = async <T>(database: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: database.urls.owner })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
const contents = (database: TestDatabase) =>
  asOwner(database, async (client) => ({
    leaves: (await client.query('select * from app.leaf order by id')).rows,
    units: (await client.query('select * from app.unit order by id')).rows,
    users: (await client.query('select * from auth."user" order by id')).rows,
  }))

beforeAll(async () => {
  key = await makeKeyPair()
  source = await createDatabase({ migrated: false })
  await migrate({ ownerUrl: source.urls.owner, migrations, now })
  await asOwner(source, async (client) => {
    await client.query(`insert into app.organisation values ('org_aa', '{"en":"A"}', 'test')`)
    await client.query(
      `insert into app.unit (id, organisation_id, kind, name) values ('unt_aa', 'org_aa', 'shelter', '{"en":"Ä ш ع"}')`,
    )
    await client.query(
      `insert into auth."user" (id, name, email, "emailVerified") values ('u1', 'mbr_a', 'a@mk.example', true)`,
    )
    await client.query(
      `insert into auth.session (id, "expiresAt", token, "updatedAt", "userId") values ('s1', now(), 't', now(), 'u1')`,
    )
    await client.query(`update app.instance_state set instance_id = 'ins_mk'`)
    await client.query(
      `insert into app.leaf (parent, note, bytes, unit_id)
       select case when i > 1 then i - 1 end, case i % 4 when 0 then null when 1 then E'tab\\t newline\\n back\\\\slash' when 2 then '' else repeat('نص ', 50) end,
         decode(md5(i::text), 'hex'), 'unt_aa' from generate_series(1, 20000) i`,
    )
    await client.query(`insert into app.leaf (note) values (null)`)
  })
})
afterAll(() => source.drop())

const write = (name: string) =>
  backup({ ownerUrl: source.urls.owner, publicKey: key.publicKey, file: join(folder, name), now: now() })
const load = (database: TestDatabase, file: string, seed = key.seed) =>
  restore({ ownerUrl: database.urls.owner, file, seed, migrations, now })

test('what is restored is what was backed up, and it knows that it was restored', async () => {
  const report = await write('good')
  const target = await createDatabase({ migrated: false })
  const restored = await load(target, report.file)
  expect(restored).toMatchObject({ instance: 'ins_mk', rows: report.rows, tables: report.tables, version: '9000-odd' })
  expect(await contents(target)).toEqual(await contents(source))
  await asOwner(target, async (client) => {
    const state = await client.query('select instance_id, restored_at, reconciled_at from app.instance_state')
    expect(state.rows).toEqual([{ instance_id: 'ins_mk', restored_at: now(), reconciled_at: null }])
    expect((await client.query('select * from auth.session')).rows).toEqual([])
    // Numbers go on after the last one, keys and row-level security stand again.
    const next = await client.query<{ id: string }>(`insert into app.leaf (note) values ('new') returning id`)
    expect(Number(next.rows[0]?.id)).toBe(20_002)
    await expect(client.query(`insert into app.leaf (parent) values (99999999)`)).rejects.toThrow(/foreign key/u)
    await expect(client.query(`insert into app.leaf (note) values ('loaded')`)).rejects.toThrow(/no/u)
  })
  const app = new pg.Client({ connectionString: target.urls.app })
  await app.connect()
  expect((await app.query('select * from app.leaf')).rows).toEqual([])
  await app.end()
  await target.drop()
})

test('the file says nothing readable but its head', async () => {
  const { file } = await write('closed')
  const bytes = readFileSync(file)
  expect(bytes.includes('a@mk.example')).toBe(false)
  expect(bytes.includes('unt_aa')).toBe(false)
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

test('a backup is one moment, whatever is written meanwhile', async () => {
  const before = (await contents(source)).leaves.length
  const running = write('moment')
  await asOwner(source, (client) => client.query(`insert into app.leaf (note) values ('during')`))
  const report = await running
  const target = await createDatabase({ migrated: false })
  await load(target, report.file)
  const { leaves } = await contents(target)
  expect([before, before + 1]).toContain(leaves.length)
  await target.drop()
})

test('a file that was cut off anywhere, or changed anywhere, restores nothing', async () => {
  const { file, bytes } = await write('whole')
  const whole = readFileSync(file)
  const target = await createDatabase({ migrated: false })
  const empty = () =>
    asOwner(target, async (client) => (await client.query(`select to_regnamespace('app') as app`)).rows)
  const spoilt = join(folder, 'spoilt')
  const codes = new Set<string>()
  const attempt = async () => {
    const code = await load(target, spoilt).then(
      () => 'restored',
      (error: { code?: string }) => error.code ?? 'another error',
    )
    codes.add(code)
    expect(['truncated', 'damaged', 'wrong_key', 'not_a_backup', 'unsupported_version', 'schema_mismatch']).toContain(
      code,
    )
    expect(await empty()).toEqual([{ app: null }])
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes - 1 }), async (length) => {
      writeFileSync(spoilt, whole)
      truncateSync(spoilt, length)
      await attempt()
    }),
    { numRuns: 12 },
  )
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes - 1 }), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      writeFileSync(spoilt, changed)
      await attempt()
    }),
    { numRuns: 25 },
  )
  writeFileSync(spoilt, Buffer.concat([whole, Buffer.from('more')]))
  await attempt()
  expect(codes).toContain('truncated')
  expect(codes).toContain('damaged')
  await target.drop()
})

test('another key opens nothing, and a database with tables is not overwritten', async () => {
  const { file } = await write('keyed')
  const target = await createDatabase({ migrated: false })
  const other = await makeKeyPair()
  await expect(load(target, file, other.seed)).rejects.toMatchObject({ code: 'wrong_key' })
  await target.drop()
  await expect(load(source, file)).rejects.toMatchObject({ code: 'database_not_empty' })
})

test('a backup of a newer version is refused, one of an older version is brought forward', async () => {
  const { file } = await write('versions')
  const target = await createDatabase({ migrated: false })
  await expect(
    restore({ ownerUrl: target.urls.owner, file, seed: key.seed, migrations: platformMigrations, now }),
  ).rejects.toMatchObject({ code: 'schema_newer' })
  const next: Migration = { id: '9001-next', sql: 'alter table leaf add column colour text not null default $$green$$' }
  const report = await restore({
    ownerUrl: target.urls.owner,
    file,
    seed: key.seed,
    migrations: [...migrations, next],
    now,
  })
  expect(report.version).toBe('9001-next')
  expect((await contents(target)).leaves[0]).toMatchObject({ colour: 'green' })
  await target.drop()
})

test('a table whose rows the owner would not see stops the backup', async () => {
  const database = await createDatabase({ migrated: false })
  const hidden: Migration = {
    id: '9002-hidden',
    sql: 'create table hidden (id text); alter table hidden enable row level security; alter table hidden force row level security;',
  }
  await migrate({ ownerUrl: database.urls.owner, migrations: [...migrations, hidden], now })
  const file = join(folder, 'hidden')
  await expect(
    backup({ ownerUrl: database.urls.owner, publicKey: key.publicKey, file, now: now() }),
  ).rejects.toMatchObject({ code: 'unprotected_table' })
  expect(readdirSync(folder)).not.toContain('hidden')
  await database.drop()
})
