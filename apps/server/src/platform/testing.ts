import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createInstanceDatabase, migrate, platformMigrations } from './database/index.ts'
import type { InstanceUrls, Migration } from './database/index.ts'

export type TestDatabase = { urls: InstanceUrls; drop: () => Promise<void> }

/** A fresh database on the test run's server, migrated; the server's superuser address comes from the test run. */
export const testDatabase = async (
  superuserUrl: string,
  migrations: readonly Migration[] = platformMigrations,
): Promise<TestDatabase> => {
  const name = `t_${randomBytes(6).toString('hex')}`
  const urls = await createInstanceDatabase(superuserUrl, 'ins_test', { name })
  if (migrations.length > 0) await migrate({ ownerUrl: urls.owner, migrations, now: () => new Date() })
  const drop = async () => {
    const client = new pg.Client({ connectionString: superuserUrl })
    await client.connect()
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(
      `drop role if exists ${['owner', 'app', 'system', 'auth'].map((role) => `${name}_${role}`).join(', ')}`,
    )
    await client.end()
  }
  return { urls, drop }
}
