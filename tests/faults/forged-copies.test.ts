import { mintId } from '@ariadne/domain'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ExchangeOverview } from '@ariadne/contract'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { beginHandover, type Handover } from '../support/handovers.ts'
import { startRegion, type Region } from '../support/region.ts'

// What an instance forgot in a restore its peers give back. A peer that has gone astray could give back what never was:
// each of these handovers is forged in another way, and none of it is believed without a person being told.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })

let region: Region
let elena: Person
const forged = {} as Record<
  'lead' | 'claim' | 'order' | 'third' | 'cut' | 'swapped' | 'many' | 'honest',
  { handover: Handover; act: string }
>

const sqlText = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`
/** Changes what Albania says it said last about a handover; it signs what it now holds. */
const resaid = (handoverId: string, change: { kind?: string; act?: object; body?: object }) => {
  const { kind, act = {}, body = {} } = change
  const renamed = kind === undefined ? {} : { kind }
  return region.sql(
    'al',
    `update app.outbox set draft = jsonb_set(jsonb_set(draft || ${sqlText(renamed)}, '{body}', draft -> 'body' || ${sqlText(body)}),
      '{body,act}', draft -> 'body' -> 'act' || ${sqlText({ ...act, ...renamed })})
      where position = (select max(position) from app.outbox where thread = '${handoverId}' and act_id is not null)
      returning position`,
  )
}

beforeAll(async () => {
  region = await startRegion(['mk', 'rs', 'al', 'se'])
  elena = await region.person('mk/elena')
  const genti = await region.person('al/genti')
  const begun = {} as Record<keyof typeof forged, Handover>
  for (const name of ['lead', 'claim', 'order', 'third', 'cut', 'swapped', 'many', 'honest'] as const) {
    begun[name] = await beginHandover(region, elena, genti, {
      role: name === 'lead' || name === 'claim' ? 'take_lead' : 'provide_service',
    })
    await begun[name].receiverAct('handover.capability_answered', { answer: 'possible' })
  }
  await region.settle()
  await region.backup('mk')
  for (const handover of Object.values(begun)) await handover.offer()
  await region.settle()
  for (const handover of Object.values(begun)) await handover.receiverAct('handover.acknowledged')
  await region.settle()
  for (const name of ['cut', 'swapped'] as const)
    await begun[name].receiverAct(
      'handover.clarification_asked',
      { about: 'needs' },
      { handover_note: 'Which language?' },
    )
  await region.settle()
  for (const [name, handover] of Object.entries(begun)) {
    const [row] = await region.sql<{ act_id: string }>(
      'al',
      `select act_id from app.outbox where thread = '${handover.handoverId}' and act_id is not null order by position desc limit 1`,
    )
    forged[name as keyof typeof forged] = { handover, act: row?.act_id ?? '' }
  }

  const id = (name: keyof typeof forged) => forged[name].handover.handoverId
  // The lead taken without an arrival, by an act.
  await resaid(id('lead'), {
    kind: 'handover.arrival_confirmed',
    act: { body: { handoverId: id('lead'), metBy: genti.memberId, codeWordGiven: true } },
  })
  // The lead taken by a word of custody that no act goes with.
  const arrival = {
    kind: 'arrival',
    id: mintId(Date.now()),
    from: 'receiver',
    epoch: 0,
    task: 'take_lead',
    unit: 'unt_al_child',
    worker: genti.memberId,
  }
  await region.sql(
    'al',
    `update app.handover_thread set custody = custody || '{"stage":"arrived","leads":true}' ||
      jsonb_build_object('held', custody -> 'held' || ${sqlText([{ message: arrival, receipt: 'accepted' }])})
      where handover_id = '${id('claim')}'`,
  )
  // An acceptance, and the offer before it not given back.
  await resaid(id('order'), {
    kind: 'handover.accepted',
    act: {
      body: {
        handoverId: id('order'),
        workerId: genti.memberId,
        workerName: 'Genti Prela',
        placeType: 'shelter',
        guardianArrangement: 'not_needed',
        from: region.day(1),
        staffLanguages: ['sq'],
        conditions: [],
      },
    },
  })
  await region.sql(
    'al',
    `update app.inbox set jws = null where thread = '${id('order')}' and kind = 'handover.offered'`,
  )
  // An act of a third country.
  await resaid(id('third'), {
    act: { by: { instanceId: 'ins_rs', unitId: 'unt_rs_centre', memberId: null, function: 'instance' } },
  })
  // A sealed part that lost its ciphertext, and one of another class than its act names.
  const parts = async (name: 'cut' | 'swapped') => {
    const [row] = await region.sql<{ parts: Record<string, unknown>[] }>(
      'al',
      `select draft -> 'body' -> 'parts' as parts from app.outbox where act_id = '${forged[name].act}'`,
    )
    return row?.parts ?? []
  }
  await resaid(id('cut'), { body: { parts: (await parts('cut')).map(({ ciphertext: _gone, ...rest }) => rest) } })
  await resaid(id('swapped'), {
    body: { parts: (await parts('swapped')).map((part) => ({ ...part, class: 'health' })) },
  })
  // One act, again and again under other ids.
  const there = forged.many.handover.there
  await region.sql(
    'al',
    `with made as (select gen_random_uuid() as raw, n from generate_series(1, 1500) as n), named as (
      select overlay(raw::text placing '7' from 15 for 1)::uuid as id, n from made
    ), acts as (
      insert into app.case_action select named.id, a.case_id, 100000 + n, a.kind, a.version, a.by_instance, a.by_unit,
        a.by_member, a.by_function, a.occurred_at, a.received_at, a.relies_on, a.body, a.parts, a.salt, a.digest, a.hash
      from named, app.case_action a where a.id = '${forged.many.act}' and a.case_id = '${there}' returning id, sequence
    )
    insert into app.outbox (message_id, peer, thread, kind, draft, act_id, case_id, seq, thread_seq, digest, state, queued_at,
      next_try_at, expires_at, processed_at)
    select acts.id, peer, thread, kind, jsonb_set(draft, '{body,act,id}', to_jsonb(acts.id)), acts.id, case_id,
      100000 + acts.sequence, acts.sequence, digest, 'processed', queued_at, next_try_at, expires_at, processed_at
    from acts, app.outbox o where o.act_id = '${forged.many.act}'`,
  )
  await region.restore('mk')
  elena = await region.person('mk/elena')
  await region.settle()
})
afterAll(() => region.stop())

const alarms = async (name: keyof typeof forged): Promise<string[]> =>
  (
    await region.sql<{ code: string }>(
      'mk',
      `select distinct code from app.exchange_alarm where handover_id = '${forged[name].handover.handoverId}' order by code`,
    )
  ).map((row) => row.code)
const seen = async (name: keyof typeof forged) => {
  const { state, actions } = await elena.loadCase(forged[name].handover.caseId)
  const { custody } = (
    await region.sql<{ custody: { leads: boolean; stage: string } }>(
      'mk',
      `select custody from app.handover_thread where handover_id = '${forged[name].handover.handoverId}'`,
    )
  )[0]!
  return {
    lead: state.lead?.instanceId,
    stage: state.handovers[0]?.stage,
    custody,
    kinds: actions.map((one) => one.kind),
  }
}

test('it comes to an end, and promises again', async () => {
  expect((await elena.get<ExchangeOverview>('/api/exchange')).restored).toBe(false)
})

test('what was honestly given back is believed, and nobody is troubled', async () => {
  expect(await seen('honest')).toMatchObject({ lead: 'ins_mk', stage: 'acknowledged', custody: { stage: 'offered' } })
  expect(await alarms('honest')).toEqual([])
})

test('an arrival that does not follow on anything takes no lead', async () => {
  const { kinds, ...rest } = await seen('lead')
  expect(rest).toMatchObject({ lead: 'ins_mk', stage: 'offered', custody: { leads: true } })
  expect(kinds).not.toContain('handover.arrival_confirmed')
  expect(await alarms('lead')).toContain('handover_forgotten')
})

test('a word of custody that no act goes with takes no lead', async () => {
  expect(await seen('claim')).toMatchObject({ lead: 'ins_mk', custody: { leads: true, stage: 'offered' } })
  expect(await alarms('claim')).toEqual(['custody_doubted'])
})

test('an acceptance before an offer is none', async () => {
  const { kinds, stage } = await seen('order')
  expect(kinds).not.toContain('handover.accepted')
  expect(stage).toBe('capability_answered')
  expect(await alarms('order')).toContain('handover_forgotten')
})

test('an act in the name of a third country is none', async () => {
  expect((await seen('third')).stage).toBe('offered')
  expect(await alarms('third')).toContain('handover_forgotten')
})

test.each(['cut', 'swapped'] as const)(
  'sealed parts that are not as their act names them (%s) are not taken in',
  async (name) => {
    const { kinds, stage } = await seen(name)
    expect(kinds).not.toContain('handover.clarification_asked')
    expect(stage).toBe('acknowledged')
    expect(await alarms(name)).toContain('handover_forgotten')
  },
)

test('one act under fifteen hundred ids counts once, and one line says so', async () => {
  const { kinds, stage } = await seen('many')
  expect(stage).toBe('acknowledged')
  expect(kinds.filter((kind) => kind === 'handover.acknowledged')).toHaveLength(1)
  expect(await alarms('many')).toEqual(['handover_forgotten'])
})

test('whoever says it was restored puts no arrival into the record of a country that was not', async () => {
  // Albania, with the arrival in its record that nobody there confirmed, is restored in its turn.
  await region.backup('al')
  await region.restore('al')
  await region.settle()
  expect(await seen('claim')).toMatchObject({ lead: 'ins_mk', custody: { leads: true, stage: 'offered' } })
})
