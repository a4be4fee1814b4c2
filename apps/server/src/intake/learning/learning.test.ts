import type { Api, CommandOutcome } from '@ariadne/contract'
import { DEFAULT_TARGETS, mintId } from '@ariadne/domain'
import type { InstanceId } from '@ariadne/domain'
import { evaluate } from '@ariadne/domain/screening'
import type { IndicatorSet } from '@ariadne/domain/screening'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importRecords } from '../../casework/index.ts'
import { withSystem } from '../../platform/database/index.ts'
import { startTestInstance } from '../../testing/instance.ts'
import type { Asker, TestInstance } from '../../testing/instance.ts'
import { keptCounts } from './fired.ts'
import { quartersBefore } from './quarters.ts'
import { protect } from '@ariadne/disclosure'
import { askChain, askGroups } from './safe.ts'
import type { Asking } from './safe.ts'

// What signs led to, over a quarter that is over, and that nothing of it says anything about one person.

type Learning = Api['GET /api/learning']['response']
let instance: TestInstance
let officer: Asker
let coordinator: Asker
let secretary: Asker
let set: IndicatorSet
const person = (name: string, functions: string[]) => ({
  memberId: `mbr_${name}`,
  email: `${name}@ariadne.example`,
  passphrase: `a long passphrase of ${name}`,
  units: { unt_border: functions },
})
const [last] = quartersBefore(new Date().toISOString())
const within = last ? new Date(Date.parse(last.from) + 40 * 86_400_000).toISOString() : ''

beforeAll(async () => {
  instance = await startTestInstance()
  await instance.unit('unt_border', 'border_police')
  const people = [
    person('officer', ['first_responder']),
    person('coordinator', ['national_coordinator']),
    person('secretary', ['secretariat']),
  ]
  for (const one of people) await instance.enrolled(one)
  const [first, second, third] = await Promise.all(people.map((one) => instance.signIn(one)))
  if (!first || !second || !third) throw new Error('Nobody is signed in.')
  ;[officer, coordinator, secretary] = [first, second, third]
  const found = instance.platform.content.sets.find((one) => one.set.id === 'adult-mixed-flows')
  if (!found) throw new Error('The content has no set for adults')
  ;({ set } = found)
}, 60_000)
afterAll(() => instance.stop())

const send = async (asker: Asker, all: { kind: string; body: object }[]): Promise<CommandOutcome[]> => {
  const at = new Date().toISOString()
  const commands = all.map((one) => ({ id: mintId(Date.now()), at, ...one }))
  const answer = await asker('/api/commands', { json: { commands } })
  return ((await answer.json()) as { outcomes: CommandOutcome[] }).outcomes
}
const screened = (present: string[], sex: string) => {
  const circumstances = {
    childOrDoubt: 'no',
    accompaniment: 'alone',
    selfIdentified: false,
    dangerNow: false,
  } as const
  const { outcome, ruleId } = evaluate(set, { present, notKnown: [], circumstances })
  const screening = {
    screeningId: mintId(Date.now()),
    by: { instanceId: 'ins_test', unitId: 'unt_border', memberId: 'mbr_officer', function: 'first_responder' },
    encounter: {
      placeType: 'border_crossing',
      country: 'MK',
      startedAt: within,
      language: 'ar',
      interpreter: 'none_available',
      safeToTalk: 'yes',
      ageBand: '25_39',
      sex,
      accompaniment: 'alone',
    },
    setId: set.id,
    setVersion: set.version,
    present,
    notKnown: [],
    selfIdentified: false,
    dangerNow: false,
    ruleOutcome: outcome,
    outcome,
    ruleId,
    loweredBecause: null,
    card: { offered: false, taken: false, codeHash: null },
    finishedAt: within,
  }
  return { kind: 'screening.submit', body: { screening } }
}
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
const learning = async (asker: Asker, query = ''): Promise<Learning> =>
  (await (await asker(`/api/learning${query}`)).json()) as Learning

test('a sign is counted by version; few are not shown, nor what gives them away', async () => {
  const outcomes = await send(officer, [
    ...times(8, () => screened(['answers_rehearsed'], 'Feminine')),
    ...times(7, () => screened(['answers_rehearsed'], 'Masculine')),
    ...times(3, () => screened(['watched_closely'], 'Feminine')),
  ])
  expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([])
  const { sets, quarter, threshold } = await learning(coordinator)
  expect({ quarter, threshold }).toEqual({ quarter: last?.name, threshold: 5 })
  expect(sets).toMatchObject([{ setId: set.id, setVersion: set.version, screenings: 18 }])
  const of = (sign: string) => sets[0]?.signs.find((one) => one.sign === sign)
  expect(of('answers_rehearsed')).toMatchObject({
    cameOf: { fired: 15, referred: 0 },
    by: {
      sex: [
        { group: 'Feminine', fired: 8 },
        { group: 'Masculine', fired: 7 },
      ],
    },
  })
  expect(of('watched_closely')).toMatchObject({ cameOf: { fired: null }, by: { sex: null, age: null } })
})

test('beyond the country the threshold is higher, and notes stay inside', async () => {
  const { sets, threshold } = await learning(secretary)
  expect(threshold).toBe(11)
  expect(sets[0]?.signs.find(({ sign }) => sign === 'answers_rehearsed')).toMatchObject({
    cameOf: { fired: 15 },
    by: { sex: null },
  })
})

test('a responder sees none of it, and a quarter that still runs is not there', async () => {
  expect((await officer('/api/learning')).status).toBe(403)
  const now = new Date()
  const running = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`
  expect((await coordinator(`/api/learning?quarter=${running}`)).status).toBe(404)
})

test('what is said of a sign is kept without who said it; a sign that is not there is refused', async () => {
  const feedback = (more: object) => ({
    kind: 'sign.feedback',
    body: {
      feedback: {
        feedbackId: mintId(Date.now()),
        setId: set.id,
        setVersion: set.version,
        sign: 'answers_rehearsed',
        code: 'always_there',
        note: 'Nearly everybody tells the same story here.',
        ...more,
      },
    },
  })
  expect(await send(officer, [feedback({}), feedback({ sign: 'nothing' }), feedback({ sign: null })])).toMatchObject([
    { status: 'accepted' },
    { status: 'refused', code: 'sign_unknown' },
    { status: 'accepted' },
  ])
})

test('what came of a sign is where identification stands in its case, brought in from a register too', async () => {
  const [, before] = quartersBefore(new Date().toISOString())
  if (!before) throw new Error('There is no quarter before.')
  const { db } = instance.platform
  await instance.unit('unt_nrm', 'nrm_office')
  const steps = ['presumed', 'reasonable_grounds', 'not_confirmed'] as const
  const record = (milestones: number) => ({
    year: 2025,
    sex: 'Feminine' as const,
    ageBand: '25_39' as const,
    citizenship: 'AL',
    exploitation: [],
    countryOfExploitation: null,
    milestones: steps.slice(0, milestones).map((fact, at) => ({ fact, on: `2025-03-0${at + 1}` })),
  })
  await importRecords(
    { db, instanceId: 'ins_test' as InstanceId, now: () => new Date().toISOString(), targets: DEFAULT_TARGETS },
    { records: [0, 1, 2, 3].flatMap((many) => times(6, () => record(many))), source: 'register', unitId: 'unt_nrm' },
  )
  await withSystem(db, 'test', async (tx) => {
    await sql`with met as (
        select case_id, gen_random_uuid() as id from case_row where historic
      ), seen as (
        insert into screening (screening_id, by_unit, by_member, set_id, set_version, outcome, finished_at, received_at,
          digest, document)
        select id, 'unt_border', 'mbr_officer', ${set.id}, ${set.version}, 'refer', ${before.from}::timestamptz, now(), 'test',
          '{"present": ["answers_rehearsed"], "notKnown": [], "encounter": {"sex": "Feminine", "ageBand": "25_39"}}' from met
      )
      insert into referral (referral_id, screening_id, from_unit, from_member, to_unit, responsible_unit, status, audiences,
        since, hints, sent_at, received_at, acknowledged_at, case_id, digest, document)
      select gen_random_uuid(), id, 'unt_border', 'mbr_officer', 'unt_nrm', 'unt_nrm', 'opened', '{}', now(), '{}', now(),
        now(), now(), case_id, 'test', '{"parts": []}' from met`.execute(tx)
  })
  const { sets } = await learning(coordinator, `?quarter=${before.name}`)
  expect(sets[0]?.signs).toMatchObject([
    { cameOf: { fired: 24, referred: 24, acknowledged: 24, opened: 24, presumed: 12, grounds: 6 } },
  ])
})

const safely = async <T>({ exact, rule, tell }: Asking<T>): Promise<T> => tell((await protect(exact, rule)).table)
const safeGroups = async (groups: Record<string, number>) => {
  const asked = askGroups(new Map(Object.entries(groups)), 5)
  return asked && (await safely(asked))
}

test('a chain shows only what no subtraction turns into a small count', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(30), { minLength: 5, maxLength: 5 }), async (steps) => {
      const chain = steps.map((_, at) => steps.slice(at).reduce((sum, one) => sum + one, 0))
      const shown = await safely(askChain(chain, 5))
      shown.forEach((count, at) => {
        if (count !== null) expect(count).toBe(chain[at])
        expect(count !== null && count > 0 && count < 5).toBe(false)
        const next = shown[at + 1]
        const lost = count === null || next === null || next === undefined ? 0 : count - next
        expect(lost > 0 && lost < 5).toBe(false)
      })
    }),
    { numRuns: 25 },
  )
})

test('of two groups one that is small takes the other along', async () => {
  expect(await safeGroups({ a: 3, b: 40 })).toBe(null)
  expect(await safeGroups({ a: 30, b: 40 })).toEqual([
    { group: 'a', fired: 30 },
    { group: 'b', fired: 40 },
  ])
  expect(await safeGroups({ a: 30 })).toBe(null)
})

test('a quarter is counted once a minute, however many ask; a count that failed is made again', async () => {
  let [now, times] = [0, 0]
  const counted = keptCounts(() => now)
  const quarter = { name: '2026-Q2', from: '2026-04-01T00:00:00.000Z', until: '2026-07-01T00:00:00.000Z' }
  const count = () => {
    times += 1
    return times === 1 ? Promise.reject(new Error('away')) : Promise.resolve({ times } as never)
  }
  await expect(counted(quarter, count)).rejects.toThrow('away')
  expect(await Promise.all([counted(quarter, count), counted(quarter, count)])).toEqual([{ times: 2 }, { times: 2 }])
  now = 59_000
  expect(await counted(quarter, count)).toEqual({ times: 2 })
  expect(await counted({ ...quarter, name: '2026-Q1' }, count)).toEqual({ times: 3 })
  now = 60_000
  expect(await counted(quarter, count)).toEqual({ times: 4 })
})
