import type { CommandOutcome, Home } from '@ariadne/contract'
import { mintId } from '@ariadne/domain'
import { practicesOf } from '@ariadne/domain/training'
import type { Course } from '@ariadne/domain/training'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { movableClock } from '../platform/clock.ts'
import { withActor } from '../platform/database/index.ts'
import { startTestInstance } from '../testing/instance.ts'
import type { Asker, TestInstance } from '../testing/instance.ts'

let instance: TestInstance
let officer: Asker
let colleague: Asker
let coordinator: Asker
const clock = movableClock()
const DAY = 86_400_000
const person = (memberId: string, unitId: string, functions: string[]) => ({
  memberId,
  email: `${memberId.slice(4)}@mk.example`,
  passphrase: 'a calm river at night',
  units: { [unitId]: functions },
})
const people = {
  officer: person('mbr_officer', 'unt_border', ['first_responder']),
  colleague: person('mbr_colleague', 'unt_border', ['first_responder']),
  coordinator: person('mbr_coordinator', 'unt_office', ['national_coordinator']),
}

beforeAll(async () => {
  instance = await startTestInstance({ clock })
  await instance.unit('unt_border', 'border_police')
  await instance.unit('unt_office', 'coordinator_office')
  for (const one of Object.values(people)) await instance.enrolled(one)
  officer = await instance.signIn(people.officer)
  colleague = await instance.signIn(people.colleague)
  coordinator = await instance.signIn(people.coordinator)
}, 60_000)
afterAll(() => instance.stop())

const courseOf = (id: string): Course => {
  const found = instance.platform.content.courses.find(({ course }) => course.id === id)
  if (!found) throw new Error(`The content has no course ${id}`)
  return found.course
}
const done = (id: string, more: object = {}) => {
  const course = courseOf(id)
  return {
    completionId: mintId<string>(clock.now().getTime()),
    courseId: id,
    version: course.version,
    completedAt: clock.now().toISOString(),
    practised: practicesOf(course).map((page) => ({ page: page.id, chosen: page.right })),
    ...more,
  }
}
const send = async (asker: Asker, kind: string, body: object): Promise<CommandOutcome> => {
  const command = { id: mintId(clock.now().getTime()), kind, at: clock.now().toISOString(), body }
  const answer = await asker('/api/commands', { json: { commands: [command] } })
  return ((await answer.json()) as { outcomes: [CommandOutcome] }).outcomes[0]
}
const complete = (asker: Asker, completion: object) => send(asker, 'training.complete', { completion })
const waiting = async (asker: Asker) => {
  const { queues } = (await (await asker('/api/home')).json()) as Home
  const queue = queues.find((one) => one.queue === 'course_waiting')
  return {
    courses: (queue?.first ?? []).map(({ subject }) => (subject.type === 'course' ? subject.courseId : '')),
    overdue: queue?.overdue ?? 0,
  }
}
const lowered = () => {
  const { set } = instance.platform.content.sets.find((one) => one.set.id === 'adult-mixed-flows') ?? {}
  const at = clock.now().toISOString()
  return {
    screening: {
      screeningId: mintId<string>(clock.now().getTime()),
      by: { instanceId: 'ins_test', unitId: 'unt_border', memberId: 'mbr_officer', function: 'first_responder' },
      encounter: {
        placeType: 'border_crossing',
        country: 'MK',
        startedAt: at,
        language: 'ar',
        interpreter: 'none_available',
        safeToTalk: 'yes',
        ageBand: '25_39',
        sex: 'Feminine',
        accompaniment: 'accompanied',
      },
      setId: set?.id,
      setVersion: set?.version,
      present: ['others_hold_papers'],
      notKnown: [],
      selfIdentified: false,
      dangerNow: false,
      ruleOutcome: 'watch',
      outcome: 'no_concern_recorded',
      ruleId: 'base_any_sign',
      loweredBecause: 'explained_in_private' as string | null,
      card: { offered: false, taken: false, codeHash: null },
      finishedAt: at,
    },
  }
}

test('lowering opens with the course, is refused without it, and nothing else ever is', async () => {
  expect(await waiting(officer)).toEqual({ courses: ['first-contact', 'private-talk'], overdue: 0 })
  const early = lowered()
  expect(await send(officer, 'screening.submit', early)).toMatchObject({
    status: 'refused',
    code: 'training_needed',
    field: 'screening.loweredBecause',
    remedy: expect.stringContaining('first-contact'),
  })
  const { screening } = early
  const kept = { ...screening, outcome: 'watch', loweredBecause: null }
  expect(await send(officer, 'screening.submit', { screening: kept })).toMatchObject({ status: 'accepted' })
  const raised = { ...lowered().screening, outcome: 'act_now', loweredBecause: null }
  expect(await send(officer, 'screening.submit', { screening: raised })).toMatchObject({ status: 'accepted' })

  clock.advance(1_000)
  expect(await complete(officer, done('first-contact'))).toMatchObject({
    status: 'accepted',
    result: { courseId: 'first-contact', validUntil: expect.any(String) },
  })
  clock.advance(1_000)
  expect(await send(officer, 'screening.submit', lowered())).toMatchObject({ status: 'accepted' })
  expect(await waiting(officer)).toEqual({ courses: ['private-talk'], overdue: 0 })
  // What was lowered before the course stays refused, however late it is sent.
  expect(await send(officer, 'screening.submit', { screening: { ...screening } })).toMatchObject({ status: 'refused' })
})

test('a completion is kept once, and only when every case was chosen right, or higher', async () => {
  const course = courseOf('private-talk')
  const short = practicesOf(course).map((page) => ({ page: page.id, chosen: 'no_concern_recorded' }))
  const high = practicesOf(course).map((page) => ({ page: page.id, chosen: 'act_now' }))
  const refused: [object, object][] = [
    [{ practised: short }, { code: 'practice_not_done' }],
    [{ practised: [] }, { code: 'practice_not_done' }],
    [{ version: '99.0.0' }, { code: 'course_unknown', field: 'completion.version' }],
    [{ completedAt: new Date(clock.now().getTime() + DAY).toISOString() }, { code: 'date_in_future' }],
  ]
  for (const [more, refusal] of refused)
    expect({ more, ...(await complete(colleague, done('private-talk', more))) }).toMatchObject({ more, ...refusal })
  const one = done('private-talk', { practised: high })
  expect(await complete(colleague, one)).toMatchObject({ status: 'accepted' })
  expect(await complete(colleague, one)).toMatchObject({ status: 'accepted' })
  const { completionId } = one
  expect(await complete(colleague, done('first-contact', { completionId }))).toMatchObject({
    code: 'completion_id_reused',
  })
  expect(await complete(officer, one)).toMatchObject({ code: 'completion_id_reused' })
  const mine = (await (await colleague('/api/training')).json()) as { completions: unknown[] }
  expect(mine.completions).toMatchObject([{ courseId: 'private-talk', version: course.version }])
})

test('a device whose clock runs hours ahead loses nothing, and gains nothing', async () => {
  const ahead = new Date(clock.now().getTime() + 3 * 3_600_000).toISOString()
  const command = {
    id: mintId(clock.now().getTime()),
    kind: 'training.complete',
    at: ahead,
    ageMs: 0,
    body: { completion: done('private-talk', { completedAt: ahead }) },
  }
  const answer = (await (await officer('/api/commands', { json: { commands: [command] } })).json()) as {
    outcomes: [CommandOutcome & { result: { completedAt: string } }]
  }
  expect(answer.outcomes[0]).toMatchObject({ status: 'accepted' })
  const { completedAt } = answer.outcomes[0].result
  expect(Math.abs(Date.parse(completedAt) - clock.now().getTime())).toBeLessThan(60_000)
})

test('nobody sees what another has done; coordinators see how many', async () => {
  const { db } = instance.platform
  const actor = { member: 'mbr_colleague', units: ['unt_border'], functions: ['first_responder'] }
  const seen = await withActor(db, actor, (tx) =>
    sql<{ member_id: string }>`select distinct member_id from training_completion`.execute(tx),
  )
  expect(seen.rows).toEqual([{ member_id: 'mbr_colleague' }])
  await expect(withActor(db, actor, (tx) => sql`delete from training_completion`.execute(tx))).rejects.toThrow(
    /permission denied/u,
  )
  const refused = await officer('/api/training/coverage')
  expect(refused.status).toBe(403)
  // Whose it is, so that the page can say it in any language.
  expect(await refused.json()).toMatchObject({
    mayInstead: ['case_coordinator', 'national_coordinator', 'instance_admin'],
  })
  const coverage = (await (await coordinator('/api/training/coverage')).json()) as { organisations: object[] }
  expect(coverage.organisations).toMatchObject([
    { organisationId: 'org_border', members: 2, courses: expect.arrayContaining([
      { courseId: 'first-contact', meant: 2, held: 1, ending: 0, ended: 0, none: 1 },
      { courseId: 'private-talk', meant: 2, held: 2, ending: 0, ended: 0, none: 0 },
    ]) },
    { organisationId: 'org_office', members: 1 },
  ]) // prettier-ignore
  expect(JSON.stringify(coverage)).not.toContain('mbr_')
})

test('a course ends: it waits again a month before, counts until its end, and can be renewed', async () => {
  const { months } = courseOf('first-contact').validFor
  clock.advance((months * 30 - 20) * DAY)
  expect((await waiting(officer)).courses).toContain('first-contact')
  expect(await send(officer, 'screening.submit', lowered())).toMatchObject({ status: 'accepted' })
  clock.advance(40 * DAY)
  expect((await waiting(officer)).overdue).toBe(2)
  expect(await send(officer, 'screening.submit', lowered())).toMatchObject({ code: 'training_needed' })
  expect(await complete(officer, done('first-contact'))).toMatchObject({ status: 'accepted' })
  clock.advance(1_000)
  expect(await send(officer, 'screening.submit', lowered())).toMatchObject({ status: 'accepted' })
})
