import type pg from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../../tests/support/database.ts'
import {
  appendOnly,
  asSystem,
  checkSchema,
  inSavepoint,
  migrate,
  openDatabase,
  openPool,
  platformMigrations,
  protect,
  withActor,
  withSystem,
} from './index.ts'
import type { Database, Migration } from './index.ts'

const letter: Migration = {
  id: '0900-letter',
  sql: `
    create table letter (id text primary key, unit_id text not null, body text);
    create index letter_unit on letter (unit_id);
    ${protect('letter', {
      select: 'unit_id = any ((select actor_units())::text[])',
      insert: 'unit_id = any ((select actor_units())::text[])',
    })}
    ${appendOnly('letter')}
  `,
}

let database: TestDatabase
let pool: pg.Pool
let db: Database
const now = () => new Date()
const ana = { member: 'mbr_ana', units: ['unt_a', 'unt_"odd'], functions: ['case_worker'] }

beforeAll(async () => {
  database = await createDatabase({ migrated: false })
  await migrate({ ownerUrl: database.urls.owner, migrations: [...platformMigrations, letter], now })
  pool = openPool(database.urls.app, { schema: 'app', name: 'test' })
  db = openDatabase(pool)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

test('a member reads and writes only what lies with their units', async () => {
  await withActor(db, ana, async (tx) => {
    await sql`insert into letter values ('1', 'unt_a', 'ours')`.execute(tx)
  })
  await withSystem(db, 'test', async (tx) => {
    await sql`insert into letter values ('2', 'unt_b', 'theirs')`.execute(tx)
  })
  const seen = await withActor(db, ana, (tx) => sql<{ id: string }>`select id from letter`.execute(tx))
  expect(seen.rows).toEqual([{ id: '1' }])
  const all = await withSystem(db, 'test', (tx) => sql<{ id: string }>`select id from letter order by id`.execute(tx))
  expect(all.rows.map((row) => row.id)).toEqual(['1', '2'])
  await expect(
    withActor(db, ana, (tx) => sql`insert into letter values ('3', 'unt_b', 'smuggled')`.execute(tx)),
  ).rejects.toThrow(/row-level security/u)
})

test('outside a transaction of an actor the app role sees nothing', async () => {
  await withActor(db, ana, (tx) => sql`select 1`.execute(tx))
  const seen = await sql`select id from letter`.execute(db)
  expect(seen.rows).toEqual([])
})

test('an append-only table takes no change from anybody but its owner', async () => {
  await expect(withSystem(db, 'test', (tx) => sql`update letter set body = 'x'`.execute(tx))).rejects.toThrow(
    /permission denied/u,
  )
  await expect(withActor(db, ana, (tx) => sql`delete from letter`.execute(tx))).rejects.toThrow(/permission denied/u)
})

test('the actor is evaluated once a query, so an index can be used', async () => {
  const plan = await withActor(db, ana, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    return sql<{ 'QUERY PLAN': string }>`explain select * from letter`.execute(tx)
  })
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(text).toMatch(/letter_unit/u)
  expect(text).toMatch(/InitPlan/u)
})

test('a savepoint that fails takes its inner ones with it, and no more', async () => {
  const put = (id: string) => sql`insert into letter values (${id}, 'unt_a', 'x')`
  await withActor(db, ana, async (tx) => {
    await put('outside').execute(tx)
    const outer = await inSavepoint(tx, async () => {
      await put('outer').execute(tx)
      expect((await inSavepoint(tx, () => put('inner').execute(tx))).ok).toBe(true)
      throw new Error('outer fails')
    })
    expect(outer.ok).toBe(false)
  })
  const found = await withActor(db, ana, (tx) =>
    sql<{ id: string }>`select id from letter where body = 'x'`.execute(tx),
  )
  expect(found.rows).toEqual([{ id: 'outside' }])
})

test('what runs as the system within a member transaction is the member again afterwards', async () => {
  const seen = await withActor(db, ana, async (tx) => {
    await asSystem(tx, () => sql`insert into letter values ('for-b', 'unt_b', 'y')`.execute(tx))
    return sql`select id from letter where body = 'y'`.execute(tx)
  })
  expect(seen.rows).toEqual([])
})

test('app and auth roles do not reach each other', async () => {
  await expect(pool.query('select * from auth."user"')).rejects.toThrow(/permission denied/u)
  const auth = openPool(database.urls.auth, { schema: 'auth', name: 'test' })
  await expect(auth.query('select * from app.member')).rejects.toThrow(/permission denied/u)
  await auth.end()
})

test('times come back as the wire writes them', async () => {
  const asked = await pool.query<{ at: string }>(`select timestamptz '2026-11-22 14:05:00.1+01' as at`)
  expect(asked.rows[0]?.at).toBe('2026-11-22T13:05:00.100Z')
})

test('migrating again changes nothing; a newer, edited or late migration is refused with what to do', async () => {
  const again = await migrate({ ownerUrl: database.urls.owner, migrations: [...platformMigrations, letter], now })
  expect(again.applied).toEqual([])
  await expect(checkSchema(pool, [...platformMigrations, letter])).resolves.toEqual({ version: '0900-letter' })
  await expect(checkSchema(pool, platformMigrations)).rejects.toMatchObject({ code: 'schema_newer' })
  await expect(checkSchema(pool, [...platformMigrations, { ...letter, sql: `${letter.sql} ` }])).rejects.toMatchObject({
    code: 'schema_changed',
  })
  const late = { id: '0500-late', sql: 'select 1' }
  await expect(checkSchema(pool, [...platformMigrations, late, letter])).rejects.toMatchObject({
    code: 'schema_out_of_order',
  })
  const next = { id: '0901-next', sql: 'select 1' }
  await expect(checkSchema(pool, [...platformMigrations, letter, next])).rejects.toMatchObject({
    code: 'schema_behind',
  })
})

test('a migration that fails leaves the database exactly as it was', async () => {
  const good = { id: '0902-good', sql: 'create table half (id int)' }
  const bad = { id: '0903-bad', sql: 'create table half (id int)' }
  await expect(
    migrate({ ownerUrl: database.urls.owner, migrations: [...platformMigrations, letter, good, bad], now }),
  ).rejects.toMatchObject({ code: 'migration_failed' })
  const found = await pool.query(`select to_regclass('app.half') as found`)
  expect(found.rows[0]).toEqual({ found: null })
})

test('two processes that migrate at once apply each migration once', async () => {
  const fresh = await createDatabase({ migrated: false })
  const run = () => migrate({ ownerUrl: fresh.urls.owner, migrations: [...platformMigrations, letter], now })
  const reports = await Promise.all([run(), run(), run()])
  expect(reports.map((report) => report.applied.length).toSorted()).toEqual([0, 0, platformMigrations.length + 1])
  await fresh.drop()
})

test('the app role can use the job tables but not change their shape', async () => {
  await expect(pool.query('select * from pgboss.version')).resolves.toBeDefined()
  await expect(pool.query('drop table pgboss.job')).rejects.toThrow(/must be owner/u)
})
