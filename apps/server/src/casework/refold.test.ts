import { DEFAULT_TARGETS } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refold } from './refold.ts'
import { createWorld } from './testing/world.ts'
import type { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

test('what an earlier fold made is made anew from the list, once', async () => {
  const deps = { db: world.db, instanceId: world.instanceId, targets: () => DEFAULT_TARGETS }
  const caseId = await world.open(world.actor('mbr_nrm'), '16_17')
  const other = await world.open()
  const kept = () =>
    world.system((tx) =>
      sql`select r.*, (select jsonb_agg(audience order by audience) from case_access a where a.case_id = r.case_id) as readers,
        (select jsonb_agg(queue) from queue_entry q where q.case_id = r.case_id) as queues
        from case_row r order by case_id`.execute(tx),
    )
  const before = (await kept()).rows
  await world.system(async (tx) => {
    await sql`update case_row set fold = 0, state = '{}', status = 'draft' where case_id = ${caseId}`.execute(tx)
    await sql`update case_access set audience = 'unt_border/first_responder' where case_id = ${caseId}
      and function = 'panel_member'`.execute(tx)
    await sql`delete from queue_entry where case_id = ${caseId}`.execute(tx)
  })
  expect(await refold(deps)).toBe(1)
  expect((await kept()).rows).toEqual(before)
  expect(await refold(deps)).toBe(0)
  expect(await world.stateOf(other)).toMatchObject({ status: 'open' })
})
