import pg from 'pg'
import { expect, test } from 'vitest'
import { createDatabase } from './database.ts'

async function query(url: string, text: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('two databases are copies of one migrated template and know nothing of each other', async () => {
  const [one, other] = await Promise.all([createDatabase(), createDatabase()])
  await query(one.urls.owner, 'create table app.only_here (id int)')
  expect(await query(other.urls.owner, `select to_regclass('app.only_here') as found`)).toEqual([{ found: null }])
  expect(await query(other.urls.app, `select count(*) > 0 as migrated from app.migration`)).toEqual([
    { migrated: true },
  ])
  await Promise.all([one.drop(), other.drop()])
})

test('an empty database can be had as well', async () => {
  const database = await createDatabase({ migrated: false })
  expect(await query(database.urls.superuser, `select to_regnamespace('app') as found`)).toEqual([{ found: null }])
  await database.drop()
})

test('a role of the instance has to give its password', async () => {
  const database = await createDatabase()
  const url = new URL(database.urls.app)
  url.password = 'wrong'
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/)
  await database.drop()
})
