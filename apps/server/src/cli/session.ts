import type pg from 'pg'
import type { Config } from '../platform/config/index.ts'
import { openDatabase, openPool } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'
import { CliError } from './command.ts'

/** Opens the instance's databases for one command and closes them after it. */
export const withDatabases = async <T>(
  config: Config,
  work: (open: { db: Database; pool: pg.Pool; authPool: pg.Pool }) => Promise<T>,
): Promise<T> => {
  const pool = openPool(config.database.app, { schema: 'app', name: 'cli', max: 2 })
  const authPool = openPool(config.database.auth, { schema: 'auth', name: 'cli', max: 2, plainTypes: true })
  try {
    return await work({ db: openDatabase(pool), pool, authPool })
  } finally {
    await Promise.all([pool.end(), authPool.end()])
  }
}

export const ownerUrlOf = (config: Config): string => {
  if (config.database.owner === undefined)
    throw new CliError(
      'This needs the owner of the database. Set database.owner in the file, or DATABASE_OWNER_URL (or DATABASE_OWNER_URL_FILE).',
    )
  return config.database.owner
}
