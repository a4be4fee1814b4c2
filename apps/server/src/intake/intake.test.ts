import type { Command, CommandOutcome } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import type { IndicatorSet } from '@ariadne/domain/screening'
import { practicesOf } from '@ariadne/domain/training'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withActor, withSystem } from '../platform/database/index.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'

let instance: TestInstance
let officer: Asker
let set: IndicatorSet
const person = {
  memberId: 'mbr_officer',
  email: 'officer@mk.example',
  passphrase: 'a calm river at night',
  units: { unt_border: ['first_responder', 'interpreter'] },
}
beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_border', 'border_police')
  await instance.enrolled(person)
  officer = await instance.signIn(person)
  const found = instance.platform.content.sets.find((one) => one.set.id === 'adult-mixed-flows')
  if (found === undefined) throw new Error('The content has no set for adults')
  ;({ set } = found)
}, 60_000)
afterAll(() => instance.stop())

const newId = () => mintId<string>(Date.now())
const submit = async (screening: object): Promise<CommandOutcome> => {
  const command: Command = { id: newId(), kind: 'screening.submit', at: new Date().toISOString(), body: { screening } }
  const { outcomes } = (await (await officer('/api/commands', { json: { commands: [command] } })).json()) as {
    outcomes: [CommandOutcome]
  }
  return outcomes[0]
}
const screening = (more: object = {}) => ({
  screeningId: newId(),
  by: { instanceId: 'ins_test', unitId: 'unt_border', memberId: 'mbr_officer', function: 'first_responder' },
  encounter: {
    placeType: 'border_crossing',
    country: 'MK',
    startedAt: new Date(Date.now() - 60_000).toISOString(),
    language: 'ar',
    interpreter: 'none_available',
    safeToTalk: 'yes',
    ageBand: '25_39',
    sex: 'Feminine',
    accompaniment: 'accompanied',
  },
  setId: set.id,
  setVersion: set.version,
  present: [] as string[],
  notKnown: [] as string[],
  selfIdentified: true,
  dangerNow: false,
  ruleOutcome: 'refer',
  outcome: 'refer',
  ruleId: 'floor_self_identified',
  loweredBecause: null,
  card: { offered: true, taken: true, codeHash: 'a'.repeat(64) },
  finishedAt: new Date().toISOString(),
  ...more,
})
/** Lowering by hand opens with the course of the first contact. */
const trained = async (): Promise<void> => {
  const course = instance.platform.content.courses.find(({ course: one }) => one.id === 'first-contact')?.course
  if (course === undefined) throw new Error('The content has no course of the first contact')
  const completion = {
    completionId: newId(),
    courseId: course.id,
    version: course.version,
    completedAt: new Date().toISOString(),
    practised: practicesOf(course).map((page) => ({ page: page.id, chosen: page.right })),
  }
  const command: Command = {
    id: newId(),
    kind: 'training.complete',
    at: new Date().toISOString(),
    body: { completion },
  }
  await officer('/api/commands', { json: { commands: [command] } })
}
/** A sign that by itself asks for a second look and nothing more. */
const contextual = () => set.signs.find((sign) => sign.strength === 'contextual' && sign.status === 'active')?.id ?? ''

test('a screening is kept once, however often it is sent', async () => {
  const one = screening()
  expect(await submit(one)).toMatchObject({ status: 'accepted' })
  expect(await submit(one)).toMatchObject({ status: 'accepted' })
  expect(await submit({ ...one, outcome: 'act_now' })).toMatchObject({ code: 'screening_id_reused' })
  const mine = (await (await officer('/api/screenings/mine')).json()) as { entries: { screeningId: string }[] }
  expect(mine.entries.filter((entry) => entry.screeningId === one.screeningId)).toMatchObject([
    { outcome: 'refer', setId: set.id, received: true, referral: null },
  ])
})

test('the rules are run again: an outcome is raised freely and lowered only with a reason, never below the floor', async () => {
  await trained()
  const watch = { selfIdentified: false, present: [contextual()], ruleOutcome: 'watch', ruleId: 'base_any_sign' }
  expect(await submit(screening({ ...watch, outcome: 'act_now' }))).toMatchObject({ status: 'accepted' })
  expect(await submit(screening({ ...watch, outcome: 'no_concern_recorded' }))).toMatchObject({
    code: 'reason_required',
    field: 'screening.loweredBecause',
  })
  expect(
    await submit(screening({ ...watch, outcome: 'no_concern_recorded', loweredBecause: 'entered_by_mistake' })),
  ).toMatchObject({ status: 'accepted' })
  expect(await submit(screening({ outcome: 'watch', loweredBecause: 'specialist_judged' }))).toMatchObject({
    code: 'below_floor',
    field: 'screening.outcome',
  })
  expect(await submit(screening({ ruleOutcome: 'watch', outcome: 'watch' }))).toMatchObject({
    code: 'rule_outcome_differs',
    field: 'screening.ruleOutcome',
  })
  expect(await submit(screening({ ruleId: 'floor_danger_now' }))).toMatchObject({ field: 'screening.ruleId' })
  expect(await submit(screening({ outcome: 'act_now', loweredBecause: 'entered_by_mistake' }))).toMatchObject({
    code: 'not_lowered',
  })
})

test('unknown signs, sets, people and times are refused with the entry named', async () => {
  const bad: [object, object][] = [
    [{ present: ['no_such_sign'] }, { code: 'unknown_sign', field: 'screening.present[0]' }],
    [{ present: [contextual()], notKnown: [contextual()] }, { code: 'both_present_and_not_known' }],
    [{ setVersion: '99.0.0' }, { code: 'indicator_set_unknown', field: 'screening.setVersion' }],
    [
      { finishedAt: new Date(Date.now() + 3_600_000).toISOString() },
      { code: 'date_in_future', field: 'screening.finishedAt' },
    ],
    [{ finishedAt: '2020-01-01T00:00:00.000Z' }, { code: 'date_before_start' }],
    [{ card: { offered: true, taken: true, codeHash: null } }, { code: 'card_inconsistent', field: 'screening.card' }],
    [{ by: { ...screening().by, unitId: 'unt_other' } }, { code: 'actor_differs' }],
    [{ by: { ...screening().by, function: 'interpreter' } }, { code: 'not_your_function' }],
    [{ outcome: 'not_trafficked' }, { code: 'invalid_input', field: 'screening.outcome' }],
    [{ encounter: { ...screening().encounter, name: 'Somebody' } }, { code: 'invalid_input' }],
  ]
  for (const [more, refusal] of bad)
    expect({ more, ...(await submit(screening(more))) }).toMatchObject({ more, status: 'refused', ...refusal })
})

test('whoever made a screening has a receipt and cannot reopen it', async () => {
  const { db } = instance.platform
  const actor = { member: 'mbr_officer', units: ['unt_border'], functions: ['first_responder'] }
  await expect(withActor(db, actor, (tx) => sql`select document from screening`.execute(tx))).rejects.toThrow(
    /permission denied/u,
  )
  await expect(withActor(db, actor, (tx) => sql`select card_code_hash from screening`.execute(tx))).rejects.toThrow(
    /permission denied/u,
  )
  const nobody = { ...actor, member: 'mbr_somebody_else' }
  const seen = await withActor(db, nobody, (tx) => sql`select screening_id from screening`.execute(tx))
  expect(seen.rows).toEqual([])
  const kept = await withSystem(db, 'test', (tx) =>
    sql<{ n: number }>`select count(*) as n from screening where card_code_hash is not null`.execute(tx),
  )
  expect(kept.rows[0]?.n).toBeGreaterThan(0)
})
