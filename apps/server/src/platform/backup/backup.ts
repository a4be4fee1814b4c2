import { createZstdCompress } from 'node:zlib'
import { Readable } from 'node:stream'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import pg from 'pg'
import type { AppliedMigration } from '../database/migrate.ts'
import { copyOut } from './copy.ts'
import { writeFrame } from './frames.ts'
import { sequencesOf, tablesOf } from './schema.ts'
import { sealStream } from './sealed-stream.ts'
import type { BackupHeader } from './sealed-stream.ts'

export type Progress = (state: { done: number; of: number; table: string }) => void
export type BackupReport = { file: string; bytes: number; tables: number; rows: number; version: string }

const quoted = (columns: readonly string[]) => columns.map((column) => pg.escapeIdentifier(column)).join(', ')

/**
 * Writes the whole instance, as it is at one moment, to a file that only the holder of the backup key can open. Work
 * goes on meanwhile. The file appears under its name when it is complete and on the disk.
 */
export const backup = async (input: {
  ownerUrl: string
  publicKey: string
  file: string
  now: Date
  progress?: Progress
}): Promise<BackupReport> => {
  const client = new pg.Client({ connectionString: input.ownerUrl, application_name: 'ariadne backup' })
  await client.connect()
  const part = `${input.file}.part`
  try {
    await client.query('begin isolation level repeatable read read only')
    const migrations = await client.query<AppliedMigration>('select id, sha256 from app.migration order by id')
    const state = await client.query<{ instance_id: string | null }>('select instance_id from app.instance_state')
    const tables = await tablesOf(client)
    const of = tables.reduce((sum, table) => sum + table.bytes, 0)
    let done = 0
    let rows = 0

    const frames = async function* () {
      for (const { table, columns, bytes } of tables) {
        yield writeFrame({ type: 'table', table, columns })
        let tableRows = 0
        for await (const chunk of copyOut(client, `copy ${table} (${quoted(columns)}) to stdout`)) {
          // A row ends with the only unescaped newline of the text form.
          for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) tableRows += 1
          yield writeFrame({ type: 'data', bytes: chunk })
        }
        yield writeFrame({ type: 'tableEnd', rows: tableRows })
        rows += tableRows
        done += bytes
        input.progress?.({ done, of, table })
      }
      for (const sequence of await sequencesOf(client)) yield writeFrame({ type: 'sequence', ...sequence })
      yield writeFrame({ type: 'end', tables: tables.length, rows })
    }

    const header: BackupHeader = {
      format: 1,
      instance: state.rows[0]?.instance_id ?? '',
      createdAt: input.now.toISOString(),
      migrations: migrations.rows,
    }
    const compressor = createZstdCompress()
    const source = Readable.from(frames())
    source.on('error', (error) => compressor.destroy(error))
    const sealed = sealStream(header, input.publicKey, source.pipe(compressor) as AsyncIterable<Buffer>)
    const bytes = await writeFile(part, sealed)
    await client.query('commit')
    await rename(part, input.file)
    return { file: input.file, bytes, tables: tables.length, rows, version: migrations.rows.at(-1)?.id ?? 'none' }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

const writeFile = async (path: string, source: AsyncIterable<Buffer>): Promise<number> => {
  const handle = await open(path, 'w', 0o600)
  let bytes = 0
  try {
    const stream = createWriteStream(path, { fd: handle.fd, autoClose: false })
    for await (const chunk of source) {
      bytes += chunk.length
      if (!stream.write(chunk)) await once(stream, 'drain')
    }
    stream.end()
    await once(stream, 'finish')
    await handle.sync()
  } finally {
    await handle.close()
  }
  return bytes
}
