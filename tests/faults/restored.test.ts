import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExchangeOverview } from '@ariadne/contract'
import { verifyChain } from '../../apps/server/src/casework/index.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { openAdultCase } from '../support/cases.ts'
import { beginHandover, proceedTo, type Handover } from '../support/handovers.ts'
import { refusalOf } from '../support/refusals.ts'
import { startRegion, type Region } from '../support/region.ts'

// An instance that was restored from a backup has forgotten what it promised since. It promises nothing until its peers
// have given back the signed copies they hold, and then it knows again who is responsible.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let elena: Person
let genti: Person

// Every country of the list answers a restored instance, so all of them run.
beforeEach(async () => {
  region = await startRegion(['mk', 'rs', 'al', 'se'])
  elena = await region.person('mk/elena')
  genti = await region.person('al/genti')
})
afterEach(() => region.stop())

const restored = async (who: Person): Promise<boolean> => (await who.get<ExchangeOverview>('/api/exchange')).restored

test('the receiver forgot its own arrival: refused until it has asked, then it leads again', async () => {
  const handover: Handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'logistics')
  await region.backup('al')
  await proceedTo(handover, 'arrived', 'logistics')
  expect(await handover.leads()).toEqual(['ins_al', 'ins_al'])

  region.cut(true)
  await region.restore('al')
  genti = await region.person('al/genti')
  handover.receiver = genti
  await region.sweep('al')
  // Nobody would lead if this were believed; so nothing is done about it before the others have been heard.
  expect((await genti.loadCase(handover.there)).state.lead?.instanceId).toBe('ins_mk')
  expect(await restored(genti)).toBe(true)
  const arrive = () =>
    genti.act(handover.there, 'handover.arrival_confirmed', {
      handoverId: handover.handoverId,
      metBy: genti.memberId,
      codeWordGiven: true,
    })
  expect(await refusalOf(arrive())).toBe('custody_not_reconciled')

  region.cut(false)
  await region.settle()
  expect(await restored(genti)).toBe(false)
  const { state, actions } = await genti.loadCase(handover.there)
  expect(state.lead).toEqual({ instanceId: 'ins_al', unitId: 'unt_al_child' })
  expect(actions.filter((one) => one.kind === 'handover.arrival_confirmed')).toHaveLength(1)
  expect(await verifyChain(region.instance('al').platform.db, handover.there)).toMatchObject({ verified: true })
  // And the line goes on with the numbers that the peer knows.
  await genti.act(handover.there, 'handover.feedback_given', {
    handoverId: handover.handoverId,
    day: 7,
    serviceStarted: true,
    safe: 'yes',
    nextContactOn: null,
  })
  await region.settle()
  expect((await elena.loadCase(handover.caseId)).state.handovers[0]?.feedback).toHaveLength(1)
})

test('the sender forgot the offer and all that followed: it learns that it no longer leads', async () => {
  const handover: Handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'answered')
  await region.backup('mk')
  await proceedTo(handover, 'arrived', 'answered')
  await region.restore('mk')
  elena = await region.person('mk/elena')
  expect((await elena.loadCase(handover.caseId)).state.lead?.instanceId).toBe('ins_mk')
  await region.settle()
  const { state } = await elena.loadCase(handover.caseId)
  expect(state).toMatchObject({ status: 'transferred_lead', lead: { instanceId: 'ins_al' } })
  expect(state.handovers[0]).toMatchObject({ stage: 'arrived', acceptance: { workerId: genti.memberId } })
  // What it forgot about the lead it cannot give away a second time.
  expect(
    await refusalOf(
      elena.act(handover.caseId, 'handover.capability_asked', {
        handoverId: handover.handoverId,
        role: 'take_lead',
        peer: 'ins_al',
        recipientUnitId: 'unt_al_child',
        recipientCountry: 'AL',
        needs: ['health_care'],
        ageBand: '25_39',
        sex: 'Feminine',
        languages: ['sq'],
        urgency: 'standard',
        fromOn: region.day(1),
        untilOn: region.day(9),
      }),
    ),
  ).toBe('case_not_open')
})

test('both ends of a handover that one side forgot altogether find each other again', async () => {
  const caseId = await openAdultCase(elena)
  await region.backup('mk')
  await region.backup('al')
  const handover: Handover = await beginHandover(region, elena, genti, { caseId })
  await proceedTo(handover, 'accepted')

  await region.restore('mk')
  elena = await region.person('mk/elena')
  expect((await elena.loadCase(caseId)).state.handovers).toEqual([])
  await region.settle()
  expect((await elena.loadCase(caseId)).state.handovers[0]).toMatchObject({
    handoverId: handover.handoverId,
    direction: 'outgoing',
    stage: 'accepted',
  })

  await region.restore('al')
  genti = await region.person('al/genti')
  await region.settle()
  const there = await region.caseOf('al', handover.handoverId)
  expect((await genti.loadCase(there)).state.handovers[0]).toMatchObject({ direction: 'incoming', stage: 'accepted' })

  // Both go on as if nothing had been.
  await elena.act(caseId, 'handover.withdrawn', {
    handoverId: handover.handoverId,
    reason: 'person_withdrew',
    toldWhatCannotBeRecalled: true,
  })
  await region.settle()
  expect((await genti.loadCase(there)).state.handovers[0]?.stage).toBe('withdrawn')
})

test('what had been queued and not sent when the backup was made goes out once, and counts once', async () => {
  const handover: Handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'offered')
  region.cut(true)
  await handover.receiverAct('handover.acknowledged')
  await region.backup('al')
  region.cut(false)
  await region.hours(1)
  await region.settle()
  await handover.accept()
  await region.settle()
  expect((await handover.stages())[0]).toBe('accepted')
  await region.restore('al')
  genti = await region.person('al/genti')
  await region.settle()
  expect((await genti.loadCase(handover.there)).state.handovers[0]?.stage).toBe('accepted')
  const seen = await region.sql('mk', `select 1 from app.inbox where state = 'refused'`)
  expect(seen).toEqual([])
  const kinds = (await elena.loadCase(handover.caseId)).actions.map((one) => one.kind)
  expect(kinds.filter((kind) => kind === 'handover.acknowledged')).toHaveLength(1)
})

test('a peer gives back what it said itself and what was said to it, and no word in the name of people here', async () => {
  const handover: Handover = await beginHandover(region, elena, genti)
  await proceedTo(handover, 'offered')
  await region.backup('mk')
  await proceedTo(handover, 'acknowledged', 'offered')
  // Albania, gone astray, signs as its own something that Elena is said to have done.
  const forged = {
    kind: 'handover.withdrawn',
    by: { instanceId: 'ins_mk', unitId: 'unt_mk_nrm_skopje', memberId: elena.memberId, function: 'case_coordinator' },
    body: { handoverId: handover.handoverId, reason: 'need_ended', toldWhatCannotBeRecalled: true },
  }
  await region.sql(
    'al',
    `update app.outbox set draft = jsonb_set(draft || '{"kind":"handover.withdrawn"}', '{body,act}',
      draft -> 'body' -> 'act' || '${JSON.stringify(forged)}') where kind = 'handover.acknowledged'`,
  )
  await region.restore('mk')
  elena = await region.person('mk/elena')
  await region.settle()
  const { state, actions } = await elena.loadCase(handover.caseId)
  expect(actions.map((one) => one.kind)).not.toContain('handover.withdrawn')
  expect(state.handovers[0]?.stage).toBe('offered')
  // That nothing came back is told to people.
  const queues = await elena.get<{ entries: { hints: Record<string, string> }[] }>('/api/queues/message_not_delivered')
  expect(queues.entries.map((one) => one.hints['code'])).toContain('handover_forgotten')
})
