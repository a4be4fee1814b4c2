import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { appointGuardian, openBoysCase, requestGuardian } from '../support/cases.ts'
import { startProcesses, type ProcessRegion } from '../support/processes.ts'

// The boy of the first story travels from North Macedonia to Albania while the machines die under him: both instances
// are processes, killed with SIGKILL at five points where responsibility could be lost. It ends well all the same, and
// at no moment is nobody responsible.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 })

const CHILD_UNIT = { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' }
const NEED = { needs: ['child_care'], ageBand: 'doubt_child', sex: 'Masculine', languages: ['sq'] }

let region: ProcessRegion
let elena: Person
let teuta: Person
let goran: Person
let ardita: Person
let caseId: string
let there: string
let handoverId: string

beforeAll(async () => {
  region = await startProcesses(['mk', 'al'])
  ;[elena, teuta, goran, ardita] = (await Promise.all(
    ['mk/elena', 'mk/teuta', 'mk/goran', 'al/ardita'].map(region.person),
  )) as [Person, Person, Person, Person]
})
afterAll(() => region.stop())

/** Who leads, as each database says, whether its instance lives or not. */
const leads = async (): Promise<string[]> => {
  const found: string[] = []
  for (const [code, instance] of [
    ['mk', 'ins_mk'],
    ['al', 'ins_al'],
  ] as const) {
    const rows = await region.sql<{ lead: string | null; custody: boolean | null }>(
      code,
      `select c.state -> 'lead' ->> 'instanceId' as lead, (t.custody ->> 'leads')::boolean as custody
        from app.handover_thread t join app.case_row c on c.case_id = t.case_id where t.handover_id = '${handoverId}'`,
    )
    // The case and the custody record say the same.
    for (const row of rows) expect(row.custody).toBe(row.lead === instance)
    if (rows.some((row) => row.lead === instance)) found.push(instance)
  }
  return found
}
const agree = async (role: 'family_assessment' | 'take_lead', classes: steps.Giving['classes']) => {
  const giving = { caseId, role, to: CHILD_UNIT, classes, language: 'sq', expiresOn: region.day(300) }
  const agreed = await steps.agree(elena, giving)
  await steps.authorise(goran, caseId, agreed, 'sq')
  return { giving, agreed }
}
const ask = async (giving: steps.Giving): Promise<string> => {
  const id = await steps.ask(elena, giving, { ...NEED, fromOn: region.day(1), untilOn: region.day(30) })
  await region.settle()
  there = await steps.findCaseOf(ardita, id)
  await ardita.act(there, 'handover.capability_answered', { handoverId: id, answer: 'possible' })
  await region.settle()
  return id
}
const accept = (id: string, guardianArrangement: string) =>
  steps.accept(ardita, there, {
    handoverId: id,
    placeType: 'family',
    guardianArrangement,
    from: region.day(1),
    languages: ['sq'],
  })
const once = (kind: string, list: { kind: string; body: unknown }[]): number =>
  list.filter((one) => one.kind === kind && (one.body as { handoverId?: string } | null)?.handoverId === handoverId)
    .length

let offering: () => Promise<unknown>

test('the case is open, the family assessed, best interests determined', async () => {
  caseId = await openBoysCase(elena, { identity: 'Fictional Boy' })
  await requestGuardian(elena, caseId)
  await appointGuardian(teuta, caseId, goran)
  await elena.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  await elena.act(caseId, 'nationality.recorded', { country: 'AL', basis: 'document_seen' })
  const { giving, agreed } = await agree('family_assessment', ['identity', 'family'])
  handoverId = await ask(giving)
  const respondBy = region.at(2)
  await steps.offer(elena, giving, { handoverId, agreed, needs: NEED.needs, child: true, respondBy })
  await region.settle()
  await ardita.act(there, 'handover.acknowledged', { handoverId })
  await accept(handoverId, 'authority_acts_as_guardian')
  await region.settle()
  await steps.confirmWithPerson(elena, caseId, handoverId)
  const texts = { identity: 'Fictional Boy', family: 'An aunt' }
  await steps.sendDossier(elena, caseId, { handoverId, texts, expiresOn: region.day(60) })
  await region.settle()
  await ardita.act(there, 'handover.result_reported', { handoverId, result: 'suitable' })
  await region.settle()
  await elena.act(caseId, 'handover.closed', { handoverId })
  await teuta.act(
    caseId,
    'best_interests.determined',
    { outcome: 'family_in_country', country: 'AL', childHeard: true, guardianHeard: true },
    { best_interests: 'With his aunt' },
  )
  await elena.act(caseId, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: region.day(20),
    tookPart: ['person', 'guardian'],
  })
  const lead = await agree('take_lead', ['identity', 'contact'])
  handoverId = await ask(lead.giving)
  offering = () =>
    steps.offer(elena, lead.giving, {
      handoverId,
      agreed: lead.agreed,
      needs: NEED.needs,
      child: true,
      respondBy: region.at(2),
    })
})

test('1. the sender dies when it has offered and nothing has left it yet', async () => {
  region.wire('al').onMessage = () => 'drop'
  await offering()
  await region.kill('mk')
  region.wire('al').onMessage = () => 'pass'
  expect(await leads()).toEqual(['ins_mk'])
  await region.start('mk')
  await region.settle()
  expect((await ardita.loadCase(there)).state.handovers.at(-1)?.stage).toBe('offered')
})

test('2. the receiver dies when the acknowledged offer is being accepted: its acceptance has left and its answer is lost', async () => {
  await ardita.act(there, 'handover.acknowledged', { handoverId })
  await region.settle()
  const killed = new Promise<void>((resolve) => {
    region.wire('mk').onAnswer = () => {
      void region.kill('al').then(resolve)
      region.wire('mk').onAnswer = () => 'pass'
      return 'drop'
    }
  })
  await accept(handoverId, 'guardian_ready').catch(() => undefined)
  await killed
  expect(await leads()).toEqual(['ins_mk'])
  await region.start('al')
  await region.settle()
  const { state, actions } = await elena.loadCase(caseId)
  expect(state.handovers.at(-1)?.stage).toBe('accepted')
  expect(once('handover.accepted', actions)).toBe(1)
  await steps.confirmWithPerson(elena, caseId, handoverId)
  await region.settle()
})

test('3. the receiver dies with the dossier stored and not yet answered for', async () => {
  const killed = new Promise<void>((resolve) => {
    region.wire('al').onAnswer = () => {
      void region.kill('al').then(resolve)
      region.wire('al').onAnswer = () => 'pass'
      return 'drop'
    }
  })
  await steps.sendDossier(elena, caseId, {
    handoverId,
    texts: { identity: 'Fictional Boy' },
    expiresOn: region.day(200),
  })
  await killed
  expect(await leads()).toEqual(['ins_mk'])
  await region.start('al')
  await region.settle()
  expect(await ardita.open(there, ['identity'], 'prepare_handover')).toEqual({ identity: ['Fictional Boy'] })
  await elena.act(
    caseId,
    'handover.logistics_sent',
    { handoverId, meetOn: region.day(1), mode: 'escorted_land' },
    { logistics: 'At the border, 11:00' },
  )
  await region.settle()
  await ardita.act(there, 'handover.logistics_confirmed', { handoverId })
  await region.settle()
})

test('4. the receiver dies in the moment it has taken the lead, before the sender can know', async () => {
  await region.days(1)
  region.wire('mk').onMessage = () => 'drop'
  await ardita.act(there, 'handover.arrival_confirmed', { handoverId, metBy: ardita.memberId, codeWordGiven: true })
  await region.kill('al')
  // The arrival is on its way: two lead, and not nobody.
  expect(await leads()).toEqual(['ins_mk', 'ins_al'])
  await region.start('al')
  expect(await leads()).toEqual(['ins_mk', 'ins_al'])
})

test('5. both die in the moment the sender has verified the arrival and its receipt is on the way back', async () => {
  const killed = new Promise<void>((resolve) => {
    region.wire('mk').onAnswer = () => {
      void Promise.all([region.kill('mk'), region.kill('al')]).then(() => resolve())
      region.wire('mk').onAnswer = () => 'pass'
      return 'drop'
    }
  })
  region.wire('mk').onMessage = () => 'pass'
  await killed
  expect(await leads()).toContain('ins_al')
  await Promise.all([region.start('mk'), region.start('al')])
  await region.settle()
  expect(await leads()).toEqual(['ins_al'])
  expect(once('handover.arrival_confirmed', (await elena.loadCase(caseId)).actions)).toBe(1)
  expect(once('handover.arrival_confirmed', (await ardita.loadCase(there)).actions)).toBe(1)
})

test('the story ends well: feedback after 7, 30, 90 and 180 days, and both sides close', async () => {
  let passed = 0
  for (const day of [7, 30, 90, 180]) {
    await region.days(day - passed)
    passed = day
    await ardita.act(there, 'handover.feedback_given', {
      handoverId,
      day,
      serviceStarted: true,
      safe: 'yes',
      nextContactOn: null,
    })
    await region.settle()
  }
  await elena.act(caseId, 'handover.closed', { handoverId })
  await region.settle()
  await elena.act(caseId, 'case.closed', { reason: 'lead_handed_over', personInformed: 'yes', tasksReassigned: true })
  await ardita.act(there, 'case.closed', { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true })
  const stages = [(await elena.loadCase(caseId)).state, (await ardita.loadCase(there)).state]
  expect(stages.map((state) => [state.status, state.handovers.at(-1)?.stage])).toEqual([
    ['closed', 'closed'],
    ['closed', 'closed'],
  ])
})
