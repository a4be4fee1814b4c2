import type { CaseView, Home, OwnScreening, ReferralView } from '@ariadne/contract'
import { isReference } from '@ariadne/domain'
import { isAtLeast } from '@ariadne/domain/screening'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { refer, type Bundle } from '../../apps/server/src/demo/firstContact.ts'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { verifyChain } from '../../apps/server/src/casework/index.ts'
import { appointGuardian, openBoysCase, requestGuardian, screenBoy } from '../support/cases.ts'
import { refusalOf } from '../support/refusals.ts'
import { startRegion, type Region } from '../support/region.ts'

// A boy of about 16, alone, at the Gevgelija registration centre, Albanian-speaking, adults unsure who is with him.
// Everything happens through what a browser could do: the public contract, sealed on this side of it.

const CHILD_UNIT = { instanceId: 'ins_al', unitId: 'unt_al_child', country: 'AL', kind: 'child_protection' }
const CENTRE = 'Registration centre Gevgelija, room beside the entrance'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let mira: Person
let elena: Person
let vesna: Person
let teuta: Person
let goran: Person
let ardita: Person
let bundle: Bundle
let caseId: string
let there: string
let waiting: Parameters<Person['send']>
let referralId: string

const queuesOf = async (who: Person): Promise<Record<string, number>> =>
  Object.fromEntries((await who.get<Home>('/api/home')).queues.map((one) => [one.queue, one.count]))
const leadOf = async (who: Person, id: string): Promise<string | undefined> =>
  (await who.loadCase(id)).state.lead?.instanceId

beforeAll(async () => {
  region = await startRegion(['mk', 'al'])
  ;[mira, elena, vesna, teuta, goran, ardita] = (await Promise.all(
    ['mk/mira', 'mk/elena', 'mk/vesna', 'mk/teuta', 'mk/goran', 'al/ardita'].map(region.person),
  )) as [Person, Person, Person, Person, Person, Person]
  // What the officer's device holds since it was last online.
  bundle = await mira.get<Bundle>('/api/content/bundle')
  await mira.findUnits()
})
afterAll(() => region.stop())

test('a border officer screens him with no network: perhaps a child, and alone, so at least refer', async () => {
  const { screening, command, evaluation } = screenBoy(mira, bundle)
  expect(isAtLeast(evaluation.outcome, 'refer')).toBe(true)
  expect(evaluation.route).toBe('child_protection')
  const referred = await refer(mira, screening, {
    toUnitId: 'unt_mk_nrm_skopje',
    urgency: 'now',
    basis: 'child_protection',
    handedTo: { unitId: 'unt_mk_csw_gevgelija', workerName: vesna.name },
    texts: { contact: CENTRE },
  })
  referralId = referred.referralId
  waiting = [command, referred.command]
  expect(await queuesOf(elena)).not.toHaveProperty('referral_to_acknowledge')
})

test('the on-duty contact of the child-protection unit is on the device, and is plainly no real number', async () => {
  const unit = (await mira.findUnits()).find((one) => one.unitId === 'unt_mk_csw_gevgelija')
  expect(unit?.ready).toBe(true)
  expect(unit?.onDuty).not.toBeNull()
  expect(JSON.stringify(unit?.onDuty)).not.toMatch(/\d{3}/u)
})

test('the referral follows when the network returns, and sending it twice changes nothing', async () => {
  const outcomes = await mira.send(...waiting)
  expect(outcomes.map((one) => one.status)).toEqual(['accepted', 'accepted'])
  expect(await mira.send(...waiting)).toEqual(outcomes)
  const { entries } = await mira.get<{ entries: OwnScreening[] }>('/api/screenings/mine')
  expect(entries).toMatchObject([{ received: true, referral: { status: 'sent' } }])
})

test('the coordinator in Skopje acknowledges: who took him, where and when is there', async () => {
  expect(await queuesOf(elena)).toMatchObject({ referral_to_acknowledge: 1 })
  await elena.command('referral.acknowledge', { referralId, unitId: 'unt_mk_nrm_skopje' })
  const view = await elena.get<ReferralView>(`/api/referrals/${referralId}`)
  expect(view.referral.handedTo).toMatchObject({ unitId: 'unt_mk_csw_gevgelija', workerName: vesna.name })
  expect(view.screening).toMatchObject({ setId: 'child-alone-or-separated', present: ['no_bond_with_adult'] })
  expect(await elena.openReferral(referralId, 'unt_mk_nrm_skopje', 'support_person')).toEqual({ contact: [CENTRE] })
  const receipt = await mira.get<{ entries: OwnScreening[] }>('/api/screenings/mine')
  expect(receipt.entries[0]?.referral?.status).toBe('acknowledged')
})

test('a case is opened under a pseudonym; the officer who sent him cannot look into it', async () => {
  caseId = await openBoysCase(elena, { identity: 'Fictional Boy, born about 2010', contact: CENTRE }, referralId)
  const { state } = await elena.loadCase(caseId)
  expect(isReference(state.reference)).toBe(true)
  expect(state.guardianship.status).toBe('needed')
  expect((await elena.get<ReferralView>(`/api/referrals/${referralId}`)).status).toBe('opened')
  await expect(mira.loadCase(caseId)).rejects.toMatchObject({ status: 404 })
  // He is looked after by the worker who took him, and she sees what that needs.
  await elena.act(caseId, 'access.assigned', {
    unitId: 'unt_mk_csw_gevgelija',
    memberId: vesna.memberId,
    function: 'case_worker',
    classes: ['contact', 'safety_plan'],
  })
  await vesna.act(
    caseId,
    'safety_plan.agreed',
    { withPerson: true, reviewOn: region.day(7) },
    { safety_plan: 'Sleeps in the children’s house; nobody is told where.' },
  )
})

test('a guardian is requested and appointed', async () => {
  expect(await queuesOf(elena)).toMatchObject({ guardian_needed: 1 })
  await requestGuardian(elena, caseId)
  expect(await queuesOf(teuta)).toMatchObject({ guardian_to_appoint: 1 })
  await appointGuardian(teuta, caseId, goran)
  expect((await goran.loadCase(caseId)).state.guardianship).toMatchObject({ status: 'appointed' })
})

test('asylum is explained and none is pending', async () => {
  await elena.act(caseId, 'asylum.recorded', { status: 'explained', explainedIn: 'sq' })
  await elena.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: null })
})

test('nationality is verified, not assumed from language', async () => {
  expect((await elena.loadCase(caseId)).state.person).toMatchObject({
    languages: ['sq'],
    nationalityClaimed: null,
    nationalityVerified: null,
  })
  await elena.act(caseId, 'nationality.recorded', { country: 'AL', basis: 'document_seen' })
  expect((await elena.loadCase(caseId)).state.person.nationalityVerified?.country).toBe('AL')
})

const assessment = {
  role: 'family_assessment' as const,
  to: CHILD_UNIT,
  classes: ['identity', 'family'] as const,
  language: 'sq',
}
const need = { needs: ['child_care'], ageBand: 'doubt_child', sex: 'Masculine', languages: ['sq'] }

test('Albania’s child service assesses the family on request, and the lead does not move for it', async () => {
  const giving = { ...assessment, caseId, expiresOn: region.day(90) }
  const agreed = await steps.agree(elena, giving)
  const handoverId = await steps.ask(elena, giving, { ...need, fromOn: region.day(1), untilOn: region.day(30) })
  await region.settle()
  there = await steps.findCaseOf(ardita, handoverId)
  await ardita.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  const offering = { handoverId, agreed, needs: ['child_care'], child: true, respondBy: region.at(2) }
  // Before the guardian has authorised it and the boy has agreed, nothing is offered.
  expect(await refusalOf(steps.offer(elena, giving, offering))).toBe('agreement_missing')
  await steps.authorise(goran, caseId, agreed, 'sq')
  await steps.offer(elena, giving, offering)
  await region.settle()
  await ardita.act(there, 'handover.acknowledged', { handoverId })
  await steps.accept(ardita, there, {
    handoverId,
    placeType: 'none_needed',
    guardianArrangement: 'authority_acts_as_guardian',
    from: region.day(1),
    languages: ['sq'],
  })
  await region.settle()
  await steps.confirmWithPerson(elena, caseId, handoverId)
  await steps.sendDossier(elena, caseId, {
    handoverId,
    texts: { identity: 'Fictional Boy', family: 'An aunt in a village near Korça' },
    expiresOn: region.day(60),
  })
  await region.settle()
  expect(await ardita.open(there, ['identity', 'family'], 'prepare_decision')).toEqual({
    identity: ['Fictional Boy'],
    family: ['An aunt in a village near Korça'],
  })
  await region.days(6)
  await ardita.act(
    there,
    'handover.result_reported',
    { handoverId, result: 'suitable_with_support' },
    { family: 'The aunt wants him and can be helped to.' },
  )
  await region.settle()
  expect(await elena.open(caseId, ['family'], 'prepare_decision')).toMatchObject({
    family: expect.arrayContaining(['The aunt wants him and can be helped to.']) as unknown,
  })
  await elena.act(caseId, 'handover.closed', { handoverId })
  await region.settle()
  expect(await leadOf(elena, caseId)).toBe('ins_mk')
  expect((await ardita.loadCase(there)).state.status).toBe('closed')
})

let handoverId: string
let agreed: steps.Agreed
const takeOver = () => ({
  role: 'take_lead' as const,
  to: CHILD_UNIT,
  classes: ['identity', 'contact', 'support_plan', 'best_interests'] as const,
  language: 'sq',
  caseId,
  expiresOn: region.day(300),
})

test('the competent authority determines best interests before anything is offered', async () => {
  await elena.act(caseId, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: region.day(20),
    tookPart: ['person', 'guardian', 'social_worker', 'receiving_country_social_service'],
  })
  agreed = await steps.agree(elena, takeOver())
  handoverId = await steps.ask(elena, takeOver(), { ...need, fromOn: region.day(3), untilOn: region.day(20) })
  await region.settle()
  there = await steps.findCaseOf(ardita, handoverId)
  await ardita.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  await steps.authorise(goran, caseId, agreed, 'sq')
  const offering = { handoverId, agreed, needs: ['child_care'], child: true, respondBy: region.at(2) }
  expect(await refusalOf(steps.offer(elena, takeOver(), offering))).toBe('best_interests_missing')
  expect(await queuesOf(teuta)).toMatchObject({ best_interests_due: 1 })
  await teuta.act(
    caseId,
    'best_interests.determined',
    { outcome: 'family_in_country', country: 'AL', childHeard: true, guardianHeard: true },
    { best_interests: 'He wants to live with his aunt; the assessment supports it.' },
  )
  await steps.offer(elena, takeOver(), { ...offering, riskFlags: ['threat_from_network'] })
  await region.settle()
})

test('the offer tells needs and risks in codes, and nothing that names him', async () => {
  const view = await ardita.get<CaseView>(`/api/cases/${there}`)
  const words = JSON.stringify(view)
  for (const hidden of ['Fictional Boy', 'Gevgelija, room', 'Korça', 'aunt']) expect(words).not.toContain(hidden)
  const { state } = await ardita.loadCase(there)
  expect(state.parts).toEqual([])
  expect(state.lead).toEqual({ instanceId: 'ins_mk', unitId: 'unt_mk_nrm_skopje' })
  expect(await queuesOf(ardita)).toMatchObject({ offer_to_acknowledge: 1 })
})

test('acceptance names a worker; guardian and boy still have the last word', async () => {
  await ardita.act(there, 'handover.acknowledged', { handoverId })
  // Nobody is accepted for without a guardian's arrangement.
  const accepting = { handoverId, placeType: 'family', from: region.day(3), languages: ['sq'] }
  expect(await refusalOf(steps.accept(ardita, there, { ...accepting, guardianArrangement: 'not_needed' }))).toBe(
    'guardian_arrangement_missing',
  )
  await steps.accept(ardita, there, { ...accepting, guardianArrangement: 'guardian_ready' })
  await region.settle()
  expect((await elena.loadCase(caseId)).state.handovers.at(-1)?.acceptance).toMatchObject({ workerName: ardita.name })
  await steps.confirmWithPerson(elena, caseId, handoverId)
})

test('the dossier holds what was agreed and opens for the receiving unit only', async () => {
  const more = { identity: 'Fictional Boy', medical_essentials: 'not agreed' }
  expect(
    await refusalOf(steps.sendDossier(elena, caseId, { handoverId, texts: more, expiresOn: region.day(200) })),
  ).toBe('class_not_agreed')
  await steps.sendDossier(elena, caseId, {
    handoverId,
    texts: { identity: 'Fictional Boy', contact: 'Through his guardian', best_interests: 'As determined' },
    expiresOn: region.day(200),
  })
  await region.settle()
  expect(await ardita.open(there, ['identity'], 'prepare_handover')).toEqual({ identity: ['Fictional Boy'] })
  const besa = await region.person('al/besa')
  await expect(besa.loadCase(there)).rejects.toMatchObject({ status: 404 })
})

test('logistics are sent and confirmed; until the arrival North Macedonia leads', async () => {
  await elena.act(
    caseId,
    'handover.logistics_sent',
    { handoverId, meetOn: region.day(4), mode: 'escorted_land' },
    { logistics: 'Qafë Thanë, 11:00; the code word is "larch"' },
  )
  await region.settle()
  expect(await ardita.open(there, ['logistics'], 'prepare_handover')).toEqual({
    logistics: ['Qafë Thanë, 11:00; the code word is "larch"'],
  })
  await ardita.act(there, 'handover.logistics_confirmed', { handoverId })
  await region.settle()
  expect(await queuesOf(elena)).toMatchObject({ arrival_expected: 1 })
  expect([await leadOf(elena, caseId), await leadOf(ardita, there)]).toEqual(['ins_mk', 'ins_mk'])
})

test('he arrives: the receiver leads at once, the sender as soon as it has verified it', async () => {
  await region.days(4)
  region.cut(true)
  await ardita.act(there, 'handover.arrival_confirmed', { handoverId, metBy: ardita.memberId, codeWordGiven: true })
  // Two lead only while the arrival is on its way; never nobody.
  expect([await leadOf(elena, caseId), await leadOf(ardita, there)]).toEqual(['ins_mk', 'ins_al'])
  region.cut(false)
  await region.hours(1)
  await region.settle()
  expect([await leadOf(elena, caseId), await leadOf(ardita, there)]).toEqual(['ins_al', 'ins_al'])
  expect((await elena.loadCase(caseId)).state.status).toBe('transferred_lead')
})

test('feedback comes after 7, 30, 90 and 180 days, and not before it is given is anything closed', async () => {
  let passed = 0
  for (const day of [7, 30, 90, 180]) {
    expect(await refusalOf(elena.act(caseId, 'handover.closed', { handoverId }))).toBe('feedback_outstanding')
    await region.days(day - passed)
    passed = day
    const queues = await ardita.get<Home>('/api/home')
    expect(queues.queues.find((one) => one.queue === 'feedback_due')).toMatchObject({ count: 1, overdue: 1 })
    await ardita.act(there, 'handover.feedback_given', {
      handoverId,
      day,
      serviceStarted: true,
      safe: 'yes',
      nextContactOn: null,
    })
    await region.settle()
  }
  expect((await elena.loadCase(caseId)).state.handovers.at(-1)?.feedback.map((one) => one.day)).toEqual([
    7, 30, 90, 180,
  ])
})

test('both sides close, and both lists of acts still verify', async () => {
  await elena.act(caseId, 'handover.closed', { handoverId })
  await region.settle()
  await elena.act(caseId, 'case.closed', { reason: 'lead_handed_over', personInformed: 'yes', tasksReassigned: true })
  await ardita.act(there, 'case.closed', { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true })
  expect((await elena.loadCase(caseId)).state.status).toBe('closed')
  expect((await ardita.loadCase(there)).state.status).toBe('closed')
  for (const [code, id] of [
    ['mk', caseId],
    ['al', there],
  ] as const)
    expect(await verifyChain(region.instance(code).platform.db, id)).toMatchObject({ verified: true, brokenAt: null })
})

test('every message was receipted twice, and nothing waits for anybody', async () => {
  const { messages } = await elena.get<CaseView>(`/api/cases/${caseId}`)
  expect(messages.length).toBeGreaterThan(8)
  expect(messages.every((one) => one.state === 'processed' && one.code === null)).toBe(true)
  expect(await queuesOf(elena)).toEqual({})
})

test('two people erase the case here; the other country is asked to do the same, and somebody there answers', async () => {
  const agim = await region.person('mk/agim')
  await elena.command('erasure.ask', { caseId, reason: 'person_asked' })
  await agim.command('erasure.confirm', { caseId, understood: true })
  await region.settle()
  type Heard = { heard: { handoverId: string; answer: string | null; mayAnswer: boolean }[] }
  const { heard } = await ardita.get<Heard>(`/api/cases/${there}/erasure`)
  // Both times that the two countries worked on his case are asked about; one is answered here.
  expect(heard.find((one) => one.handoverId === handoverId)).toMatchObject({ answer: null, mayAnswer: true })
  await ardita.command('erasure.answer', { handoverId, answer: 'kept_by_own_law' })
  await region.settle()
  expect(await region.sql('mk', `select answer from app.erasure_told where handover_id = '${handoverId}'`)).toEqual([
    { answer: 'kept_by_own_law' },
  ])
  // Nothing there was touched: what is kept is theirs to decide. What was erased here still verifies.
  expect((await ardita.loadCase(there)).state.status).toBe('closed')
  expect(await verifyChain(region.instance('mk').platform.db, caseId)).toMatchObject({ verified: true, brokenAt: null })
})
