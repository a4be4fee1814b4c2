import { mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDatabase } from '../../../../tests/support/database.ts'
import type { TestDatabase } from '../../../../tests/support/database.ts'
import { movableClock } from './clock.ts'
import { openDatabase, openPool, withSystem } from './database/index.ts'
import type { Database } from './database/index.ts'
import { createDueRows } from './due.ts'
import { createJobs } from './jobs.ts'

const log = pino({ level: 'silent' })
let database: TestDatabase
let pool: ReturnType<typeof openPool>
let db: Database
beforeAll(async () => {
  database = await createDatabase()
  pool = openPool(database.urls.app, { schema: 'app', name: 'test' })
  db = openDatabase(pool)
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const day = 86_400_000
const id = () => mintId<string>(Date.now())

test('what comes due is handled once, by the clock and not by the machine', async () => {
  const clock = movableClock()
  const due = createDueRows({ db, clock, log })
  const seen: string[] = []
  due.handle('follow_up', async (_tx, subject) => void seen.push(subject))
  const in30 = new Date(Date.now() + 30 * day).toISOString()
  await withSystem(db, 'test', async (tx) => {
    await due.schedule(tx, 'follow_up', 'a', in30)
    await due.schedule(tx, 'follow_up', 'b', in30)
    await due.settle(tx, 'follow_up', 'b')
  })
  expect(await due.sweep()).toBe(0)
  clock.advance(31 * day)
  expect(await Promise.all([due.sweep(), due.sweep()])).toEqual([1, 0])
  expect(seen).toEqual(['a'])
})

test('a handler that fails undoes its own work only, and is tried again at the next sweep', async () => {
  const clock = movableClock()
  const due = createDueRows({ db, clock, log })
  let failing = true
  due.handle('fragile', async (tx, subject) => {
    await sql`insert into organisation values (${`org_${subject}`}, '{}', 'test')`.execute(tx)
    if (failing && subject === 'bad') throw new Error('not today')
  })
  const past = new Date(Date.now() - 1000).toISOString()
  await withSystem(db, 'test', async (tx) => {
    await due.schedule(tx, 'fragile', 'bad', past)
    await due.schedule(tx, 'fragile', 'good', past)
  })
  await due.sweep()
  const made = async () =>
    (await pool.query<{ id: string }>(`select id from organisation order by id`)).rows.map((row) => row.id)
  expect(await made()).toEqual(['org_good'])
  failing = false
  await due.sweep()
  expect(await made()).toEqual(['org_bad', 'org_good'])
})

test('a handler may schedule the same thing anew', async () => {
  const clock = movableClock()
  const due = createDueRows({ db, clock, log })
  let times = 0
  due.handle('again', async (tx, subject, dueAt) => {
    times += 1
    if (times < 3) await due.schedule(tx, 'again', subject, new Date(Date.parse(dueAt) + day).toISOString())
  })
  await withSystem(db, 'test', (tx) => due.schedule(tx, 'again', 'x', clock.now().toISOString()))
  for (let count = 0; count < 6; count += 1) {
    await due.sweep()
    clock.advance(day)
  }
  expect(times).toBe(3)
})

test('a wake-up comes exactly when its transaction was committed, and is repeated when it failed', async () => {
  const jobs = createJobs({ pool, log })
  const woken: string[] = []
  let failures = 1
  jobs.handle('test-wake', async (subject) => {
    if (failures > 0) {
      failures -= 1
      throw new Error('once')
    }
    woken.push(subject)
  })
  await jobs.start()
  const [kept, undone] = [id(), id()]
  await withSystem(db, 'test', (tx) => jobs.wake(tx, 'test-wake', kept))
  await expect(
    withSystem(db, 'test', async (tx) => {
      await jobs.wake(tx, 'test-wake', undone)
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  jobs.nudge('test-wake')
  await vi.waitFor(() => expect(woken).toEqual([kept]), { timeout: 15_000 })
  await jobs.stop()
})
