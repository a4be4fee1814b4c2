import { findBrokenLink, mintId } from '@ariadne/domain'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readParts } from '../sealed-parts.ts'
import { listActions } from '../store.ts'
import { createWorld, PEER } from '../testing/world.ts'
import type { World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const nrm = () => world.actor('mbr_nrm')
const from = (name: 'mbr_nrm' | 'mbr_border') => ({
  kind: 'member' as const,
  memberId: name,
  memberships: world.membershipsOf(name),
})

test('acts are chained, folded and seen by those who may', async () => {
  const caseId = await world.open(nrm(), '16_17')
  await world.done(nrm(), caseId, 'guardian.requested', {
    authorityUnitId: 'unt_csw',
    preferredSex: 'no_preference',
    languages: ['sq'],
  })
  const actions = await world.as('mbr_nrm', (tx) => listActions(tx, caseId))
  expect(actions.map((action) => action.kind)).toEqual(['case.opened', 'guardian.requested'])
  expect(await findBrokenLink(actions)).toBeNull()
  expect((await world.stateOf(caseId)).guardianship.status).toBe('requested')
  expect(await world.as('mbr_csw', (tx) => listActions(tx, caseId))).toHaveLength(2)
  expect(await world.as('mbr_border', (tx) => listActions(tx, caseId))).toEqual([])
})

test('the same act again is accepted and changes nothing; another under its id is refused', async () => {
  const caseId = world.newCase()
  const act = await world.mint(nrm(), caseId, 'case.opened', world.opening())
  const send = (one: typeof act) =>
    world.as('mbr_nrm', (tx) => world.casework.appendActs(tx, { caseId, acts: [one], from: from('mbr_nrm') }))
  expect(await send(act)).toMatchObject({ status: 'accepted', actions: [{ id: act.id }] })
  expect(await send(act)).toMatchObject({ status: 'accepted', actions: [], state: { sequence: 1 } })
  expect(await send({ ...act, body: { ...act.body, ageBand: '40_59' } })).toMatchObject({ code: 'act_id_reused' })
  const other = world.newCase()
  expect(
    await world.as('mbr_nrm', (tx) =>
      world.casework.appendActs(tx, { caseId: other, acts: [{ ...act, caseId: other }], from: from('mbr_nrm') }),
    ),
  ).toMatchObject({ code: 'act_id_reused' })
})

test('several acts are appended all or none', async () => {
  const caseId = world.newCase()
  const opened = await world.mint(nrm(), caseId, 'case.opened', world.opening())
  const second = { ...(await world.mint(nrm(), caseId, 'case.resumed')), reliesOn: { case: 1 } }
  const outcome = await world.as('mbr_nrm', (tx) =>
    world.casework.appendActs(tx, { caseId, acts: [opened, second], from: from('mbr_nrm') }),
  )
  expect(outcome).toMatchObject({ status: 'refused', code: 'case_status_forbids' })
  expect((await world.stateOf(caseId)).sequence).toBe(0)
})

test('nobody acts as somebody else, for a unit or in a function that is not theirs', async () => {
  const caseId = world.newCase()
  const act = await world.mint(nrm(), caseId, 'case.opened', world.opening())
  const asBorder = await world.as('mbr_border', (tx) =>
    world.casework.appendActs(tx, { caseId, acts: [act], from: from('mbr_border') }),
  )
  expect(asBorder).toMatchObject({ code: 'actor_differs', field: 'by' })
  const wrongFunction = { ...act, by: { ...act.by, function: 'case_worker' as const } }
  expect(
    await world.as('mbr_nrm', (tx) =>
      world.casework.appendActs(tx, { caseId, acts: [wrongFunction], from: from('mbr_nrm') }),
    ),
  ).toMatchObject({ code: 'actor_differs' })
  const abroad = { ...act, by: { ...act.by, instanceId: PEER.instanceId } }
  expect(
    await world.as('mbr_nrm', (tx) => world.casework.appendActs(tx, { caseId, acts: [abroad], from: from('mbr_nrm') })),
  ).toMatchObject({ code: 'actor_differs' })
})

test('two who moved the same region: the second is told, and the facts of both stay', async () => {
  const caseId = await world.open()
  const pause = await world.mint(nrm(), caseId, 'case.paused', { until: null })
  const note = await world.mint(nrm(), caseId, 'asylum.recorded', { status: 'explained', explainedIn: 'sq' })
  await world.done(nrm(), caseId, 'case.moved_on', { towards: null, hasCard: true })
  const send = (act: typeof pause) =>
    world.as('mbr_nrm', (tx) => world.casework.appendActs(tx, { caseId, acts: [act], from: from('mbr_nrm') }))
  expect(await send(pause)).toMatchObject({ status: 'conflict', conflict: { region: 'case', reliedOn: 1, now: 2 } })
  expect(await send(note)).toMatchObject({ status: 'accepted' })
})

test('two first acts of one case do not both open it', async () => {
  const caseId = world.newCase()
  const acts = await Promise.all([0, 1, 2].map(() => world.mint(nrm(), caseId, 'case.opened', world.opening())))
  const outcomes = await Promise.all(
    acts.map((act) =>
      world.as('mbr_nrm', (tx) => world.casework.appendActs(tx, { caseId, acts: [act], from: from('mbr_nrm') })),
    ),
  )
  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['accepted', 'refused', 'refused'])
})

test('a list takes no change and loses nothing, whoever asks', async () => {
  const caseId = await world.open()
  for (const statement of [
    sql`update case_action set kind = 'x' where case_id = ${caseId}`,
    sql`delete from case_action where case_id = ${caseId}`,
    sql`truncate case_action`,
    sql`update case_action set body = '{}' where case_id = ${caseId}`,
    sql`update case_action set salt = null where case_id = ${caseId}`,
  ])
    await expect(world.system((tx) => statement.execute(tx))).rejects.toThrow(/permission denied|only grows/u)
  const owner = new pg.Client({ connectionString: world.database.urls.owner })
  await owner.connect()
  for (const statement of [
    `update app.case_action set kind = 'x'`,
    'delete from app.case_action',
    'truncate app.case_action',
  ])
    await expect(owner.query(statement)).rejects.toThrow(/only grows/u)
  await owner.end()
})

test('a sealed part is in its place, for its readers and for nobody else', async () => {
  const caseId = await world.open()
  const plan = (parts: Parameters<World['act']>[4]) =>
    world.act(nrm(), caseId, 'safety_plan.agreed', { withPerson: true, reviewOn: world.day(10) }, parts)
  expect(await plan([])).toMatchObject({ code: 'sealed_part_missing' })
  expect(await plan([world.seal('safety_plan', mintId(0), ['unt_nrm'])])).toMatchObject({
    code: 'sealed_part_elsewhere',
  })
  expect(await plan([world.seal('safety_plan', caseId, ['unt_shelter'])])).toMatchObject({
    code: 'wrap_for_a_stranger',
  })
  const fresh = world.seal('safety_plan', caseId, ['unt_nrm'])
  const old = { ...fresh, wraps: fresh.wraps.map((wrap) => ({ ...wrap, keyId: 'key_of_yesterday' })) }
  expect(await plan([old])).toMatchObject({ code: 'unit_key_changed', field: 'parts.0.wraps.0' })
  await world.done(nrm(), caseId, 'access.assigned', {
    unitId: 'unt_shelter',
    memberId: null,
    function: 'case_worker',
    classes: ['safety_plan'],
  })
  expect(await plan([world.seal('safety_plan', caseId, ['unt_shelter'])])).toMatchObject({ code: 'wrap_missing' })
  expect(await plan([world.seal('safety_plan', caseId, ['unt_nrm', 'unt_shelter'])])).toMatchObject({
    status: 'accepted',
  })
  expect(
    await world.act(
      nrm(),
      caseId,
      'support_plan.agreed',
      { withPerson: true, needs: ['documents'], reviewOn: world.day(9) },
      [world.seal('support_plan', caseId, ['unt_nrm', 'unt_shelter'])],
    ),
  ).toMatchObject({ code: 'wrap_for_a_stranger' })
})

test('a reader who joined since is added by somebody who can open the part, and loses the key on leaving', async () => {
  const caseId = await world.open()
  const part = world.seal('safety_plan', caseId, ['unt_nrm'])
  await world.done(nrm(), caseId, 'safety_plan.agreed', { withPerson: true, reviewOn: world.day(10) }, [part])
  const assigned = await world.mint(nrm(), caseId, 'access.assigned', {
    unitId: 'unt_shelter',
    memberId: null,
    function: 'case_worker',
    classes: ['safety_plan'],
  })
  const wrap = { reader: 'unt_shelter' as never, keyId: 'key_unt_shelter', enc: 'e', ct: 'c' }
  const add = (partId: string) =>
    world.as('mbr_nrm', (tx) =>
      world.casework.appendActs(tx, { caseId, acts: [assigned], wraps: [{ partId, wrap }], from: from('mbr_nrm') }),
    )
  expect(await add(mintId(0))).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await add(part.partId)).toMatchObject({ status: 'accepted' })
  const readers = async () =>
    (await world.system((tx) => readParts(tx, { ids: [part.partId] })))[0]?.wraps.map((one) => one.reader).toSorted()
  expect(await readers()).toEqual(['unt_nrm', 'unt_shelter'])
  await world.done(nrm(), caseId, 'access.ended', { unitId: 'unt_shelter', memberId: null, function: 'case_worker' })
  expect(await readers()).toEqual(['unt_nrm'])
})

test('units, people and agreements that an act names have to exist', async () => {
  const caseId = await world.open(nrm(), '16_17')
  const cases: [string, Record<string, unknown>, string][] = [
    ['access.assigned', { unitId: 'unt_office', memberId: null, function: 'case_worker', classes: [] }, 'unit_unknown'],
    [
      'access.assigned',
      { unitId: 'unt_nowhere', memberId: null, function: 'case_worker', classes: [] },
      'unit_unknown',
    ],
    [
      'access.assigned',
      { unitId: 'unt_shelter', memberId: 'mbr_border', function: 'case_worker', classes: [] },
      'member_unknown',
    ],
    [
      'guardian.requested',
      { authorityUnitId: 'unt_nowhere', preferredSex: 'no_preference', languages: ['sq'] },
      'unit_unknown',
    ],
    [
      'agreement.given',
      await world.agreement({ instanceId: 'ins_xx', unitId: 'unt_al_child', country: 'AL' }, 'provide_service'),
      'unit_unknown',
    ],
    [
      'agreement.given',
      await world.agreement({ instanceId: 'ins_al', unitId: 'unt_al_child', country: 'SE' }, 'provide_service'),
      'unit_unknown',
    ],
    [
      'agreement.given',
      {
        ...(await world.agreement({ instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL' }, 'provide_service')),
        expiresOn: world.day(3),
      },
      'agreement_hash_differs',
    ],
  ]
  for (const [kind, body, code] of cases)
    expect({ kind, ...(await world.act(nrm(), caseId, kind, body)) }).toMatchObject({ kind, code })
  expect(
    await world.act(
      nrm(),
      caseId,
      'agreement.given',
      await world.agreement({ instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL' }, 'provide_service'),
    ),
  ).toMatchObject({ status: 'accepted' })
})

test('text that PostgreSQL could not keep, and ids it would rewrite, are refused', async () => {
  const caseId = await world.open()
  const body = { exploitation: ['ForcedLabour'] }
  const act = await world.mint(nrm(), caseId, 'asylum.recorded', { status: 'explained', explainedIn: 'sq' })
  const send = (one: typeof act) =>
    world.as('mbr_nrm', (tx) => world.casework.appendActs(tx, { caseId, acts: [one], from: from('mbr_nrm') }))
  expect(await send({ ...act, body: { ...body, x: 'a\u0000b' } })).toMatchObject({ code: 'field_invalid' })
  expect(await send({ ...act, body: { ...body, x: '\ud800' } })).toMatchObject({ code: 'field_invalid' })
  expect(await send({ ...act, id: act.id.toUpperCase() as never })).toMatchObject({ code: 'field_invalid' })
})
