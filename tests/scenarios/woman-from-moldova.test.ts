import type { CaseView, Home } from '@ariadne/contract'
import { CARDS_A_DAY, mintId, mintReference } from '@ariadne/domain'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as steps from '../../apps/server/src/demo/handoverSteps.ts'
import { screen, refer, type Bundle } from '../../apps/server/src/demo/firstContact.ts'
import type { Person } from '../../apps/server/src/demo/person.ts'
import { startRegion, type Region } from '../support/region.ts'
import { refusalOf } from '../support/refusals.ts'

// A woman from Moldova found by an outreach NGO in Serbia; she was exploited in Sweden.

const COMPENSATION = {
  instanceId: 'ins_se',
  unitId: 'unt_se_compensation',
  country: 'SE',
  kind: 'victim_support_authority',
}

/** The digest of the code on the card she takes in Serbia. */
const CARD = '5e'.repeat(32)
const UNKNOWN = '0f'.repeat(32)

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let region: Region
let jelena: Person
let ivana: Person
let dunja: Person
let ingrid: Person
let caseId: string
let there: string
let handoverId: string
let agreed: steps.Agreed
const giving = () => ({
  caseId,
  role: 'provide_service' as const,
  to: COMPENSATION,
  classes: ['identity', 'legal_status'] as const,
  language: 'ro',
  expiresOn: region.day(180),
})
const queuesOf = async (who: Person): Promise<Record<string, number>> =>
  Object.fromEntries((await who.get<Home>('/api/home')).queues.map((one) => [one.queue, one.count]))
const leads = async (): Promise<(string | undefined)[]> => [
  (await ivana.loadCase(caseId)).state.lead?.instanceId,
  (await ingrid.loadCase(there)).state.lead?.instanceId,
]

beforeAll(async () => {
  region = await startRegion(['rs', 'se'])
  ;[jelena, ivana, dunja, ingrid] = (await Promise.all(
    ['rs/jelena', 'rs/ivana', 'rs/dunja', 'se/ingrid'].map(region.person),
  )) as [Person, Person, Person, Person]
})
afterAll(() => region.stop())

test('an outreach NGO finds her; she is asked before anybody else is told', async () => {
  const bundle = await jelena.get<Bundle>('/api/content/bundle')
  const { screening, command, evaluation } = screen(jelena, bundle, {
    setId: 'adult-mixed-flows',
    present: ['papers_taken', 'worked_without_pay'],
    selfIdentified: true,
    cardCodeHash: CARD,
    encounter: {
      placeType: 'street',
      country: 'RS',
      language: 'ro',
      interpreter: 'remote',
      safeToTalk: 'yes',
      ageBand: '25_39',
      sex: 'Feminine',
      accompaniment: 'alone',
    },
  })
  expect(evaluation.outcome).not.toBe('no_concern_recorded')
  const handOn = {
    toUnitId: 'unt_rs_protection',
    urgency: 'today' as const,
    texts: { contact: 'Where the outreach bus stops' },
  }
  const forced = await refer(jelena, screening, { ...handOn, basis: 'child_protection' })
  const asked = await refer(jelena, screening, { ...handOn, basis: 'person_agreed' })
  const outcomes = await jelena.send(command, forced.command, asked.command)
  expect(outcomes.map((one) => one.status === 'accepted' || one.code)).toEqual([true, 'adult_must_agree', true])
  await ivana.command('referral.acknowledge', { referralId: asked.referralId, unitId: 'unt_rs_protection' })
  const opening = {
    reference: mintReference('RS'),
    fileBasis: 'person_agreed',
    safeToProceed: true,
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['ro'],
    nationalityClaimed: 'MD',
    referralId: asked.referralId,
  }
  // The limits of confidentiality come first: without them no file is opened.
  expect(await refusalOf(ivana.openCase({ ...opening, confidentialityExplained: false }))).toBe('confidentiality_first')
  caseId = await ivana.openCase({ ...opening, confidentialityExplained: true }, { identity: 'Fictional Woman' })
})

test('she is told the limits of confidentiality first, in her language', async () => {
  await ivana.act(caseId, 'confidentiality.explained', { language: 'ro', interpreter: 'present', understood: true })
  expect((await ivana.loadCase(caseId)).state.confidentialityExplainedAt).not.toBeNull()
})

test('she agrees to services, and to no introduction to the police', async () => {
  await ivana.act(caseId, 'service.requested', {
    type: 'safe_accommodation',
    unitId: 'unt_rs_shelter_b',
    urgency: 'today',
  })
  await ivana.act(caseId, 'agreement.refused', {
    purpose: 'introduction_to_police',
    country: 'RS',
    helpContinues: true,
  })
  expect(
    await refusalOf(ivana.act(caseId, 'investigation.linked', { status: 'person_cooperating', personAgreed: false })),
  ).toBe('introduction_not_agreed')
  expect(
    await refusalOf(ivana.act(caseId, 'investigation.linked', { status: 'person_cooperating', personAgreed: true })),
  ).toBe('introduction_not_agreed')
  // Help goes on, whatever she said about the police.
  await ivana.act(caseId, 'service.moved', { type: 'safe_accommodation', status: 'started' })
  await ivana.act(
    caseId,
    'support_plan.agreed',
    { withPerson: true, needs: ['safe_accommodation', 'compensation_claim'], reviewOn: region.day(60) },
    { support_plan: 'Rest first; then decide about the claim.' },
  )
})

test('a reflection period runs, of thirty days at least', async () => {
  await ivana.act(caseId, 'identification.presumed', { basis: 'self_identification' })
  await ivana.act(caseId, 'reflection.offered', { explainedIn: 'ro' })
  const basis = { lengthBasis: 'convention_minimum_30_days' }
  expect(await refusalOf(ivana.act(caseId, 'reflection.started', { ...basis, endsOn: region.day(29) }))).toBe(
    'reflection_at_least_30_days',
  )
  await ivana.act(caseId, 'reflection.started', { ...basis, endsOn: region.day(35) })
  expect((await ivana.loadCase(caseId)).state.reflection.status).toBe('running')
  expect(await queuesOf(ivana)).toMatchObject({ reflection_ending: 1 })
})

test('a Swedish unit is offered one task: help with a compensation claim there', async () => {
  await ivana.act(caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: 'ro' })
  // Her lawyer works on the claim here and sees what that needs.
  await ivana.act(caseId, 'access.assigned', {
    unitId: 'unt_rs_legal_aid',
    memberId: dunja.memberId,
    function: 'advocate',
    classes: ['legal_status'],
  })
  agreed = await steps.agree(ivana, giving())
  handoverId = await steps.ask(ivana, giving(), {
    needs: ['compensation_claim'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['ro'],
    fromOn: region.day(1),
    untilOn: region.day(90),
  })
  await region.settle()
  there = await steps.findCaseOf(ingrid, handoverId)
  await ingrid.act(there, 'handover.capability_answered', { handoverId, answer: 'possible' })
  await region.settle()
  await steps.offer(ivana, giving(), {
    handoverId,
    agreed,
    needs: ['compensation_claim'],
    child: false,
    respondBy: region.at(3),
  })
  await region.settle()
  const { state } = await ingrid.loadCase(there)
  expect(state.handovers[0]).toMatchObject({
    role: 'provide_service',
    stage: 'offered',
    offer: { needs: ['compensation_claim'] },
  })
  expect(JSON.stringify(await ingrid.get<CaseView>(`/api/cases/${there}`))).not.toContain('Fictional Woman')
  expect(await leads()).toEqual(['ins_rs', 'ins_rs'])
})

test('Sweden accepts; it may help, and the lead cannot be taken with it', async () => {
  await ingrid.act(there, 'handover.acknowledged', { handoverId })
  await steps.accept(ingrid, there, {
    handoverId,
    placeType: 'none_needed',
    guardianArrangement: 'not_needed',
    from: region.day(1),
    languages: ['ro'],
  })
  await region.settle()
  expect(
    await refusalOf(
      ingrid.act(there, 'handover.arrival_confirmed', { handoverId, metBy: ingrid.memberId, codeWordGiven: true }),
    ),
  ).toBe('handover_not_at_this_stage')
  expect(await leads()).toEqual(['ins_rs', 'ins_rs'])
})

test('she changes her mind after the offer: one step here, and the withdrawal is on its way to Sweden', async () => {
  // Sweden cannot be reached just now; that is no reason to wait with her decision.
  region.cut(true)
  await ivana.act(caseId, 'agreement.withdrawn', { agreementId: agreed.agreementId, toldWhatCannotBeRecalled: true })
  const { state } = await ivana.loadCase(caseId)
  expect(state.handovers[0]).toMatchObject({
    stage: 'withdrawn',
    withdrawal: { reason: 'person_withdrew', acknowledgedAt: null },
  })
  // Nothing more is shared from this moment on.
  expect(
    await refusalOf(
      steps.sendDossier(ivana, caseId, { handoverId, texts: { identity: 'x' }, expiresOn: region.day(30) }),
    ),
  ).toBe('handover_not_at_this_stage')
  expect(await queuesOf(ivana)).toMatchObject({ withdrawal_unacknowledged: 1 })
  const { messages } = await ivana.get<CaseView>(`/api/cases/${caseId}`)
  expect(messages.at(-1)?.state).toMatch(/waiting|sent/u)
})

test('the withdrawal reaches Sweden and is acknowledged', async () => {
  region.cut(false)
  await region.hours(1)
  await region.settle()
  expect(await queuesOf(ingrid)).toMatchObject({ withdrawal_to_acknowledge: 1 })
  // Who changed her mind, and through whom she said it, stays in Serbia.
  const view = await ingrid.get<CaseView>(`/api/cases/${there}`)
  const withdrawal = view.actions.find((one) => one.kind === 'handover.withdrawn')
  expect(withdrawal?.by).toMatchObject({ instanceId: 'ins_rs', memberId: null, function: 'instance' })
  expect(
    await refusalOf(
      ivana.act(caseId, 'case.closed', { reason: 'person_wishes', personInformed: 'yes', tasksReassigned: true }),
    ),
  ).toBe('withdrawal_unacknowledged')
  await ingrid.act(there, 'handover.withdrawal_acknowledged', { handoverId, stoppedSharing: true, erased: true })
  await region.settle()
  expect((await ivana.loadCase(caseId)).state.handovers[0]?.withdrawal?.acknowledgedAt).not.toBeNull()
  expect((await ingrid.loadCase(there)).state.status).toBe('closed')
  expect(await queuesOf(ingrid)).toEqual({})
})

test('Serbia has kept the lead throughout, and goes on helping her', async () => {
  expect(await leads()).toEqual(['ins_rs', 'ins_rs'])
  await ivana.act(caseId, 'compensation.recorded', { status: 'person_informed', from: 'state_fund' })
  await region.days(36)
  await ivana.act(caseId, 'reflection.ended', { reason: 'expired', appealExplained: false })
  await ivana.act(caseId, 'case.monitoring_started', { contactDays: [30, 90, 180], personAgreedToContact: true })
  expect((await ivana.loadCase(caseId)).state).toMatchObject({
    status: 'monitoring',
    assistance: { status: 'long_term' },
  })
})

test('she changes her mind once more: what was withdrawn can be asked for again, with a new agreement', async () => {
  const again = await steps.agree(ivana, giving())
  const second = await steps.ask(ivana, giving(), {
    needs: ['compensation_claim'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['ro'],
    fromOn: region.day(1),
    untilOn: region.day(90),
  })
  await region.settle()
  const next = await steps.findCaseOf(ingrid, second)
  expect(next).not.toBe(there)
  await ingrid.act(next, 'handover.capability_answered', { handoverId: second, answer: 'possible' })
  await region.settle()
  expect(
    await refusalOf(
      steps.offer(ivana, giving(), {
        handoverId: second,
        agreed,
        needs: ['compensation_claim'],
        child: false,
        respondBy: region.at(3),
      }),
    ),
  ).toBe('agreement_missing')
  await steps.offer(ivana, giving(), {
    handoverId: second,
    agreed: again,
    needs: ['compensation_claim'],
    child: false,
    respondBy: region.at(3),
  })
  await region.settle()
  expect((await ingrid.loadCase(next)).state.handovers[0]?.stage).toBe('offered')
})

const show = (codeHash: string, requestId: string = mintId<string>(Date.parse(region.at(0)))) => ({
  requestId,
  unitId: 'unt_se_compensation',
  toInstance: 'ins_rs',
  codeHash,
  reason: 'go_on',
  language: 'ro',
  present: true,
  willing: true,
})
type Asked = { requests: { requestId: string; state: string; answer: string | null; answerUnit: string | null }[] }
const asked = async () => (await ingrid.get<Asked>('/api/cards/asked')).requests
const came = () =>
  region.sql<{ became: string; unit_id: string | null; peer: string }>(
    'rs',
    'select became, unit_id, peer from app.card_shown order by received_at, request_id',
  )
/** All that Sweden has of its own messages about cards: what was signed for it, and what stands in its outbox. */
const receipts = async () =>
  (
    await region.sql<{ state: string; code: string | null; processing_receipt: string }>(
      'se',
      "select state, code, processing_receipt from app.outbox where kind = 'card.shown' order by position",
    )
  ).map(({ processing_receipt, ...row }) => ({
    ...row,
    outcome: (
      JSON.parse(Buffer.from(processing_receipt.split('.')[1] ?? '', 'base64url').toString()) as { outcome: unknown }
    ).outcome,
  }))

test('in Sweden she shows the card from Serbia: without her there and willing nothing goes, and no code is told from another', async () => {
  const statement = { ...show(CARD), willing: false } as never
  expect(await refusalOf(ingrid.command('card.show', statement))).toBe('invalid_input')
  await ingrid.command('card.show', show(UNKNOWN))
  await ingrid.command('card.show', show(CARD))
  await region.settle()
  const [first, second, ...more] = await receipts()
  expect(more).toEqual([])
  expect(first).toEqual({ state: 'processed', code: null, outcome: 'accepted' })
  expect(second).toEqual(first)
  expect((await asked()).map(({ state, answer }) => [state, answer])).toEqual([
    ['waiting', null],
    ['waiting', null],
  ])
  // Both were written down in Serbia; one lies before the people who have her case.
  expect(await came()).toEqual([
    { became: 'unknown', unit_id: null, peer: 'ins_se' },
    { became: 'waiting', unit_id: 'unt_rs_protection', peer: 'ins_se' },
  ])
  expect(await queuesOf(ivana)).toMatchObject({ card_shown: 1 })
  expect(await queuesOf(dunja)).not.toHaveProperty('card_shown')
  // Nothing that says who she is has left Sweden, nor has anything come back.
  const sent = await region.sql<{ body: Record<string, unknown> }>(
    'se',
    "select draft -> 'body' as body from app.outbox where kind = 'card.shown' order by position desc limit 1",
  )
  expect(Object.keys(sent[0]?.body ?? {}).toSorted()).toEqual([
    'codeHash',
    'expiresAt',
    'language',
    'present',
    'reason',
    'requestId',
    'shownAt',
    'unitId',
    'willing',
  ])
})

test('only a person in Serbia decides; the answer is all that Sweden learns, and a way to the handover lane', async () => {
  const [line] = (await ivana.get<Home>('/api/home')).queues.find((one) => one.queue === 'card_shown')?.first ?? []
  if (line?.subject.type !== 'card') throw new Error('The line leads to a card.')
  const { requestId } = line.subject
  const shown = await ivana.get<{ fromUnit: string; caseId: string | null }>(`/api/cards/shown/${requestId}`)
  expect(shown).toMatchObject({ fromUnit: 'unt_se_compensation', fromInstance: 'ins_se', state: 'waiting', caseId })
  const decide = { requestId, unitId: 'unt_rs_protection', answer: 'may_speak' } as const
  expect(await refusalOf(jelena.command('card.decide', { ...decide, unitId: 'unt_rs_outreach' }))).toBe(
    'card_request_unknown',
  )
  await ivana.command('card.decide', decide)
  // Said twice it is said once; said otherwise it is refused.
  await ivana.command('card.decide', decide)
  expect(await refusalOf(ivana.command('card.decide', { ...decide, answer: 'no' }))).toBe('card_answered')
  await region.settle()
  expect(await queuesOf(ingrid)).toMatchObject({ card_answered: 1 })
  expect((await asked()).find((one) => one.requestId === requestId)).toMatchObject({
    state: 'answered',
    answer: 'may_speak',
    answerUnit: 'unt_rs_protection',
  })
  await ingrid.command('card.seen', { requestId, unitId: 'unt_se_compensation' })
  expect(await queuesOf(ingrid)).not.toHaveProperty('card_answered')
  expect(await queuesOf(ivana)).not.toHaveProperty('card_shown')
})

test('codes are not guessed: so many a day from a unit and from a country; a request that nobody answers ends in silence', async () => {
  const before = (await came()).length
  while ((await asked()).length < CARDS_A_DAY.unit) await ingrid.command('card.show', show(UNKNOWN))
  expect(await refusalOf(ingrid.command('card.show', show(CARD)))).toBe('card_too_many')
  await region.settle()
  expect(await came()).toHaveLength(before + CARDS_A_DAY.unit - 2)
  // A whole country that asks without end is written down and no longer looked up, even with a code that is known.
  await region.hours(25)
  await region.sql(
    'rs',
    `insert into app.card_shown select gen_random_uuid(), peer, 'unt_se_other', code_hash, 'unknown', null, null, null, hints, reason,
       language, shown_at, expires_at, received_at + interval '25 hours', null from app.card_shown
     cross join generate_series(1, ${CARDS_A_DAY.instance}) limit ${CARDS_A_DAY.instance}`,
  )
  await ingrid.command('card.show', show(CARD))
  await region.settle()
  expect((await came()).filter(({ became }) => became === 'too_many')).toHaveLength(1)
  expect((await receipts()).at(-1)).toEqual({ state: 'processed', code: null, outcome: 'accepted' })
  expect(await queuesOf(ivana)).not.toHaveProperty('card_shown')
  await region.days(15)
  const states = (await asked()).map(({ state }) => state)
  expect(states.filter((state) => state !== 'no_answer')).toEqual(['answered'])
})
