import pg from 'pg'
import { Kysely, PostgresDialect } from 'kysely'
import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>

const timestamptz = 1184
const bigint = 20

/** PostgreSQL writes `2026-11-22 14:05:00.12+00` in UTC; the wire and the actions use `2026-11-22T14:05:00.120Z`. */
const isoTime = (text: string): string => new Date(text.replace(' ', 'T').replace(/\+00$/u, 'Z')).toISOString()

const parsers = new Map<number, (text: string) => unknown>([
  [timestamptz, isoTime],
  [bigint, Number],
])

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format),
}

export type PoolOptions = { max?: number; schema: 'app' | 'auth' | 'pgboss'; name: string; plainTypes?: boolean }

/**
 * A pool for one role. Sessions are in UTC and look only in the role's own schema, so an unqualified name can never
 * reach another's table.
 */
export const openPool = (url: string, options: PoolOptions): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: `ariadne ${options.name}`,
    options: `-c search_path=${options.schema} -c TimeZone=UTC`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    ...(options.plainTypes === true ? {} : { types }),
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // One that breaks while it is in use fails its query, which tells; its socket must not tell the whole process.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}

export const openDatabase = (pool: pg.Pool): Database => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
