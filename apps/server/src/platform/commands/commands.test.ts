import { createHash } from 'node:crypto'
import { mintId } from '@ariadne/domain'
import { makeKeyPair } from '@ariadne/vault/keys'
import { grantUnitKey, makeUnitKey, openPreviousKey, openUnitKeyGrant, rotateUnitKey } from '@ariadne/vault/unit-keys'
import { makeRecoveryKit, openRecoveryKit } from '@ariadne/vault/recovery'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstance } from '../../testing/instance.ts'
import { withSystem } from '../database/index.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'
import { unitReady } from '../organisation/directory.ts'
import { NotYet } from '../apart/index.ts'
import { Problem } from '../problem.ts'
import type { Stage } from '../stage.ts'

let runs = 0
let effects = 0
/** What the command of the test's stage has to wait for first, if anything. */
let notYet: NotYet | null = null
/** A stage of a test: one command that writes, and ends as its body's reason tells it to. */
const stage: Stage = {
  name: 'test',
  migrations: [{ id: '9000-test', sql: 'create table made (id text primary key)' }],
  start: (_platform, register) => {
    register.command('referral.decline', async ({ tx, id, body, afterCommit }) => {
      runs += 1
      await sql`insert into made values (${id})`.execute(tx)
      afterCommit(() => {
        effects += 1
      })
      if (notYet !== null) throw notYet
      if (body.because === 'duplicate') return { status: 'refused', code: 'no', remedy: 'do not' }
      if (body.because === 'no_capacity')
        throw new Problem({ status: 409, code: 'full', title: 'full', remedy: 'later', field: 'unitId' })
      if (body.because === 'person_no_longer_wishes') throw new Error('a bug')
      return { status: 'accepted', result: { runs } }
    })
  },
}

const person = (name: string) => ({
  memberId: `mbr_${name}`,
  email: `${name}@mk.example`,
  passphrase: 'a calm river at night',
  units: { unt_nrm: ['case_coordinator'] },
})
let instance: TestInstance
let ana: Asker
let ben: Asker
let anaKey: Awaited<ReturnType<TestInstance['enrolled']>>
let benKey: Awaited<ReturnType<TestInstance['enrolled']>>

beforeAll(async () => {
  instance = await startTestInstance({ stages: [stage] })
  await instance.unit('unt_nrm', 'nrm_office')
  await instance.unit('unt_other', 'shelter')
  anaKey = await instance.enrolled(person('ana'))
  benKey = await instance.enrolled(person('ben'))
  ana = await instance.signIn(person('ana'))
  ben = await instance.signIn(person('ben'))
})
afterAll(() => instance.stop())

const now = () => new Date().toISOString()
const newId = () => mintId<string>(Date.now())
const send = async (ask: Asker, ...commands: object[]) => {
  const response = await ask('/api/commands', { json: { commands } })
  return ((await response.json()) as { outcomes: Record<string, unknown>[] }).outcomes
}
const decline = (because: string, id = newId()) => ({
  id,
  kind: 'referral.decline',
  at: '2026-01-01T00:00:00.000Z',
  body: { referralId: '019b0000-0000-7000-8000-000000000000', unitId: 'unt_nrm', because },
})
const made = async (id: string) =>
  (await instance.platform.pool.query('select 1 from made where id = $1', [id])).rowCount

test('sent again, a command does nothing and answers as it did', async () => {
  const command = decline('not_our_competence')
  const [first] = await send(ana, command)
  const before = { runs, effects }
  const [second, third] = await send(ana, command, command)
  expect(first).toMatchObject({ id: command.id, status: 'accepted' })
  expect([second, third]).toEqual([first, first])
  expect({ runs, effects }).toEqual(before)
})

test('sent from two tabs at once, it runs once', async () => {
  const command = decline('not_our_competence')
  const before = runs
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => send(ana, command)))
  expect(runs).toBe(before + 1)
  for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
})

test('the same id with other content is refused, also from another member', async () => {
  const command = decline('not_our_competence')
  await send(ana, command)
  const other = { ...command, body: { ...command.body, because: 'duplicate' } }
  expect(await send(ana, other)).toMatchObject([{ status: 'refused', code: 'command_id_reused' }])
  expect(await send(ben, command)).toMatchObject([{ status: 'refused', code: 'command_id_reused' }])
})

test('a refused command leaves nothing behind but its outcome, and has no effect after', async () => {
  const before = effects
  for (const [because, code] of [
    ['duplicate', 'no'],
    ['no_capacity', 'full'],
  ] as const) {
    const command = decline(because)
    expect(await send(ana, command)).toMatchObject([{ status: 'refused', code }])
    expect(await made(command.id)).toBe(0)
    expect(await send(ana, command)).toMatchObject([{ status: 'refused', code }])
  }
  expect(effects).toBe(before)
})

test('a command that fails unforeseen is not remembered, and the rest of the batch goes on', async () => {
  const broken = decline('person_no_longer_wishes')
  const good = decline('not_our_competence')
  const outcomes = await send(ana, broken, good)
  expect(outcomes).toMatchObject([{ status: 'refused', code: 'unforeseen' }, { status: 'accepted' }])
  const before = runs
  await send(ana, broken)
  expect(runs).toBe(before + 1)
})

test('a command that needs a long answer waits for it outside its transaction, and is begun anew', async () => {
  const command = decline('not_our_competence')
  const before = { runs, effects }
  const seen: unknown[] = []
  notYet = new NotYet(async () => {
    // What the first try wrote is undone, and its connection is free.
    seen.push(await made(command.id))
    notYet = null
  })
  expect(await send(ana, command)).toMatchObject([{ status: 'accepted' }])
  expect(seen).toEqual([0])
  expect({ runs: runs - before.runs, effects: effects - before.effects }).toEqual({ runs: 2, effects: 1 })
  expect(await made(command.id)).toBe(1)

  // Where the answer does not come, the command says so, was not carried out, and may be sent again.
  const late = decline('not_our_competence')
  const busy = new Problem({ status: 503, code: 'busy', title: 'busy', remedy: 'in a minute' })
  notYet = new NotYet(() => Promise.reject(busy))
  expect(await send(ana, late)).toMatchObject([{ status: 'refused', code: 'busy', remedy: 'in a minute' }])
  expect(await made(late.id)).toBe(0)
  notYet = null
  expect(await send(ana, late)).toMatchObject([{ status: 'accepted' }])
})

test('an unknown kind and a body that does not fit name the field', async () => {
  const outcomes = await send(
    ana,
    { ...decline('duplicate'), kind: 'referral.eat' },
    { ...decline('duplicate'), body: { referralId: 'x', unitId: 'unt_nrm', because: 'duplicate' } },
  )
  expect(outcomes).toMatchObject([
    { status: 'refused', code: 'command_unknown', field: 'kind' },
    { status: 'refused', code: 'invalid_input', field: 'referralId' },
  ])
})

test('the outcome is bound to the content: its digest is kept, its content is not', async () => {
  const command = decline('not_our_competence')
  await send(ana, command)
  const kept = await instance.platform.db.transaction().execute(async (tx) => {
    await sql`select set_config('ariadne.member', 'mbr_ana', true)`.execute(tx)
    return tx.selectFrom('command').selectAll().where('id', '=', command.id).executeTakeFirstOrThrow()
  })
  expect(kept.digest).toHaveLength(createHash('sha256').digest().length)
  expect(JSON.stringify(kept)).not.toContain('019b0000')
})

test('a unit is ready when two members hold its key and two have locked the printed kit away', async () => {
  const home = async (ask: Asker) =>
    ((await (await ask('/api/home')).json()) as { queues: { queue: string; count: number }[] }).queues.map(
      (queue) => queue.queue,
    )
  expect(await home(ana)).toEqual(['unit_key_to_make'])

  const unitKey = await makeUnitKey('unt_nrm')
  const { code, kit } = await makeRecoveryKit(unitKey)
  const grant = async (name: 'ana' | 'ben', publicKey: string) => {
    const made = await grantUnitKey(unitKey, { memberId: `mbr_${name}`, publicKey })
    return { memberId: made.memberId, memberKeyId: made.memberKeyId, sealedSeed: JSON.stringify(made) }
  }
  const command = (kind: string, body: object) => ({ id: newId(), kind, at: now(), body })
  const toAna = await grant('ana', anaKey.publicKey)
  const toBen = await grant('ben', benKey.publicKey)
  const create = (grants: object[]) =>
    command('vault.create_unit_key', {
      unitId: 'unt_nrm',
      publicKey: unitKey.publicKey,
      grants,
      recoveryKit: JSON.stringify(kit),
    })

  // Sealed for Ben but said to be Ana's; without one for herself; for a unit she is not in.
  expect(await send(ana, create([{ ...toBen, memberId: 'mbr_ana' }]))).toMatchObject([{ code: 'member_key_changed' }])
  expect(await send(ana, create([toBen]))).toMatchObject([{ code: 'grant_to_self_missing' }])
  expect(await send(ana, command('vault.confirm_recovery_kit', { unitId: 'unt_other', printed: true }))).toMatchObject([
    { code: 'not_in_unit' },
  ])

  expect(await send(ana, create([toAna]))).toMatchObject([{ status: 'accepted' }])
  expect(await send(ben, create([toBen]))).toMatchObject([{ code: 'unit_key_exists' }])
  expect(await home(ana)).toEqual(expect.arrayContaining(['unit_key_to_grant', 'recovery_kit_to_confirm']))
  expect(await home(ben)).toEqual([])
  expect(await send(ben, command('vault.grant_unit_key', { unitId: 'unt_nrm', ...toBen }))).toMatchObject([
    { code: 'not_a_holder' },
  ])
  expect(await send(ana, command('vault.grant_unit_key', { unitId: 'unt_nrm', ...toBen }))).toMatchObject([
    { status: 'accepted' },
  ])
  expect(await unitReady(instance.platform.db, 'unt_nrm')).toBe(false)

  const confirm = () => command('vault.confirm_recovery_kit', { unitId: 'unt_nrm', printed: true })
  await send(ana, confirm())
  await send(ana, confirm())
  expect(await unitReady(instance.platform.db, 'unt_nrm')).toBe(false)
  await send(ben, confirm())
  expect(await unitReady(instance.platform.db, 'unt_nrm')).toBe(true)

  const me = (await (await ben('/api/me')).json()) as {
    keys: { units: { sealedSeed: string; holders: number; ready: boolean }[] }
  }
  expect(me.keys.units).toMatchObject([{ sealedSeed: toBen.sealedSeed, holders: 2, recoveryConfirmed: 2, ready: true }])
  const directory = (await (await ben('/api/directory')).json()) as {
    units: { unitId: string; ready: boolean; members: { holdsUnitKey: boolean }[] }[]
  }
  const unit = directory.units.find((one) => one.unitId === 'unt_nrm')
  expect(unit).toMatchObject({ ready: true, members: [{ holdsUnitKey: true }, { holdsUnitKey: true }] })
  expect(JSON.stringify(directory)).not.toContain('sealedSeed')

  // The paper: taken and opened by somebody whose own grant is gone.
  const restore = () =>
    command('vault.restore_unit_key', {
      unitId: 'unt_nrm',
      memberKeyId: toBen.memberKeyId,
      sealedSeed: toBen.sealedSeed,
    })
  expect(await send(ben, restore())).toMatchObject([{ code: 'kit_not_taken' }])
  const taking = command('vault.take_recovery_kit', { unitId: 'unt_nrm' })
  const [taken] = await send(ben, taking)
  const opened = await openRecoveryKit(JSON.parse(String((taken?.result as { kit?: string } | undefined)?.kit)), code)
  expect(opened.keyId).toBe(unitKey.keyId)
  expect(await send(ben, restore())).toMatchObject([{ status: 'accepted' }])
  expect(await send(ben, taking)).toEqual([taken])

  // Ana changes the key, for Ben too. The old grants and the old paper are gone; the unit is not shut meanwhile.
  const {
    unitKey: next,
    grants,
    previous,
  } = await rotateUnitKey(unitKey, [
    { memberId: 'mbr_ana', publicKey: anaKey.publicKey },
    { memberId: 'mbr_ben', publicKey: benKey.publicKey },
  ])
  const { kit: nextKit } = await makeRecoveryKit(next)
  const rotation = {
    unitId: 'unt_nrm',
    previousKeyId: unitKey.keyId,
    previous: JSON.stringify(previous),
    publicKey: next.publicKey,
    grants: grants.map((made) => ({ ...made, sealedSeed: JSON.stringify(made) })),
    recoveryKit: JSON.stringify(nextKit),
    because: 'kit_lost',
  }
  const rotate = (change: object = {}) => command('vault.rotate_unit_key', { ...rotation, ...change })
  expect(await send(ana, rotate({ previous: toBen.sealedSeed }))).toMatchObject([{ field: 'previous' }])
  expect(await send(ana, rotate({ recoveryKit: JSON.stringify(kit) }))).toMatchObject([{ field: 'recoveryKit' }])
  expect(await send(ana, rotate())).toMatchObject([{ status: 'accepted', result: { keyId: next.keyId, version: 2 } }])
  expect(await send(ben, rotate())).toMatchObject([{ code: 'unit_key_changed' }])
  expect(await unitReady(instance.platform.db, 'unt_nrm')).toBe(true)
  expect(await home(ben)).toEqual(['recovery_kit_to_confirm'])
  const left = await withSystem(instance.platform.db, 'test', (tx) =>
    sql<{ seeds: string }>`select string_agg(sealed_seed, '') as seeds from (
      select sealed_seed from unit_key_grant where version = 1
      union all select sealed_seed from recovery_kit where version = 1
      union all select outcome -> 'result' ->> 'kit' from command
    ) as seed`.execute(tx),
  )
  expect(left.rows[0]?.seeds).toBe('')
  // The paper of before opens nothing any more: what it opened is given out no second time.
  expect((await send(ben, taking))[0]?.result).toEqual({})
  const keys = (
    (await (await ben('/api/me')).json()) as {
      keys: { units: { keyId: string; sealedSeed: string; earlier: { keyId: string; sealedSeed: string }[] }[] }
    }
  ).keys.units[0]
  const bens = await openUnitKeyGrant(
    JSON.parse(keys?.sealedSeed ?? ''),
    { ...(await makeKeyPair(benKey.seed)), memberId: 'mbr_ben' },
    { unitId: 'unt_nrm', keyId: next.keyId },
  )
  const before = await openPreviousKey(JSON.parse(keys?.earlier[0]?.sealedSeed ?? ''), bens, unitKey.keyId)
  expect(before.seed).toEqual(unitKey.seed)

  await instance.platform.pool.query(`update member set state = 'suspended' where id = 'mbr_ben'`)
  expect(await unitReady(instance.platform.db, 'unt_nrm')).toBe(false)
  expect(await home(ana)).toContain('unit_key_to_rotate')
})

test('what cannot be kept is refused by its own command, with its place; the others of the batch are carried out', async () => {
  const spoilt = (body: object) => ({ ...decline('not_our_competence'), body })
  let deep: object = {}
  for (let level = 0; level < 100; level += 1) deep = { deep }
  const outcomes = await send(
    ana,
    decline('not_our_competence'),
    spoilt(deep),
    spoilt({ referralId: 'a\u0000b', unitId: 'unt_nrm', because: 'duplicate' }),
    decline('not_our_competence'),
  )
  expect(outcomes.map((one) => one['status'])).toEqual(['accepted', 'refused', 'refused', 'accepted'])
  expect(outcomes[1]).toMatchObject({ code: 'field_invalid', field: expect.stringMatching(/^deep\.deep/u) })
  expect(outcomes[2]).toMatchObject({ code: 'field_invalid', field: 'referralId' })
})
