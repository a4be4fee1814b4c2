import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import pg from 'pg'
import { migrateWithin, pendingOf } from '../database/migrate.ts'
import type { Migration } from '../database/index.ts'
import type { Progress } from './backup.ts'
import { copyIn } from './copy.ts'
import { readFrames } from './frames.ts'
import type { Frame } from './frames.ts'
import { BackupProblem } from './problem.ts'
import { tablesOf } from './schema.ts'
import { openStream } from './sealed-stream.ts'
import type { BackupHeader } from './sealed-stream.ts'

export type RestoreReport = { instance: string; createdAt: string; tables: number; rows: number; version: string }

/**
 * Loads a backup into an empty database, all of it or nothing. The schema is first brought to what the backup was made
 * with and afterwards to this version. The instance is marked as restored: custody of cases moves only after its peers
 * have told it what it forgot. Everybody has to sign in again.
 * @throws {BackupProblem} and then the database is as empty as it was
 */
export const restore = async (input: {
  ownerUrl: string
  file: string
  seed: Uint8Array<ArrayBuffer>
  migrations: readonly Migration[]
  now: () => Date
  progress?: Progress
}): Promise<RestoreReport> => {
  const client = new pg.Client({ connectionString: input.ownerUrl, application_name: 'ariadne restore' })
  await client.connect()
  try {
    await assertEmpty(client)
    const of = (await stat(input.file)).size
    let read = 0
    const file = createReadStream(input.file)
    file.on('data', (chunk) => {
      read += chunk.length
    })
    const { header, plaintext } = await openStream(file, input.seed)
    await client.query('begin')
    await migrateTo(client, header, input)
    const opened = await openTables(client)
    const totals = await load(client, readFrames(unpack(plaintext)), opened.columns, (table) =>
      input.progress?.({ done: read, of, table }),
    )
    await opened.close()
    await client.query('delete from auth."session"')
    await client.query('update app.instance_state set restored_at = $1, reconciled_at = null', [input.now()])
    const { version } = await migrateWithin(client, input.migrations, input.now)
    await client.query('commit')
    return { instance: header.instance, createdAt: header.createdAt, ...totals, version }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
}

const assertEmpty = async (client: pg.Client): Promise<void> => {
  const found = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v') and n.nspname in ('app', 'auth', 'pgboss')`,
  )
  if ((found.rows[0]?.count ?? 0) > 0)
    throw new BackupProblem(
      'database_not_empty',
      'The database has tables already. Restore into a new, empty one ("ariadne database create" makes it), so that nothing is overwritten.',
    )
}

const migrateTo = async (
  client: pg.Client,
  header: BackupHeader,
  input: { migrations: readonly Migration[]; now: () => Date },
): Promise<void> => {
  // Throws where the backup was made by a newer or another version.
  pendingOf(input.migrations, header.migrations)
  const then = new Set(header.migrations.map((migration) => migration.id))
  await migrateWithin(
    client,
    input.migrations.filter((migration) => then.has(migration.id)),
    input.now,
  )
}

/** pg gives the compressed stream's errors in many shapes; here they all mean the same. */
async function* unpack(plaintext: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const source = Readable.from(plaintext)
  const unpacker = createZstdDecompress()
  let cause: unknown
  source.on('error', (error) => {
    cause = error
    unpacker.destroy(error)
  })
  try {
    yield* source.pipe(unpacker) as AsyncIterable<Buffer>
  } catch (error) {
    if (cause instanceof BackupProblem) throw cause
    if (error instanceof BackupProblem) throw error
    throw new BackupProblem('damaged', 'The backup cannot be unpacked. Take another copy of the file.', {
      cause: error,
    })
  }
}

/**
 * Takes down, for this transaction, what would stand in the way of loading tables in any order: foreign keys, triggers
 * and forced row-level security. `close` puts them back, and with the foreign keys checks every row.
 */
const openTables = async (client: pg.Client) => {
  const tables = await tablesOf(client)
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and n.nspname in ('app', 'auth')`,
  )
  for (const key of keys.rows) await client.query(`alter table ${key.table} drop constraint ${key.name}`)
  for (const { table, forced } of tables) {
    // Rows that migrations put there, such as the one of instance_state, come from the backup.
    await client.query(`alter table ${table} disable trigger user`)
    if (forced) await client.query(`alter table ${table} no force row level security`)
    await client.query(`delete from ${table}`)
  }
  const close = async () => {
    for (const { table, forced } of tables) {
      await client.query(`alter table ${table} enable trigger user`)
      if (forced) await client.query(`alter table ${table} force row level security`)
    }
    // pg_get_constraintdef leaves the schema out of names that the search path finds.
    await client.query('set local search_path = app, auth')
    for (const key of keys.rows)
      await client.query(`alter table ${key.table} add constraint ${key.name} ${key.definition}`)
  }
  return { columns: new Map(tables.map(({ table, columns }) => [table, columns])), close }
}

const mismatch = (what: string) =>
  new BackupProblem('schema_mismatch', `The backup and the schema do not fit together: ${what}.`)

const load = async (
  client: pg.Client,
  frames: AsyncGenerator<Frame>,
  columns: ReadonlyMap<string, readonly string[]>,
  progress: (table: string) => void,
): Promise<{ tables: number; rows: number }> => {
  let tables = 0
  let rows = 0
  for (;;) {
    const { value: frame, done } = await frames.next()
    if (done === true) throw new BackupProblem('truncated', 'The backup has no end. Take another copy of the file.')
    if (frame.type === 'end') {
      if (frame.tables !== tables || frame.rows !== rows) throw mismatch('the counts at its end differ')
      if ((await frames.next()).done !== true) throw mismatch('something follows its end')
      return { tables, rows }
    }
    if (frame.type === 'sequence') {
      if (frame.value !== null) await client.query('select setval($1::regclass, $2)', [frame.sequence, frame.value])
      continue
    }
    if (frame.type !== 'table') throw mismatch('a part stands in the wrong place')
    const known = columns.get(frame.table)
    if (known === undefined) throw mismatch(`there is no table ${frame.table}`)
    const unknown = frame.columns.find((column) => !known.includes(column))
    if (unknown !== undefined) throw mismatch(`${frame.table} has no column ${unknown}`)
    rows += await loadTable(client, frame, frames)
    tables += 1
    progress(frame.table)
  }
}

const loadTable = async (
  client: pg.Client,
  table: Extract<Frame, { type: 'table' }>,
  frames: AsyncGenerator<Frame>,
): Promise<number> => {
  let expected = -1
  const data = async function* () {
    for (;;) {
      // Not for-await: that would close the stream of frames with the table.
      const { value: frame, done } = await frames.next()
      if (done === true) throw new BackupProblem('truncated', `The backup ends within ${table.table}.`)
      if (frame.type === 'data') yield frame.bytes
      else if (frame.type === 'tableEnd') {
        expected = frame.rows
        return
      } else throw mismatch('a part stands in the wrong place')
    }
  }
  const names = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  await copyIn(client, `copy ${table.table} (${names}) from stdin`, data())
  const counted = await client.query<{ count: number }>(`select count(*)::int as count from ${table.table}`)
  if (counted.rows[0]?.count !== expected) throw mismatch(`${table.table} has another number of rows`)
  return expected
}
