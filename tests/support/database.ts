import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { claim } from '../../apps/server/src/platform/postgres/index.ts'
import { startCluster } from './cluster.ts'

export type TestDatabase = {
  name: string
  /** Connection strings: `superuser` for looking behind the scenes, the others as an instance has them. */
  urls: { superuser: string; owner: string; app: string; auth: string }
  drop(): Promise<void>
}

const template = 'test_template'
const roles = 'test'
const passwords = { owner: 'owner-of-tests', app: 'app-of-tests', auth: 'auth-of-tests' }

/**
 * A database of one's own: a copy of a template that was migrated once, or an empty one. Losing it in a crash is allowed
 * (fsync off); tests of faults take `createCluster` from cluster.ts instead.
 *
 * @example
 * const database = await createDatabase()
 * const pool = openPool(database.urls.app, { schema: 'app', name: 'test' })
 */
export async function createDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { folder, cluster } = await sharedCluster()
  await prepareTemplate(folder, cluster.url('postgres'))
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const source = options.migrated === false ? 'template0' : template
  await run(cluster.url('postgres'), [
    `create database ${name} owner ${roles}_owner template ${source}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${roles}_app, ${roles}_auth`,
  ])
  return {
    name,
    urls: { superuser: cluster.url(name), ...loginUrls(cluster.url(name)) },
    drop: () => run(cluster.url('postgres'), [`drop database if exists ${name} with (force)`]),
  }
}

/** The address of the run's PostgreSQL for tests that make roles and databases themselves. */
export const superuserUrl = async (): Promise<string> => (await sharedCluster()).cluster.url('postgres')

async function sharedCluster() {
  const folder = process.env.ARIADNE_TEST_RUN
  if (!folder) throw new Error('No run folder: add tests/support/shared-cluster.ts to globalSetup.')
  return { folder, cluster: await startCluster(folder, 'throwaway') }
}

/** Made by the first test of the run that needs a database; the others wait for it. */
async function prepareTemplate(folder: string, superuser: string) {
  const ready = join(folder, 'template.ready')
  if (existsSync(ready)) return
  const release = await claim(join(folder, 'template.lock'), 60_000)
  try {
    if (existsSync(ready)) return
    const { createInstanceDatabase, migrate } = await import('../../apps/server/src/platform/database/index.ts')
    const { migrations } = await import('../../apps/server/src/stages.ts')
    const urls = await createInstanceDatabase(superuser, 'ins_test', { name: template, roles, passwords })
    await migrate({ ownerUrl: urls.owner, migrations, now: () => new Date() })
    writeFileSync(ready, '')
  } finally {
    release()
  }
}

function loginUrls(superuser: string) {
  const as = (role: keyof typeof passwords) => {
    const url = new URL(superuser)
    url.username = `${roles}_${role}`
    url.password = passwords[role]
    return url.href
  }
  return { owner: as('owner'), app: as('app'), auth: as('auth') }
}

async function run(url: string, statements: string[]) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
