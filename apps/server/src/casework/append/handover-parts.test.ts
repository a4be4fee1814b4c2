import { mintId } from '@ariadne/domain'
import type { Act, Actor, CaseId, MemberId, UnitId } from '@ariadne/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readParts } from '../sealed-parts.ts'
import { createWorld, PEER } from '../testing/world.ts'
import type { World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const nrm = () => world.actor('mbr_nrm', 'focal_point')
const coordinator = () => world.actor('mbr_nrm')
const abroad: Actor = {
  instanceId: PEER.instanceId,
  unitId: PEER.unit.unitId as UnitId,
  memberId: 'mbr_al_worker' as MemberId,
  function: 'case_worker',
}
/** The other side's act, as a verified message brings it. */
const fromAbroad = async (caseId: CaseId, kind: string, body: object, parts: Parameters<World['act']>[4] = []) => {
  const act: Act = { ...(await world.mint(abroad, caseId, kind, body as Act['body'], parts)), reliesOn: {} }
  return world.system((tx) =>
    world.casework.appendActs(tx, { caseId, acts: [act], parts, from: { kind: 'peer', instanceId: PEER.instanceId } }),
  )
}

/** A family assessment asked of the other country, as far as the person's confirmation. */
const confirmed = async () => {
  const caseId = await world.open(coordinator())
  const recipient = { instanceId: PEER.instanceId, unitId: PEER.unit.unitId, country: 'AL' }
  await world.done(coordinator(), caseId, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  const agreement = await world.agreement(recipient, 'provide_service')
  await world.done(coordinator(), caseId, 'agreement.given', agreement)
  const handoverId = mintId<string>(world.clock.now().getTime())
  await world.done(nrm(), caseId, 'handover.capability_asked', {
    handoverId,
    role: 'provide_service',
    peer: PEER.instanceId,
    recipientUnitId: PEER.unit.unitId,
    recipientCountry: 'AL',
    needs: ['compensation_claim'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['sq'],
    urgency: 'standard',
    fromOn: world.day(1),
    untilOn: world.day(60),
  })
  expect(await fromAbroad(caseId, 'handover.capability_answered', { handoverId, answer: 'possible' })).toMatchObject({
    status: 'accepted',
  })
  const offer = {
    handoverId,
    agreementId: agreement.agreementId,
    agreementHash: agreement.hash,
    recipientKind: 'child_protection',
    needs: ['compensation_claim'],
    riskFlags: [],
    child: false,
    respondBy: new Date(world.clock.now().getTime() + 86_400_000).toISOString(),
  }
  expect(await world.act(nrm(), caseId, 'handover.offered', { ...offer, recipientKind: 'ngo_support' })).toMatchObject({
    code: 'unit_unknown',
    field: 'body.recipientKind',
  })
  expect(await world.act(nrm(), caseId, 'handover.offered', { ...offer, agreementHash: 'b'.repeat(64) })).toMatchObject(
    { code: 'agreement_hash_differs' },
  )
  await world.done(nrm(), caseId, 'handover.offered', offer)
  await fromAbroad(caseId, 'handover.acknowledged', { handoverId })
  expect(
    await fromAbroad(caseId, 'handover.accepted', {
      handoverId,
      workerId: 'mbr_al_worker',
      workerName: 'Their own worker',
      placeType: 'none_needed',
      guardianArrangement: 'not_needed',
      from: world.day(2),
      staffLanguages: ['sq'],
      conditions: [],
    }),
  ).toMatchObject({ status: 'accepted' })
  await world.done(nrm(), caseId, 'handover.person_confirmed', { handoverId, toldWhoAndWhere: true, privately: true })
  return { caseId, handoverId, agreement }
}

test('a dossier is bound to the handover and sealed for the unit abroad and the one that sends it, nobody else', async () => {
  const { caseId, handoverId } = await confirmed()
  const dossier = (subject: string, readers: string[]) => {
    const part = world.seal('identity', subject, readers)
    return world.act(
      nrm(),
      caseId,
      'handover.dossier_sent',
      { handoverId, classes: ['identity'], expiresOn: world.day(90), onwardSharing: false },
      [part],
    )
  }
  expect(await dossier(caseId, ['unt_nrm', 'unt_al_child'])).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await dossier(handoverId, ['unt_nrm'])).toMatchObject({ code: 'wrap_missing' })
  expect(await dossier(handoverId, ['unt_al_child'])).toMatchObject({ code: 'wrap_missing' })
  expect(await dossier(handoverId, ['unt_nrm', 'unt_al_child', 'unt_shelter'])).toMatchObject({
    code: 'wrap_for_a_stranger',
  })
  expect(await dossier(handoverId, ['unt_nrm', 'unt_al_child'])).toMatchObject({ status: 'accepted' })
})

test('what comes back from abroad is stored for the unit that asked, with where it was sealed', async () => {
  const { caseId, handoverId } = await confirmed()
  const sent = world.seal('identity', handoverId, ['unt_nrm', 'unt_al_child'])
  await world.done(
    nrm(),
    caseId,
    'handover.dossier_sent',
    { handoverId, classes: ['identity'], expiresOn: world.day(90), onwardSharing: false },
    [sent],
  )
  const answer = (readers: string[]) => {
    const note = world.seal('handover_note', handoverId, readers)
    return fromAbroad(caseId, 'handover.result_reported', { handoverId, result: 'service_given' }, [note]).then(
      (outcome) => ({ note, outcome }),
    )
  }
  expect((await answer(['unt_al_child'])).outcome).toMatchObject({ code: 'wrap_missing' })
  const { note, outcome } = await answer(['unt_nrm'])
  expect(outcome).toMatchObject({ status: 'accepted' })
  const stored = await world.system((tx) => readParts(tx, { ids: [note.partId], forUnit: 'unt_nrm' }))
  expect(stored).toMatchObject([{ mintedBy: PEER.instanceId, owner: { kind: 'case', id: caseId } }])
})

test('a message of one instance never acts for another, nor for us', async () => {
  const { caseId, handoverId } = await confirmed()
  const act = await world.mint(abroad, caseId, 'handover.result_reported', { handoverId, result: 'service_given' })
  const send = (by: Actor, instanceId: string) =>
    world.system((tx) =>
      world.casework.appendActs(tx, { caseId, acts: [{ ...act, by }], from: { kind: 'peer', instanceId } }),
    )
  expect(await send(abroad, 'ins_se')).toMatchObject({ code: 'actor_differs' })
  expect(await send(nrm(), PEER.instanceId)).toMatchObject({ code: 'actor_differs' })
  expect(await send({ ...abroad, instanceId: 'ins_se' as never }, 'ins_se')).toMatchObject({
    code: 'not_your_function',
  })
})

test('an agreement withdrawn takes the handover along at once, whoever withdrew it', async () => {
  const { caseId, agreement } = await confirmed()
  await world.done(coordinator(), caseId, 'access.assigned', {
    unitId: 'unt_shelter',
    memberId: null,
    function: 'advocate',
    classes: [],
  })
  const outcome = await world.done(world.actor('mbr_shelter2', 'advocate'), caseId, 'agreement.withdrawn', {
    agreementId: agreement.agreementId,
    toldWhatCannotBeRecalled: true,
  })
  expect(outcome.actions.map((action) => [action.kind, action.by.function])).toEqual([
    ['agreement.withdrawn', 'advocate'],
    ['handover.withdrawn', 'instance'],
  ])
  expect(outcome.state.handovers[0]).toMatchObject({ stage: 'withdrawn', withdrawal: { reason: 'person_withdrew' } })
})

test('a case that another country asks about begins only before a unit that can receive it', async () => {
  const ask = async (recipientUnitId: string) => {
    const caseId = world.newCase()
    const outcome = await fromAbroad(caseId, 'handover.capability_asked', {
      handoverId: mintId<string>(world.clock.now().getTime()),
      role: 'provide_service',
      peer: world.instanceId,
      recipientUnitId,
      recipientCountry: 'MK',
      needs: ['documents'],
      ageBand: '25_39',
      sex: 'Masculine',
      languages: ['sq'],
      urgency: 'standard',
      fromOn: world.day(1),
      untilOn: world.day(60),
    })
    return { caseId, outcome }
  }
  expect((await ask('unt_office')).outcome).toMatchObject({ code: 'unit_unknown' })
  const { caseId, outcome } = await ask('unt_nrm')
  expect(outcome).toMatchObject({ status: 'accepted', state: { reference: expect.stringMatching(/^MK-/u) } })
  expect(await world.system((tx) => world.casework.lockState(tx, caseId))).toMatchObject({ status: 'draft' })
  expect(await world.count('mbr_shelter', 'case_row')).toBe(0)
})
