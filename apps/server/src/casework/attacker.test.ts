import type { CaseId } from '@ariadne/domain'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inSavepoint } from '../platform/database/index.ts'
import { createWorld } from './testing/world.ts'
import type { PersonName, World } from './testing/world.ts'

// What somebody could do who got SQL of their own into a transaction of theirs: nothing that makes them more than they are.

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** What became of a statement in somebody's transaction: how many rows it reached, or that it was refused. */
const reach = (name: PersonName, statement: string): Promise<number | 'refused'> =>
  world.as(name, async (tx) => {
    const done = await inSavepoint(tx, () => sql.raw(statement).execute(tx))
    if (!done.ok) return 'refused'
    return Number(done.value.numAffectedRows ?? done.value.rows.length)
  })

test.each([
  [
    'gives themselves a seat',
    `insert into membership values ('mbr_border', 'unt_nrm', '{case_coordinator}', now(), null)`,
  ],
  [
    'adds a function to their seat',
    `update membership set functions = functions || '{case_worker}' where member_id = 'mbr_border'`,
  ],
  ['ends a colleague', `update member set state = 'left' where id = 'mbr_nrm'`],
  ['takes over an account', `update member set account_id = 'mine' where id = 'mbr_nrm'`],
  [
    'puts another number in the place of the one to call',
    `update unit set on_duty_contact = '1', on_duty_state = 'demo'`,
  ],
  [
    'puts a key of theirs in the place of a unit’s',
    `update unit_key set public_key = 'mine', key_id = 'mine' where unit_id = 'unt_nrm'`,
  ],
  [
    'makes a key for a unit they are not in',
    `insert into unit_key values ('unt_office', 1, 'k', 'p', 'current', 'mbr_border', now())`,
  ],
  [
    'lets themselves into a vault',
    `insert into unit_key_grant values ('unt_nrm', 1, 'mbr_border', 'key_mbr_border', 's', 'mbr_border', now())`,
  ],
  ['says that the instance is live', `update instance_state set live_since = now()`],
  ['makes the instance act', `insert into due values (gen_random_uuid(), 'x', 'y', now())`],
  ['sees what comes due of others', `select subject from due`],
  [
    'lets themselves read a case',
    `insert into case_access (case_id, audience, unit_id, function, historic, status, last_activity_at) values (gen_random_uuid(), 'unt_border/first_responder', 'unt_border', 'first_responder', false, 'open', now())`,
  ],
  ['writes an act', `insert into case_action select * from case_action`],
  ['reads ciphertext beside the door', `select ciphertext from sealed_part`],
  [
    'answers a command of somebody else',
    `insert into command values (gen_random_uuid(), 'mbr_nrm', 'k', 'd', '{}', now())`,
  ],
])('who has SQL in a transaction of theirs: %s', async (_what, statement) => {
  expect([0, 'refused']).toContain(await reach('mbr_border', statement))
})

test('the seed of a recovery kit is given out by the instance alone, which notes who took it', async () => {
  expect(await reach('mbr_nrm', `select sealed_seed from recovery_kit where unit_id = 'unt_nrm'`)).toBe('refused')
  expect(await reach('mbr_nrm', `select version from recovery_kit where unit_id = 'unt_nrm'`)).toBe(1)
})

test('an opening gives what was there when it was made, and nothing to who has left the case since', async () => {
  const nrm = world.actor('mbr_nrm')
  const caseId: CaseId = await world.open()
  await world.done(nrm, caseId, 'access.assigned', {
    unitId: 'unt_shelter',
    memberId: 'mbr_shelter',
    function: 'case_worker',
    classes: ['contact'],
  })
  const record = async () => {
    const part = world.seal('contact', caseId, ['unt_nrm', 'unt_shelter'])
    await world.done(nrm, caseId, 'person.sealed_recorded', { class: 'contact' }, [part])
    return part.partId
  }
  const first = await record()
  world.clock.advance(1000)
  const opened = await world.done(world.actor('mbr_shelter'), caseId, 'vault.opened', {
    classes: ['contact'],
    reason: 'support_person',
  })
  world.clock.advance(1000)
  const later = await record()
  const given = () =>
    world.as('mbr_shelter', async (tx) =>
      (
        await sql<{ part_id: string }>`select part_id from open_sealed_parts(${opened.actions[0]!.id},
          ${[first, later]}::uuid[])`.execute(tx)
      ).rows.map((row) => row.part_id),
    )
  expect(await given()).toEqual([first])
  await world.done(nrm, caseId, 'access.ended', {
    unitId: 'unt_shelter',
    memberId: 'mbr_shelter',
    function: 'case_worker',
  })
  expect(await given()).toEqual([])
})

test('whoever is in a unit and not at the desk that deals with it sees no failed message, no turn, no erasure', async () => {
  await world.system(async (tx) => {
    const rows = [
      `insert into exchange_alarm (id, unit_id, code, peer, since) values (gen_random_uuid(), 'unt_nrm', 'x', 'ins_al', now()),
        (gen_random_uuid(), 'unt_border', 'x', 'ins_al', now())`,
      `insert into duty_shift values (gen_random_uuid(), 'unt_nrm', 'mbr_nrm', now(), now() + interval '1 hour', 'mbr_nrm', now()),
        (gen_random_uuid(), 'unt_border', 'mbr_border', now(), now() + interval '1 hour', 'mbr_border', now()),
        (gen_random_uuid(), 'unt_guards', 'mbr_guard', now(), now() + interval '1 hour', 'mbr_guard', now())`,
      `insert into erasure values (gen_random_uuid(), 'unt_nrm', 'person_asked', 'mbr_nrm', now()),
        (gen_random_uuid(), 'unt_guards', 'person_asked', 'mbr_guard', now())`,
    ]
    for (const row of rows) await sql.raw(row).execute(tx)
  })
  const seen = async (name: PersonName) => [
    await world.count(name, 'exchange_alarm'),
    await world.count(name, 'duty_shift'),
    await world.count(name, 'erasure'),
  ]
  // The coordinator and focal point of the office sees what is the office's.
  expect(await seen('mbr_nrm')).toEqual([1, 1, 1])
  // A case worker there is called and may confirm, and has no part in messages.
  expect(await seen('mbr_nrm2')).toEqual([0, 1, 1])
  // First responders and guardians see their own turn alone. Who is a case worker at the border is no focal point there,
  // and in the office, where others are, a first responder.
  expect(await seen('mbr_border')).toEqual([0, 1, 0])
  expect(await seen('mbr_guard')).toEqual([0, 1, 0])
  expect(await seen('mbr_guard2')).toEqual([0, 0, 0])
  expect(await seen('mbr_both')).toEqual([0, 1, 0])
  expect(await seen('mbr_shelter')).toEqual([0, 0, 0])
})

test('every table stands under row-level security, no policy lets members write what they like, every definer has its path', async () => {
  const rows = async <T>(statement: string) => (await world.pool.query(statement)).rows as T[]
  // Keys of limits are keyed hashes; which migrations ran may be known, and only the owner notes one.
  const bare = await rows<{ relname: string }>(`
    select relname from pg_class c where relnamespace = 'app'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity)
      and has_table_privilege('test_app', c.oid, 'insert, update, delete') order by relname`)
  expect(bare.map((row) => row.relname)).toEqual(['rate_limit'])
  const loose = await rows<{ tablename: string }>(`
    select tablename from pg_policies where schemaname = 'app' and 'test_app' = any (roles) and cmd <> 'SELECT'
      and coalesce(with_check, qual) = 'true'`)
  expect(loose).toEqual([])
  const definers = await rows<{ proname: string }>(`
    select proname from pg_proc where pronamespace in ('app'::regnamespace, 'auth'::regnamespace) and prosecdef
      and not exists (select from unnest(proconfig) as one (setting) where setting like 'search_path=%, pg_temp')`)
  expect(definers).toEqual([])
})
