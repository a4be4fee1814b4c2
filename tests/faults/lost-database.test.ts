import type { Home } from '@ariadne/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { withSystem, type Tx } from '../../apps/server/src/platform/database/index.ts'
import { isUnavailable } from '../../apps/server/src/platform/http/problems.ts'
import { superuserUrl } from '../support/database.ts'
import { openAdultCase } from '../support/cases.ts'
import { startRegion, type Region } from '../support/region.ts'

// An instance loses its database in the middle of the work, and gets it back.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let elena: Person
let superuser: pg.Client
let name: string

beforeAll(async () => {
  region = await startRegion(['mk'])
  elena = await region.person('mk/elena')
  superuser = new pg.Client({ connectionString: await superuserUrl() })
  await superuser.connect()
  name = new URL(region.instance('mk').platform.config.database.app).pathname.slice(1)
})
afterAll(async () => {
  await superuser.end()
  await region.stop()
})

const lose = async (): Promise<void> => {
  await superuser.query(`alter database ${name} allow_connections false`)
  await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
}
const giveBack = () => superuser.query(`alter database ${name} allow_connections true`)

test('what is done meanwhile is refused as a whole, said to be kept by the device, and counts once when it comes again', async () => {
  const caseId = await openAdultCase(elena)
  const { state } = await elena.loadCase(caseId)
  const explained = { language: 'sq', interpreter: 'present', understood: true }
  const note = await elena.prepareAct(state, 'confidentiality.explained', explained)
  await lose()
  try {
    const refused = await elena.send(note).catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 503, code: 'database_unavailable' })
    expect((await region.instance('mk').request('/healthz')).status).toBe(200)
    expect((await region.instance('mk').request('/readyz')).status).toBe(503)
  } finally {
    await giveBack()
  }
  const first = await elena.send(note)
  const again = await elena.send(note)
  expect([first, again].map(([outcome]) => outcome?.status)).toEqual(['accepted', 'accepted'])
  const kept = await region.sql(
    'mk',
    `select 1 from app.case_action where case_id = '${caseId}' and kind = 'confidentiality.explained'`,
  )
  expect(kept).toHaveLength(1)
  expect((await region.instance('mk').request('/readyz')).status).toBe(200)
  expect((await elena.get<Home>('/api/home')).queues).toBeDefined()
})

test('a connection that is lost while it is in use fails what it was used for, and nothing else', async () => {
  const { db, pool } = region.instance('mk').platform
  const look = (tx: Tx) => tx.selectFrom('unit').select('id').execute()
  const between = withSystem(db, 'test', async (tx) => {
    await look(tx)
    await lose()
    await look(tx)
  })
  const asleep = pool.query('select pg_sleep(60)')
  try {
    const failed = await Promise.all(
      [between, asleep].map((work: Promise<unknown>) => work.catch((error: unknown) => error)),
    )
    expect(failed.map(isUnavailable)).toEqual([true, true])
  } finally {
    await giveBack()
  }
  await withSystem(db, 'test', look)
  expect((await region.instance('mk').request('/readyz')).status).toBe(200)
})
