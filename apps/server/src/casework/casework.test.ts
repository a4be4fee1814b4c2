import type { Command, CommandOutcome } from '@ariadne/contract'
import { canonicalJson, fold, mintId, sha256 } from '@ariadne/domain'
import type { Action, CaseId, InstanceId } from '@ariadne/domain'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { movableClock } from '../platform/clock.ts'
import { withSystem } from '../platform/database/index.ts'
import { giveKey } from '../testing/give-key.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'
import { caseworkOf, verifyChain } from './index.ts'
import { sweepOverdue } from './overdue.ts'

let instance: TestInstance
let ana: Asker
let ben: Asker
let shelter: Asker
const clock = movableClock()
const instanceId = 'ins_test' as InstanceId
const person = (name: string, units: Record<string, string[]>) => ({
  memberId: `mbr_${name}`,
  email: `${name}@mk.example`,
  passphrase: 'a calm river at night',
  units,
})

beforeAll(async () => {
  instance = await startTestInstance({ clock })
  await instance.unit('unt_nrm', 'nrm_office')
  await instance.unit('unt_shelter', 'shelter')
  const people = {
    ana: person('ana', { unt_nrm: ['case_coordinator'] }),
    ben: person('ben', { unt_nrm: ['case_worker'] }),
    eva: person('eva', { unt_shelter: ['case_worker'] }),
    fea: person('fea', { unt_shelter: ['case_worker'] }),
  }
  for (const one of Object.values(people)) await instance.enrolled(one)
  await giveKey(instance.platform.db, 'unt_nrm', ['mbr_ana', 'mbr_ben'])
  await giveKey(instance.platform.db, 'unt_shelter', ['mbr_eva', 'mbr_fea'])
  ana = await instance.signIn(people.ana)
  ben = await instance.signIn(people.ben)
  shelter = await instance.signIn(people.eva)
}, 120_000)
afterAll(() => instance.stop())

const now = () => clock.now().toISOString()
const send = async (ask: Asker, kind: string, body: object): Promise<CommandOutcome> => {
  const command: Command = { id: mintId(clock.now().getTime()), kind, at: now(), body: body as Command['body'] }
  const response = await ask('/api/commands', { json: { commands: [command] } })
  expect(response.status).toBe(200)
  const { outcomes } = (await response.json()) as { outcomes: [CommandOutcome] }
  return outcomes[0]
}
const read = async <T>(ask: Asker, path: string): Promise<T> => (await (await ask(path)).json()) as T

const actor = (member: string, unit: string, named: string) => ({
  instanceId,
  unitId: unit,
  memberId: member,
  function: named,
})
const coordinator = actor('mbr_ana', 'unt_nrm', 'case_coordinator')
const act = (caseId: string, kind: string, body: object, more: object = {}) => ({
  id: mintId<string>(clock.now().getTime()),
  caseId,
  kind,
  version: 1,
  by: coordinator,
  occurredAt: now(),
  reliesOn: {},
  body,
  parts: [],
  ...more,
})
const caseAct = (caseId: string, acts: object[], parts: object[] = []) => ({ caseId, acts, parts, wraps: [] })
const open = async (ageBand = '25_39'): Promise<CaseId> => {
  const caseId = mintId<CaseId>(clock.now().getTime())
  const body = {
    reference: 'MK-7F3K-9Q2D',
    fileBasis: ageBand === '25_39' ? 'person_agreed' : 'child_protection',
    safeToProceed: true,
    ageBand,
    sex: 'Feminine',
    languages: ['sq'],
    confidentialityExplained: true,
    nationalityClaimed: null,
    referralId: null,
  }
  expect(await send(ana, 'case.act', caseAct(caseId, [act(caseId, 'case.opened', body)]))).toMatchObject({
    status: 'accepted',
    result: { sequence: 1 },
  })
  return caseId
}

test('a case goes over the wire and comes back as the browser would fold it', async () => {
  const caseId = await open()
  const view = await read<{ actions: Action[]; readers: unknown[]; stateHash: string }>(ben, `/api/cases/${caseId}`)
  const state = fold(caseId, instanceId, view.actions)
  expect(state).toMatchObject({ status: 'open', reference: 'MK-7F3K-9Q2D' })
  expect(view.stateHash).toBe(await sha256(canonicalJson(state)))
  expect(view.actions[0]).toMatchObject({ byName: 'mbr_ana', unitName: 'unt_nrm' })
  expect((await shelter(`/api/cases/${caseId}`)).status).toBe(404)
  expect((await ana('/api/cases/not-an-id')).status).toBe(400)
  const list = await read<{ entries: { caseId: string }[] }>(ana, '/api/cases?historic=no')
  expect(list.entries.map((one) => one.caseId)).toContain(caseId)
  expect((await read<{ entries: unknown[] }>(shelter, '/api/cases')).entries).toEqual([])
  const found = await read<{ entries: { caseId: string }[] }>(ana, '/api/cases?reference=mk-7f3k-9q2d')
  expect(found.entries.map((one) => one.caseId)).toContain(caseId)
  expect((await read<{ entries: unknown[] }>(ana, '/api/cases?reference=MK-7F')).entries).toEqual([])
})

test('pages of a list follow on each other without a gap or a double', async () => {
  for (let count = 0; count < 60; count++) await open()
  const seen: string[] = []
  let next: string | null = ''
  while (next !== null) {
    const page: { entries: { caseId: string; lastActivityAt: string }[]; next: string | null } = await read(
      ana,
      `/api/cases?status=open${next === '' ? '' : `&after=${next}`}`,
    )
    seen.push(...page.entries.map((one) => one.caseId))
    next = page.next
  }
  const all = await withSystem(instance.platform.db, 'test', (tx) =>
    sql<{ n: number }>`select count(*) as n from case_row where status = 'open'`.execute(tx),
  )
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toHaveLength(all.rows[0]?.n ?? -1)
  expect((await ana('/api/cases?after=forged')).status).toBe(400)
})

test('opening sealed parts is an act; only what is sealed for the unit and in its classes comes back', async () => {
  const caseId = await open()
  const seal = (dataClass: string, readers: string[]) => ({
    v: 1,
    alg: 'A256GCM',
    partId: mintId<string>(clock.now().getTime()),
    class: dataClass,
    subject: caseId,
    iv: 'iv',
    ciphertext: `sealed ${dataClass}`,
    wraps: readers.map((reader) => ({ reader, keyId: `key_${reader}`, enc: 'e', ct: 'c' })),
  })
  const plan = seal('safety_plan', ['unt_nrm', 'unt_shelter'])
  const identity = seal('identity', ['unt_nrm'])
  const refs = (...parts: (typeof plan)[]) => ({
    parts: parts.map((one) => ({ partId: one.partId, class: one.class })),
  })
  const assigned = act(caseId, 'access.assigned', {
    unitId: 'unt_shelter',
    memberId: null,
    function: 'case_worker',
    classes: ['safety_plan'],
  })
  const agreed = act(caseId, 'safety_plan.agreed', { withPerson: true, reviewOn: '2099-01-01' }, refs(plan))
  const recorded = act(caseId, 'person.sealed_recorded', { class: 'identity' }, refs(identity))
  expect(await send(ana, 'case.act', caseAct(caseId, [assigned, agreed, recorded], [plan, identity]))).toMatchObject({
    status: 'accepted',
  })

  const eva = actor('mbr_eva', 'unt_shelter', 'case_worker')
  const opening = (by: object, classes: string[]) =>
    act(caseId, 'vault.opened', { classes, reason: 'support_person' }, { by })
  const opened = await send(shelter, 'case.open_parts', {
    caseId,
    act: opening(eva, ['safety_plan']),
    partIds: [plan.partId],
  })
  expect(opened).toMatchObject({
    status: 'accepted',
    result: { parts: [{ partId: plan.partId, ciphertext: 'sealed safety_plan', wraps: [{ reader: 'unt_shelter' }] }] },
  })
  for (const [classes, partIds] of [
    [['identity'], [identity.partId]],
    [['safety_plan'], [identity.partId]],
    [['safety_plan'], [plan.partId, identity.partId]],
  ] as const)
    expect(await send(shelter, 'case.open_parts', { caseId, act: opening(eva, [...classes]), partIds })).toMatchObject({
      status: 'refused',
      code: 'class_not_openable',
    })
  const view = await read<{ actions: Action[]; wraps: { partId: string; readers: string[] }[] }>(
    ana,
    `/api/cases/${caseId}`,
  )
  expect(view.actions.filter((one) => one.kind === 'vault.opened')).toHaveLength(1)
  expect(view.wraps).toContainEqual({ partId: plan.partId, readers: ['unt_nrm', 'unt_shelter'] })

  // Who can open a part lets a unit in that joined since; who cannot, or for a unit that may not read it, does not.
  const wrap = (reader: string) => ({ reader, keyId: `key_${reader}`, enc: 'e', ct: 'c' })
  const late = seal('safety_plan', ['unt_nrm'])
  const replanned = act(caseId, 'safety_plan.agreed', { withPerson: true, reviewOn: '2099-01-01' }, refs(late))
  expect(await send(ana, 'case.act', caseAct(caseId, [replanned], [late]))).toMatchObject({ status: 'accepted' })
  const add = (ask: Asker, unitId: string, partId: string, reader: string) =>
    send(ask, 'case.wrap', { caseId, unitId, wraps: [{ partId, wrap: wrap(reader) }] })
  expect(await add(ana, 'unt_nrm', identity.partId, 'unt_shelter')).toMatchObject({ code: 'wrap_for_a_stranger' })
  expect(await add(shelter, 'unt_shelter', identity.partId, 'unt_nrm')).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await add(shelter, 'unt_nrm', late.partId, 'unt_shelter')).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await add(ana, 'unt_nrm', late.partId, 'unt_shelter')).toMatchObject({ status: 'accepted' })
  expect(
    await send(shelter, 'case.open_parts', { caseId, act: opening(eva, ['safety_plan']), partIds: [late.partId] }),
  ).toMatchObject({ result: { parts: [{ partId: late.partId }] } })
  // An opening that stands in the list already opens nothing more.
  const once = opening(eva, ['safety_plan'])
  const openWith = () => send(shelter, 'case.open_parts', { caseId, act: once, partIds: [plan.partId] })
  expect(await openWith()).toMatchObject({ status: 'accepted' })
  expect(await openWith()).toMatchObject({ status: 'refused', code: 'act_id_reused' })

  // Sent again, the same opening gives the same ciphertext, which was not kept a second time.
  const again: Command = {
    id: mintId(clock.now().getTime()),
    kind: 'case.open_parts',
    at: now(),
    body: { caseId, act: opening(coordinator, ['identity']), partIds: [identity.partId] },
  }
  const twice = async () =>
    (await (await ana('/api/commands', { json: { commands: [again] } })).json()) as { outcomes: CommandOutcome[] }
  const first = await twice()
  expect(first.outcomes[0]?.result).toMatchObject({ parts: [{ partId: identity.partId }] })
  expect((await twice()).outcomes).toEqual(first.outcomes)
  const kept = await withSystem(instance.platform.db, 'test', (tx) =>
    sql<{ n: number }>`select count(*) as n from command where outcome::text like '%sealed identity%'`.execute(tx),
  )
  expect(kept.rows[0]?.n).toBe(0)

  // Whose access has ended gets nothing again, either.
  const evas: Command = {
    id: mintId(clock.now().getTime()),
    kind: 'case.open_parts',
    at: now(),
    body: { caseId, act: opening(eva, ['safety_plan']), partIds: [plan.partId] },
  }
  const toEva = async () =>
    (await (await shelter('/api/commands', { json: { commands: [evas] } })).json()) as { outcomes: CommandOutcome[] }
  expect((await toEva()).outcomes[0]?.result).toMatchObject({ parts: [{ partId: plan.partId }] })
  const ended = act(caseId, 'access.ended', { unitId: 'unt_shelter', memberId: null, function: 'case_worker' })
  // Still in the case through one colleague, the unit keeps its wraps.
  const one = { unitId: 'unt_shelter', memberId: 'mbr_eva', function: 'case_worker', classes: ['support_plan'] }
  expect(await send(ana, 'case.act', caseAct(caseId, [act(caseId, 'access.assigned', one), ended], []))).toMatchObject({
    status: 'accepted',
  })
  expect((await toEva()).outcomes[0]?.result).toEqual({ parts: [] })
})

test('home shows what waits; late is seen at once, and told once to those who coordinate', async () => {
  const caseId = await open('16_17')
  type Home = { queues: { queue: string; count: number; overdue: number; first: { subject: { caseId: string } }[] }[] }
  const queue = async (ask: Asker, name: string) =>
    (await read<Home>(ask, '/api/home')).queues.find((one) => one.queue === name)
  expect(await queue(ben, 'guardian_needed')).toMatchObject({ count: 1, overdue: 0, first: [{ subject: { caseId } }] })
  expect(await queue(shelter, 'guardian_needed')).toBeUndefined()
  clock.advance(3 * 86_400_000)
  expect(await queue(ben, 'guardian_needed')).toMatchObject({ count: 1, overdue: 1 })
  await sweepOverdue(instance.platform.db, now())
  expect(await sweepOverdue(instance.platform.db, now())).toBe(0)
  expect(await queue(ana, 'escalated')).toMatchObject({
    count: 1,
    overdue: 1,
    first: [{ hints: { queue: 'guardian_needed' } }],
  })
  expect(await queue(ben, 'escalated')).toBeUndefined()
  const page = await read<{ entries: { act: string; overdue: boolean }[]; next: null }>(
    ben,
    '/api/queues/guardian_needed',
  )
  expect(page).toMatchObject({ entries: [{ act: 'guardian.requested', overdue: true }], next: null })

  const requested = act(
    caseId,
    'guardian.requested',
    { authorityUnitId: 'unt_shelter', preferredSex: 'no_preference', languages: ['sq'] },
    { reliesOn: { guardianship: 0 } },
  )
  expect(await send(ana, 'case.act', caseAct(caseId, [requested]))).toMatchObject({ status: 'accepted' })
  expect(await queue(ben, 'guardian_needed')).toBeUndefined()
  expect(await queue(ana, 'escalated')).toBeUndefined()
  expect((await ana('/api/queues/no_such_queue')).status).toBe(404)
})

test('a closed case is erased: the list still verifies and says nothing any more', async () => {
  const caseId = await open()
  const casework = caseworkOf(instance.platform)
  await expect(casework.eraseBodies(caseId)).rejects.toMatchObject({ detail: { code: 'case_not_erasable' } })
  const closed = act(
    caseId,
    'case.closed',
    { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true },
    { reliesOn: { case: 1 } },
  )
  expect(await send(ana, 'case.act', caseAct(caseId, [closed]))).toMatchObject({ status: 'accepted' })
  const before = await verifyChain(instance.platform.db, caseId)
  expect(before).toMatchObject({ actions: 2, erased: 0, verified: true })
  expect(await casework.eraseBodies(caseId)).toEqual({ erased: 2 })
  expect(await verifyChain(instance.platform.db, caseId)).toEqual({ ...before, erased: 2 })
  const left = await withSystem(instance.platform.db, 'test', (tx) =>
    sql<{ kept: string }>`select row_to_json(a)::text || r.state::text as kept from case_action a
      join case_row r using (case_id) where case_id = ${caseId}`.execute(tx),
  )
  for (const row of left.rows) expect(row.kept).not.toMatch(/MK-7F3K|Feminine|goals_reached/u)
  expect((await ana(`/api/cases/${caseId}`)).status).toBe(404)
  await expect(casework.eraseBodies(caseId)).rejects.toMatchObject({ detail: { code: 'case_not_erasable' } })
})

test('two people of the unit erase a closed case; one alone cannot, and no case is due while no period is confirmed', async () => {
  const caseId = await open()
  const erasure = (ask: Asker) =>
    read<{ obstacle: string | null; dueOn: null; mayAsk: boolean }>(ask, `/api/cases/${caseId}/erasure`)
  const asking = { caseId, reason: 'person_asked' }
  expect(await erasure(ana)).toMatchObject({ obstacle: 'open', mayAsk: false })
  expect(await send(ana, 'erasure.ask', asking)).toMatchObject({ code: 'case_not_erasable' })
  const closing = { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true }
  const closed = act(caseId, 'case.closed', closing, { reliesOn: { case: 1 } })
  expect(await send(ana, 'case.act', caseAct(caseId, [closed]))).toMatchObject({ status: 'accepted' })
  expect(await erasure(ana)).toMatchObject({ obstacle: null, dueOn: null, mayAsk: true, asked: null })
  expect(await erasure(ben)).toMatchObject({ mayAsk: false })
  expect((await shelter(`/api/cases/${caseId}/erasure`)).status).toBe(404)
  const names = async (ask: Asker) =>
    (await read<{ queues: { queue: string }[] }>(ask, '/api/home')).queues.map((one) => one.queue)
  expect(await names(ana)).not.toContain('erasure_due')

  expect(await send(ben, 'erasure.ask', asking)).toMatchObject({ code: 'not_your_function' })
  expect(await send(ben, 'erasure.confirm', { caseId, understood: true })).toMatchObject({ code: 'erasure_not_asked' })
  expect(await send(ana, 'erasure.ask', asking)).toMatchObject({ status: 'accepted' })
  expect(await send(ana, 'erasure.confirm', { caseId, understood: true })).toMatchObject({
    code: 'second_person_needed',
  })
  expect(await names(ben)).toContain('erasure_to_confirm')
  expect(await send(ben, 'erasure.withdraw', { caseId })).toMatchObject({ status: 'accepted' })
  expect(await send(ana, 'erasure.ask', asking)).toMatchObject({ status: 'accepted' })
  const before = await verifyChain(instance.platform.db, caseId)
  expect(await send(ben, 'erasure.confirm', { caseId, understood: true })).toMatchObject({
    status: 'accepted',
    result: { erased: 2 },
  })
  expect(await verifyChain(instance.platform.db, caseId)).toEqual({ ...before, erased: 2 })
  expect((await ana(`/api/cases/${caseId}`)).status).toBe(404)
  expect(await names(ben)).not.toContain('erasure_to_confirm')
})

test('a list that was tampered with, or cut short, does not verify', async () => {
  const tampered = await open()
  const cut = await open()
  const superuser = new pg.Client({ connectionString: instance.database.urls.superuser })
  await superuser.connect()
  await superuser.query(`alter table app.case_action disable trigger only_grows`)
  await superuser.query(`update app.case_action set body = body || '{"sex":"Masculine"}' where case_id = $1`, [
    tampered,
  ])
  await superuser.query(`delete from app.case_action where case_id = $1`, [cut])
  await superuser.query(`alter table app.case_action enable trigger only_grows`)
  await superuser.end()
  expect(await verifyChain(instance.platform.db, tampered)).toMatchObject({ brokenAt: 1, verified: false })
  expect(await verifyChain(instance.platform.db, cut)).toMatchObject({
    brokenAt: null,
    complete: false,
    verified: false,
  })
  expect(await verifyChain(instance.platform.db, mintId(0))).toBeUndefined()
})
