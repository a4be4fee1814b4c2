import { expect, test } from 'vitest'
import { createDatabase } from '../../../tests/support/database.ts'
import { startInstance } from './instance.ts'
import { Config } from './platform/config/index.ts'

const configOf = ({ app, auth, owner }: { app: string; auth: string; owner?: string }, more: object = {}) =>
  Config.parse({
    mode: 'training',
    instance: { id: 'ins_one', country: 'MK', name: 'One' },
    http: { baseUrl: 'http://ariadne.example' },
    database: { app, auth, ...(owner === undefined ? {} : { owner }) },
    secrets: { auth: 's'.repeat(40) },
    log: { level: 'silent' },
    contentDir: '/nowhere',
    ...more,
  })

test('an instance that may not go live says all that stands in the way, and leaves nothing running', async () => {
  const database = await createDatabase()
  const config = configOf(database.urls, { mode: 'live', http: { baseUrl: 'https://ariadne.example' } })
  const error = await startInstance(config, { stages: [], listen: false }).then(
    () => undefined,
    (reason: unknown) => reason as Error & { findings: { check: string }[] },
  )
  expect(error?.name).toBe('NotReadyToGoLiveError')
  expect(error?.findings.map((finding) => finding.check)).toEqual(expect.arrayContaining(['units', 'attested']))
  await database.drop()
})

test('a database belongs to the instance that used it first', async () => {
  const database = await createDatabase()
  const one = await startInstance(configOf(database.urls), { stages: [], listen: false })
  await one.stop()
  const other = configOf(database.urls, { instance: { id: 'ins_two', country: 'RS', name: 'Two' } })
  await expect(startInstance(other, { stages: [], listen: false })).rejects.toThrow(/belongs to the instance ins_one/u)
  await database.drop()
})

test('without the owner an instance serves a database that is up to date, and refuses one that is not', async () => {
  const [ready, empty] = await Promise.all([createDatabase(), createDatabase({ migrated: false })])
  const first = await startInstance(configOf(ready.urls), { stages: [], listen: false })
  await first.stop()
  const { owner: _owner, ...bare } = ready.urls
  const second = await startInstance(configOf(bare), { stages: [], listen: false })
  expect((await second.request('/readyz')).status).toBe(200)
  await second.stop()
  const { owner: _none, ...nothing } = empty.urls
  await expect(startInstance(configOf(nothing), { stages: [], listen: false })).rejects.toMatchObject({
    code: 'schema_behind',
  })
  await Promise.all([ready.drop(), empty.drop()])
})

test('it listens, answers and stops', async () => {
  const database = await createDatabase()
  const config = configOf(database.urls, { http: { baseUrl: 'http://127.0.0.1:4955', port: 4955 } })
  const instance = await startInstance(config, { stages: [] })
  expect((await fetch(`${instance.url}/healthz`)).status).toBe(200)
  await expect(startInstance(config, { stages: [] })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await instance.stop()
  await expect(fetch(`${instance.url}/healthz`)).rejects.toThrow(/fetch failed/u)
  await database.drop()
})
