import { CONTAINER_TYPE, SENDER_HEADER, type Home } from '@ariadne/contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { beginHandover, proceedTo, type Handover } from '../support/handovers.ts'
import { refusalOf } from '../support/refusals.ts'
import { startRegion, type Region } from '../support/region.ts'

// What the line between two instances does when messages are lost, late, repeated or out of order.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let elena: Person
let genti: Person
/** Messages from North Macedonia are sealed and go nowhere while this is set. */
let holding = false
/** Answers to North Macedonia get lost while this is set: the message arrives, its receipt does not. */
let losingAnswers = false

beforeAll(async () => {
  region = await startRegion(['mk', 'al'], {
    post: (next) => async (url, init) => {
      const fromMk = init.headers[SENDER_HEADER] === 'ins_mk'
      if (holding && fromMk) throw new Error('held back')
      const answer = await next(url, init)
      if (losingAnswers && fromMk) throw new Error('the answer was lost')
      return answer
    },
  })
  elena = await region.person('mk/elena')
  genti = await region.person('al/genti')
})
afterAll(() => region.stop())

const alarmsOf = async (who: Person): Promise<{ code?: string; id: string }[]> => {
  const page = await who.get<{ entries: Home['queues'][number]['first'] }>('/api/queues/message_not_delivered')
  return page.entries.map((one) => ({
    code: one.hints['code'] ?? '',
    id: one.subject.type === 'message' ? one.subject.messageId : '',
  }))
}
/** Brings one container to Albania by hand, and lets Albania act on what it has. */
const deliver = async (body: string | undefined): Promise<number> => {
  const headers = { 'Content-Type': CONTAINER_TYPE, [SENDER_HEADER]: 'ins_mk' }
  const answer = await region
    .instance('al')
    .request('/exchange/v1/inbox', { method: 'POST', headers, body: body ?? '' })
  await region.sweep('al')
  return answer.status
}
/** The messages of North Macedonia that wait, sealed: what is done meanwhile, nobody carries. */
const sealedAt = async (doing: () => Promise<void>): Promise<string[]> => {
  holding = true
  await doing()
  await region.hours(1)
  await region.sweep('mk')
  return region.sealed('mk')
}
const resume = async (): Promise<void> => {
  await region.hours(1)
  await region.settle()
}

test('a receipt that got lost: the message is sent again, taken once, and receipted with the same words', async () => {
  const handover = await beginHandover(region, elena, genti)
  await handover.receiverAct('handover.capability_answered', { answer: 'possible' })
  await region.settle()
  losingAnswers = true
  await handover.offer()
  await region.sweep()
  await region.hours(1)
  await region.sweep()
  losingAnswers = false
  await resume()
  expect(await handover.stages()).toEqual(['offered', 'offered'])
  const { actions } = await genti.loadCase(handover.there)
  expect(actions.filter((one) => one.kind === 'handover.offered')).toHaveLength(1)
})

test('a message that overtakes another of its thread waits for it; other threads go on', async () => {
  const one = await beginHandover(region, elena, genti)
  await proceedTo(one, 'accepted')
  const other = await beginHandover(region, elena, genti, { role: 'provide_service' })
  await proceedTo(other, 'answered')
  // Three messages leave North Macedonia: two of the first handover, then one of the second.
  const [first, second, third] = await sealedAt(async () => {
    await one.senderAct('handover.person_confirmed', { toldWhoAndWhere: true, privately: true })
    await one.senderAct(
      'handover.dossier_sent',
      { classes: ['identity'], expiresOn: region.day(100), onwardSharing: false },
      { identity: 'Fictional Adult' },
    )
    await other.offer()
  })
  // The second of the first thread comes before the first: stored, receipted, not acted on.
  expect(await deliver(second)).toBe(200)
  expect((await one.stages())[1]).toBe('accepted')
  expect(await deliver(third)).toBe(200)
  expect((await other.stages())[1]).toBe('offered')
  expect(await deliver(first)).toBe(200)
  expect((await one.stages())[1]).toBe('dossier_sent')
  holding = false
  await resume()
  expect(await one.stages()).toEqual(['dossier_sent', 'dossier_sent'])
  expect(await genti.open(one.there, ['identity'], 'support_person')).toEqual({ identity: ['Fictional Adult'] })
})

test('a hole in the numbers is asked about, and what was missing comes again', async () => {
  const handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'offered')
  let other: Handover | undefined
  const [, second] = await sealedAt(async () => {
    other = await beginHandover(region, elena, genti, { role: 'provide_service', settle: false })
    await handover.senderAct('handover.withdrawn', { reason: 'need_ended', toldWhatCannotBeRecalled: true })
  })
  await deliver(second)
  expect((await handover.stages())[1]).toBe('withdrawn')
  // North Macedonia took the first for delivered, though it never arrived: a line that lies, or a restored peer.
  const lost = other?.handoverId ?? ''
  await region.sql('mk', `update app.outbox set state = 'delivered', container = null where thread = '${lost}'`)
  holding = false
  await resume()
  await resume()
  const asked = await region.sql('mk', `select 1 from app.inbox where kind = 'line.missing'`)
  expect(asked).toHaveLength(1)
  expect((await genti.loadCase(await region.caseOf('al', lost))).state.handovers[0]?.stage).toBe('capability_asked')
})

test('an ordinary message that could not be delivered in its time: a signed void, an alarm, and it can be sent again', async () => {
  const handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'accepted')
  region.cut(true)
  await handover.senderAct('handover.person_confirmed', { toldWhoAndWhere: true, privately: true })
  await region.sweep()
  await region.days(4)
  await region.sweep()
  const alarm = (await alarmsOf(elena)).find((one) => one.code === 'not_delivered')
  expect(alarm).toBeDefined()
  region.cut(false)
  await resume()
  expect(await handover.stages()).toEqual(['person_confirmed', 'accepted'])
  // Somebody who has nothing to do with it cannot settle it; the focal point sends it again.
  const mira = await region.person('mk/mira')
  expect(await refusalOf(mira.command('message.send_again', { alarmId: alarm!.id }))).toBe('not_your_function')
  await elena.command('message.send_again', { alarmId: alarm!.id })
  await region.settle()
  expect(await handover.stages()).toEqual(['person_confirmed', 'person_confirmed'])
  expect((await alarmsOf(elena)).some((one) => one.id === alarm!.id)).toBe(false)
  await handover.senderAct(
    'handover.dossier_sent',
    { classes: ['identity'], expiresOn: region.day(100), onwardSharing: false },
    { identity: 'Fictional Adult' },
  )
  await region.settle()
  expect(await handover.stages()).toEqual(['dossier_sent', 'dossier_sent'])
})

test('a withdrawal that cannot be delivered is issued again until it arrives, under the same id', async () => {
  const handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'accepted')
  region.cut(true)
  await handover.senderAct('handover.withdrawn', { reason: 'person_withdrew', toldWhatCannotBeRecalled: true })
  await region.sweep()
  const before = await region.sql<{ message_id: string; digest: string }>(
    'mk',
    `select message_id, digest from app.outbox where kind = 'handover.withdrawn' and thread = '${handover.handoverId}'`,
  )
  for (let week = 0; week < 3; week += 1) {
    await region.days(7)
    await region.sweep()
  }
  expect((await alarmsOf(elena)).some((one) => one.code === 'not_delivered_yet')).toBe(true)
  region.cut(false)
  await resume()
  expect(await handover.stages()).toEqual(['withdrawn', 'withdrawn'])
  const after = await region.sql<{ message_id: string; digest: string; state: string }>(
    'mk',
    `select message_id, digest, state from app.outbox where kind = 'handover.withdrawn' and thread = '${handover.handoverId}'`,
  )
  expect(after).toEqual([{ ...before[0], state: 'processed' }])
  // It has arrived: the alarm about it is over.
  expect((await alarmsOf(elena)).some((one) => one.code === 'not_delivered_yet')).toBe(false)
})

test('an offer that could not be delivered is void on both sides, and the lead stays', async () => {
  const handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'answered')
  region.cut(true)
  await handover.offer()
  await region.sweep()
  await region.days(4)
  await region.sweep()
  expect((await handover.stages())[0]).toBe('voided')
  region.cut(false)
  await resume()
  expect(await handover.stages()).toEqual(['voided', 'voided'])
  expect(await handover.leads()).toEqual(['ins_mk', 'ins_mk'])
})

test('an acceptance that could not be delivered is void on both sides, by the one who gave it', async () => {
  const handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'acknowledged')
  region.cut(true)
  await handover.accept()
  await region.sweep()
  await region.days(4)
  await region.sweep()
  expect(await handover.stages()).toEqual(['acknowledged', 'voided'])
  region.cut(false)
  await resume()
  expect(await handover.stages()).toEqual(['voided', 'voided'])
  expect(await handover.leads()).toEqual(['ins_mk', 'ins_mk'])
})

test('with an expired trust list nothing is sent; what was done is kept and goes out once there is a new list', async () => {
  const handover: Handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'offered')
  await region.signTrust('expired')
  await handover.receiverAct('handover.acknowledged')
  await region.sweep()
  const waiting = await region.sql<{ state: string; container: string | null }>(
    'al',
    `select state, container from app.outbox where kind = 'handover.acknowledged' and thread = '${handover.handoverId}'`,
  )
  expect(waiting).toEqual([{ state: 'waiting', container: null }])
  expect(await genti.get('/api/exchange')).toMatchObject({ trustList: { stale: true } })
  await region.signTrust('fresh')
  await region.settle()
  expect(await handover.stages()).toEqual(['acknowledged', 'acknowledged'])
})

test('a receipt that joins an envelope in the moment it is sealed goes with it', async () => {
  const one = await beginHandover(region, elena, genti, { role: 'provide_service' })
  const other = await beginHandover(region, elena, genti, { role: 'provide_service' })
  const database = new pg.Client({ connectionString: region.instance('al').platform.config.database.owner })
  await database.connect()
  try {
    // Albania's deliverer is kept waiting, so that its receipts stay unsealed.
    await database.query(`select pg_advisory_lock(hashtextextended('deliver ins_mk', 2))`)
    await one.senderAct('handover.withdrawn', { reason: 'need_ended', toldWhatCannotBeRecalled: true })
    await region.sweep()
    await region.sweep('al')
    const unsealed = `kind = 'line.receipts' and seq is null and state = 'waiting'`
    expect(await region.sql('al', `select 1 from app.outbox where ${unsealed}`)).toHaveLength(1)
    // One more receipt joins the envelope, in a transaction that is not finished when the sealing begins.
    await other.senderAct('handover.withdrawn', { reason: 'need_ended', toldWhatCannotBeRecalled: true })
    await database.query('begin')
    const joining = await database.query<{ count: number }>(
      `update app.outbox set draft = jsonb_set(draft, '{body,receipts}', (draft #> '{body,receipts}') || (draft #> '{body,receipts,0}'))
        where ${unsealed} returning jsonb_array_length(draft #> '{body,receipts}') as count`,
    )
    await database.query(`select pg_advisory_unlock(hashtextextended('deliver ins_mk', 2))`)
    const sealing = region.sweep('al')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await database.query('commit')
    await sealing
    const sealed = await region.sql<{ count: number }>(
      'al',
      `select jsonb_array_length(draft #> '{body,receipts}') as count from app.outbox
        where kind = 'line.receipts' order by position desc limit 5`,
    )
    // What was received meanwhile may have joined the same envelope.
    expect(Math.max(...sealed.map((row) => row.count))).toBeGreaterThanOrEqual(joining.rows[0]?.count ?? Infinity)
  } finally {
    await database.end()
  }
  await region.settle()
  expect([await one.stages(), await other.stages()]).toEqual([
    ['withdrawn', 'withdrawn'],
    ['withdrawn', 'withdrawn'],
  ])
})
