import { createHash } from 'node:crypto'
import pg from 'pg'
import { getConstructionPlans, getMigrationPlans } from 'pg-boss'
import type { Migration } from './migration.ts'
import { rolesOfOwner } from './roles.ts'
import type { Roles } from './roles.ts'

export class MigrationError extends Error {
  readonly code: 'schema_newer' | 'schema_changed' | 'schema_out_of_order' | 'schema_behind' | 'migration_failed'
  constructor(code: MigrationError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
    this.code = code
  }
}

export type AppliedMigration = { id: string; sha256: string }
export type MigrationReport = { applied: string[]; version: string }

/** Any two processes of one database agree on this number; it means nothing else. */
const lockKey = 4_100_004_100

const digest = (migration: Migration) => createHash('sha256').update(migration.sql).digest('hex')

/** The migrations of all folders in their one order. */
const ordered = (migrations: readonly Migration[]): Migration[] => {
  const sorted = migrations.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const numbers = new Map<string, string>()
  for (const { id } of sorted) {
    const number = /^(\d{4})-[a-z0-9-]+$/u.exec(id)?.[1]
    if (number === undefined) throw new Error(`The migration "${id}" is not named like 0012-what-it-does.`)
    const other = numbers.get(number)
    if (other !== undefined)
      throw new Error(`The migrations "${other}" and "${id}" have the same number. Renumber one.`)
    numbers.set(number, id)
  }
  return sorted
}

/**
 * What is still to be applied.
 * @throws {MigrationError} when the database was written by a newer or another Ariadne
 */
export const pendingOf = (migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] => {
  const sorted = ordered(migrations)
  const known = new Map(sorted.map((migration) => [migration.id, migration]))
  for (const { id, sha256 } of applied) {
    const ours = known.get(id)
    if (ours === undefined)
      throw new MigrationError(
        'schema_newer',
        `The database has the migration "${id}", which this version of Ariadne does not know: a newer version has used it. Start that version, or restore a backup made before it.`,
      )
    if (digest(ours) !== sha256)
      throw new MigrationError(
        'schema_changed',
        `The migration "${id}" was applied to this database in another form than this version has. Start the version that applied it; a released migration is never edited, a new one follows it.`,
      )
  }
  const done = new Set(applied.map((row) => row.id))
  const last = applied
    .map((row) => row.id)
    .toSorted()
    .at(-1)
  const pending = sorted.filter((migration) => !done.has(migration.id))
  const late = pending.find((migration) => last !== undefined && migration.id < last)
  if (late !== undefined)
    throw new MigrationError(
      'schema_out_of_order',
      `The migration "${late.id}" comes before "${last}", which is applied already. Give it a number after the last one.`,
    )
  return pending
}

const fill = (text: string, roles: Roles) =>
  text.replaceAll(/\{\{(owner|app|system|auth)\}\}/gu, (_, role: keyof Roles) => pg.escapeIdentifier(roles[role]))

const ground = `
  create schema if not exists app;
  create schema if not exists auth;
  create schema if not exists pgboss;
  revoke all on schema public from public;
  create table if not exists app.migration (
    id text primary key,
    sha256 text not null,
    applied_at timestamptz not null
  );
  grant usage on schema app to {{app}}, {{system}};
  grant select on app.migration to {{app}}, {{system}};
  grant usage on schema auth to {{auth}};
  grant usage on schema pgboss to {{app}}, {{system}};
  alter default privileges in schema app grant select, insert, update, delete on tables to {{app}}, {{system}};
  alter default privileges in schema app grant usage, select on sequences to {{app}}, {{system}};
  alter default privileges in schema auth grant select, insert, update, delete on tables to {{auth}};
  alter default privileges in schema pgboss grant select, insert, update, delete on tables to {{app}}, {{system}};
`

const jobsPlan = async (client: pg.Client): Promise<string | undefined> => {
  const found = await client.query<{ version: string | null }>(`select to_regclass('pgboss.version')::text as version`)
  if (found.rows[0]?.version == null) return getConstructionPlans('pgboss', { createSchema: false })
  const current = await client.query<{ version: number }>('select version from pgboss.version')
  const version = current.rows[0]?.version ?? 0
  const target = jobsVersion()
  if (version > target)
    throw new MigrationError(
      'schema_newer',
      `The job tables have version ${version}, newer than ${target}. Start the newer version of Ariadne.`,
    )
  return version === target ? undefined : getMigrationPlans('pgboss', version)
}

/** The version that the installed pg-boss writes at the end of its own construction plan. */
const jobsVersion = (): number =>
  Number(/version\(version\) VALUES \('(\d+)'\)/u.exec(getConstructionPlans('pgboss'))?.[1] ?? Number.NaN)

/** pg-boss wraps its plan in a transaction of its own; ours is already open. */
const withoutTransaction = (plan: string) => plan.replace(/^\s*BEGIN;/u, '').replace(/COMMIT;\s*$/u, '')

/**
 * Brings a database forward within the caller's transaction, which holds the lock until it ends.
 * @throws {MigrationError}
 */
export const migrateWithin = async (
  client: pg.Client,
  migrations: readonly Migration[],
  now: () => Date,
): Promise<MigrationReport> => {
  await client.query('select pg_advisory_xact_lock($1)', [lockKey])
  const who = await client.query<{ name: string }>('select current_user as name')
  const roles = rolesOfOwner(who.rows[0]?.name ?? '')
  const exists = await client.query<{ found: string | null }>(`select to_regclass('app.migration')::text as found`)
  if (exists.rows[0]?.found == null) await client.query(fill(ground, roles))
  const applied = await client.query<AppliedMigration>('select id, sha256 from app.migration')
  const pending = pendingOf(migrations, applied.rows)
  const jobs = await jobsPlan(client)
  if (jobs !== undefined) await client.query(withoutTransaction(jobs))
  for (const migration of pending) {
    try {
      await client.query(`set local search_path = app;\n${fill(migration.sql, roles)}`)
    } catch (error) {
      throw new MigrationError(
        'migration_failed',
        `The migration "${migration.id}" failed and nothing was changed: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      )
    }
    await client.query('insert into app.migration (id, sha256, applied_at) values ($1, $2, $3)', [
      migration.id,
      digest(migration),
      now(),
    ])
  }
  return { applied: pending.map((migration) => migration.id), version: ordered(migrations).at(-1)?.id ?? 'none' }
}

/**
 * Brings a database forward, as its owner, in one transaction under a lock: it is either at the new version or exactly
 * as it was.
 * @throws {MigrationError}
 */
export const migrate = async (input: {
  ownerUrl: string
  migrations: readonly Migration[]
  now: () => Date
}): Promise<MigrationReport> => {
  const client = new pg.Client({ connectionString: input.ownerUrl, application_name: 'ariadne migrate' })
  await client.connect()
  try {
    await client.query('begin')
    const report = await migrateWithin(client, input.migrations, input.now)
    await client.query('commit')
    return report
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
}

/**
 * Checks, as the app role, that nothing is pending, without changing anything.
 * @throws {MigrationError} `schema_behind` with what is missing, or as `migrate`
 */
export const checkSchema = async (pool: pg.Pool, migrations: readonly Migration[]): Promise<{ version: string }> => {
  const exists = await pool.query<{ found: string | null }>(`select to_regclass('app.migration')::text as found`)
  const applied =
    exists.rows[0]?.found == null
      ? []
      : (await pool.query<AppliedMigration>('select id, sha256 from app.migration')).rows
  const pending = pendingOf(migrations, applied)
  if (pending.length > 0)
    throw new MigrationError(
      'schema_behind',
      `The database lacks ${pending.map((migration) => migration.id).join(', ')}. Run "ariadne migrate" with the owner's address.`,
    )
  return { version: ordered(migrations).at(-1)?.id ?? 'none' }
}
