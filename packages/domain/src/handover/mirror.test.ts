import { expect, test } from 'vitest'
import {
  append,
  emptyCase,
  judge,
  mintId,
  nextActs,
  queueEntries,
  caseReaders,
  openableClasses,
  type Act,
  type Actor,
  type CaseId,
  type CaseState,
  type HandoverId,
  type InstanceId,
  type MemberId,
  type UnitId,
} from '../index.ts'

const MK = 'ins_mk' as InstanceId
const AL = 'ins_al' as InstanceId
const actor = (instanceId: InstanceId, unit: string, member: string, fn: Actor['function']): Actor => ({
  instanceId,
  unitId: `unt_${unit}` as UnitId,
  memberId: `mbr_${member}` as MemberId,
  function: fn,
})
const coordinator = actor(MK, 'mk_nrm', 'mk_coordinator', 'case_coordinator')
const authority = actor(MK, 'mk_csw', 'mk_csw', 'competent_authority')
const guardian = actor(MK, 'mk_guardians', 'mk_guardian', 'guardian')
const worker = actor(AL, 'al_child', 'al_worker', 'case_worker')
const hash = 'a'.repeat(64)

/** Two instances, each with its own copy of the case; a handover act on one is mirrored on the other. */
const twoSides = (start: string) => {
  let clock = Date.parse(start)
  const states: Record<string, CaseState> = {}
  const ids = { [MK]: mintId<CaseId>(clock), [AL]: mintId<CaseId>(clock + 1) }
  states[MK] = emptyCase(ids[MK]!, MK)
  states[AL] = emptyCase(ids[AL]!, AL)
  const put = (instance: InstanceId, by: Actor, kind: string, body: Record<string, unknown>, parts: string[]): void => {
    const state = states[instance]!
    const now = new Date(clock).toISOString()
    const act = {
      id: mintId(clock),
      caseId: state.caseId,
      kind,
      version: 1,
      by,
      occurredAt: now,
      reliesOn: state.revisions,
      body,
      parts: parts.map((one) => ({ partId: mintId(clock), class: one })),
    } as unknown as Act
    const judgement = judge(state, act, now)
    if (judgement.outcome !== 'allowed') throw new Error(`${instance} ${kind}: ${JSON.stringify(judgement)}`)
    states[instance] = append(state, act)
  }
  return {
    state: (instance: InstanceId): CaseState => states[instance]!,
    days: (count: number): void => void (clock += count * 86_400_000),
    day: (ahead: number): string => new Date(clock + ahead * 86_400_000).toISOString().slice(0, 10),
    at: (ahead: number): string => new Date(clock + ahead * 86_400_000).toISOString(),
    act: (by: Actor, kind: string, body: Record<string, unknown> = {}, parts: string[] = []): void => {
      clock += 60_000
      put(by.instanceId, by, kind, body, parts)
      if (kind.startsWith('handover.')) put(by.instanceId === MK ? AL : MK, by, kind, body, parts)
    },
    next: (by: Actor): string[] => nextActs(states[by.instanceId]!, by, new Date(clock).toISOString()),
  }
}

const openChild = (two: ReturnType<typeof twoSides>): void => {
  two.act(coordinator, 'case.opened', {
    reference: 'MK-7F3K-9Q2D',
    fileBasis: 'child_protection',
    safeToProceed: true,
    ageBand: 'doubt_child',
    sex: 'Masculine',
    languages: ['sq'],
    confidentialityExplained: true,
    nationalityClaimed: null,
    referralId: null,
  })
  two.act(coordinator, 'guardian.requested', {
    authorityUnitId: 'unt_mk_csw',
    preferredSex: 'Masculine',
    languages: ['sq'],
  })
  two.act(authority, 'guardian.appointed', {
    guardianUnitId: 'unt_mk_guardians',
    guardianMemberId: 'mbr_mk_guardian',
    interim: false,
    noConflictOfInterest: true,
  })
  two.act(coordinator, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  two.act(coordinator, 'nationality.recorded', { country: 'AL', basis: 'document_seen' })
}
const agree = (two: ReturnType<typeof twoSides>, purpose: string, classes: string[]): string => {
  const agreementId = mintId<string>(Date.now())
  two.act(coordinator, 'agreement.given', {
    agreementId,
    recipient: { instanceId: AL, unitId: 'unt_al_child', country: 'AL' },
    classes,
    purpose,
    expiresOn: two.day(300),
    language: 'sq',
    interpreter: 'present',
    toldPrivately: true,
    toldMayRefuse: true,
    toldWhatCannotBeRecalled: true,
    lawfulBasis: 'public_task',
    transferBasis: 'to_be_confirmed',
    hash,
  })
  two.act(guardian, 'agreement.guardian_authorised', { agreementId })
  two.act(guardian, 'agreement.child_assented', { agreementId, explainedIn: 'sq', withoutPressure: true })
  return agreementId
}
const ask = (two: ReturnType<typeof twoSides>, role: string): HandoverId => {
  const handoverId = mintId<HandoverId>(Date.now())
  two.act(coordinator, 'handover.capability_asked', {
    handoverId,
    role,
    peer: AL,
    recipientUnitId: 'unt_al_child',
    recipientCountry: 'AL',
    needs: ['child_care'],
    ageBand: 'doubt_child',
    sex: 'Masculine',
    languages: ['sq'],
    urgency: 'standard',
    fromOn: two.day(1),
    untilOn: two.day(60),
  })
  two.act(worker, 'handover.capability_answered', { handoverId, answer: 'possible' })
  return handoverId
}
const offer = (two: ReturnType<typeof twoSides>, handoverId: string, agreementId: string): void => {
  two.act(coordinator, 'handover.offered', {
    handoverId,
    agreementId,
    agreementHash: hash,
    recipientKind: 'child_protection',
    needs: ['child_care'],
    riskFlags: [],
    child: true,
    respondBy: two.at(2),
  })
  two.act(worker, 'handover.acknowledged', { handoverId })
  two.act(worker, 'handover.accepted', {
    handoverId,
    workerId: 'mbr_al_worker',
    workerName: 'Fictional Worker',
    placeType: 'family',
    guardianArrangement: 'guardian_ready',
    from: two.day(3),
    staffLanguages: ['sq'],
    conditions: [],
  })
  two.act(coordinator, 'handover.person_confirmed', { handoverId, toldWhoAndWhere: true, privately: true })
}

test('a child travels the whole way and the lead moves only at arrival', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openChild(two)
  const assessment = ask(two, 'family_assessment')
  offer(two, assessment, agree(two, 'family_assessment', ['identity', 'family']))
  two.act(
    coordinator,
    'handover.dossier_sent',
    { handoverId: assessment, classes: ['identity', 'family'], expiresOn: two.day(60), onwardSharing: false },
    ['identity', 'family'],
  )
  two.act(worker, 'handover.result_reported', { handoverId: assessment, result: 'suitable_with_support' }, ['family'])
  two.act(coordinator, 'handover.closed', { handoverId: assessment })
  two.act(
    authority,
    'best_interests.determined',
    { outcome: 'family_in_country', country: 'AL', childHeard: true, guardianHeard: true },
    ['best_interests'],
  )
  two.act(coordinator, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: two.day(30),
    tookPart: ['person', 'guardian'],
  })
  const handoverId = ask(two, 'take_lead')
  offer(two, handoverId, agree(two, 'take_over_lead', ['identity', 'contact', 'support_plan']))
  two.act(
    coordinator,
    'handover.dossier_sent',
    { handoverId, classes: ['identity'], expiresOn: two.day(200), onwardSharing: false },
    ['identity'],
  )
  two.act(coordinator, 'handover.logistics_sent', { handoverId, meetOn: two.day(5), mode: 'escorted_land' }, [
    'logistics',
  ])
  two.act(worker, 'handover.logistics_confirmed', { handoverId })
  expect(two.state(MK).lead?.instanceId).toBe(MK)
  expect(two.state(AL).lead?.instanceId).toBe(MK)
  two.days(5)
  two.act(worker, 'handover.arrival_confirmed', { handoverId, metBy: 'mbr_al_worker', codeWordGiven: true })
  expect(two.state(MK).lead?.instanceId).toBe(AL)
  expect(two.state(AL).lead).toEqual({ instanceId: AL, unitId: 'unt_al_child' })
  for (const day of [7, 30, 90, 180]) {
    expect(queueEntries(two.state(AL)).map((one) => one.queue)).toContain('feedback_due')
    two.act(worker, 'handover.feedback_given', {
      handoverId,
      day,
      serviceStarted: true,
      safe: 'yes',
      nextContactOn: null,
    })
  }
  two.act(coordinator, 'handover.closed', { handoverId })
  expect(two.next(coordinator)).toContain('case.closed')
  two.act(coordinator, 'case.closed', { reason: 'lead_handed_over', personInformed: 'yes', tasksReassigned: true })
  expect(two.state(MK).status).toBe('closed')
  two.act(worker, 'case.closed', { reason: 'goals_reached', personInformed: 'yes', tasksReassigned: true })
  expect(two.state(AL).status).toBe('closed')
  expect(caseReaders(two.state(AL)).every((reader) => reader.unitId === 'unt_al_child')).toBe(true)
})

test('without the family assessment, best interests or a fresh risk assessment nothing is offered', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openChild(two)
  const agreementId = agree(two, 'take_over_lead', ['identity'])
  const handoverId = ask(two, 'take_lead')
  const body = {
    handoverId,
    agreementId,
    agreementHash: hash,
    recipientKind: 'child_protection',
    needs: ['child_care'],
    riskFlags: [],
    child: true,
    respondBy: two.at(2),
  }
  expect(() => two.act(coordinator, 'handover.offered', body)).toThrow('pre_return_risk_missing')
  two.act(coordinator, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: two.day(30),
    tookPart: ['person'],
  })
  expect(() => two.act(coordinator, 'handover.offered', body)).toThrow('best_interests_missing')
  two.act(
    authority,
    'best_interests.determined',
    { outcome: 'family_in_country', country: 'AL', childHeard: true, guardianHeard: true },
    ['best_interests'],
  )
  expect(() => two.act(coordinator, 'handover.offered', body)).toThrow('family_assessment_missing')
})

const openAdult = (two: ReturnType<typeof twoSides>): void => {
  two.act(coordinator, 'case.opened', {
    reference: 'MK-7F3K-9Q2D',
    fileBasis: 'person_agreed',
    safeToProceed: true,
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['sq'],
    confidentialityExplained: true,
    nationalityClaimed: 'AL',
    referralId: null,
  })
  two.act(coordinator, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
}
const agreeAsAdult = (two: ReturnType<typeof twoSides>, purpose: string, expiresOn: string): string => {
  const agreementId = mintId<string>(Date.now())
  two.act(coordinator, 'agreement.given', {
    agreementId,
    recipient: { instanceId: AL, unitId: 'unt_al_child', country: 'AL' },
    classes: ['identity'],
    purpose,
    expiresOn,
    language: 'sq',
    interpreter: 'present',
    toldPrivately: true,
    toldMayRefuse: true,
    toldWhatCannotBeRecalled: true,
    lawfulBasis: 'public_task',
    transferBasis: 'to_be_confirmed',
    hash,
  })
  return agreementId
}
/** An adult's handover up to the word with the person that goes before the dossier. */
const confirmedWith = (
  two: ReturnType<typeof twoSides>,
  { role = 'return_support', recipientKind = 'nrm_office', expiresOn = two.day(300), agreed = true } = {},
): string => {
  const agreementId = agreed ? agreeAsAdult(two, role, expiresOn) : null
  const handoverId = ask(two, role)
  two.act(coordinator, 'handover.offered', {
    handoverId,
    agreementId,
    agreementHash: agreed ? hash : null,
    recipientKind,
    needs: ['child_care'],
    riskFlags: [],
    child: false,
    respondBy: two.at(2),
  })
  two.act(worker, 'handover.acknowledged', { handoverId })
  two.act(worker, 'handover.accepted', {
    handoverId,
    workerId: 'mbr_al_worker',
    workerName: 'Fictional Worker',
    placeType: 'shelter',
    guardianArrangement: 'not_needed',
    from: two.day(3),
    staffLanguages: ['sq'],
    conditions: [],
  })
  two.act(coordinator, 'handover.person_confirmed', { handoverId, toldWhoAndWhere: true, privately: true })
  return handoverId
}
const dossier = (two: ReturnType<typeof twoSides>, handoverId: string, until = 20): void =>
  two.act(
    coordinator,
    'handover.dossier_sent',
    { handoverId, classes: ['identity'], expiresOn: two.day(until), onwardSharing: false },
    ['identity'],
  )
const logistics = (two: ReturnType<typeof twoSides>, handoverId: string): void =>
  two.act(coordinator, 'handover.logistics_sent', { handoverId, meetOn: two.day(5), mode: 'escorted_land' }, [
    'logistics',
  ])

test('who asks for asylum after the offer: no dossier and no journey goes to an authority of the country of origin', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const handoverId = confirmedWith(two)
  two.act(coordinator, 'asylum.recorded', { status: 'pending', explainedIn: 'sq' })
  expect(() => dossier(two, handoverId)).toThrow('asylum_pending_origin_authority')
  two.act(coordinator, 'asylum.recorded', { status: 'none_pending', explainedIn: 'sq' })
  dossier(two, handoverId)
  two.act(coordinator, 'asylum.recorded', { status: 'pending', explainedIn: 'sq' })
  expect(() => logistics(two, handoverId)).toThrow('asylum_pending_origin_authority')
  // A service that is no authority may still be told.
  const other = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(other)
  const toService = confirmedWith(other, { recipientKind: 'ngo_support' })
  other.act(coordinator, 'asylum.recorded', { status: 'pending', explainedIn: 'sq' })
  dossier(other, toService)
})

test('an agreement that is over carries no journey either; a new one does', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const handoverId = confirmedWith(two, { expiresOn: two.day(30) })
  dossier(two, handoverId)
  two.days(31)
  expect(() => logistics(two, handoverId)).toThrow('agreement_missing')
  agreeAsAdult(two, 'return_support', two.day(30))
  logistics(two, handoverId)
})

test('what was sent is opened until the day that the dossier names, and not after the person said no', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const handoverId = confirmedWith(two)
  dossier(two, handoverId, 20)
  const may = (from: string) => openableClasses(worker, two.state(AL), from)
  expect(may(two.at(20))).toBe('all')
  expect(may(two.at(22))).toEqual(new Set())
  two.act(coordinator, 'handover.withdrawn', {
    handoverId,
    reason: 'person_withdrew',
    toldWhatCannotBeRecalled: true,
  })
  expect(may(two.at(1))).toEqual(new Set())
  expect(two.next(worker)).toContain('handover.withdrawal_acknowledged')
  expect(openableClasses(coordinator, two.state(MK), two.at(22))).toBe('all')
})

test('an override that no second person confirmed in time carries nothing more', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const recipient = { instanceId: AL, unitId: 'unt_al_child' }
  two.act(coordinator, 'override.invoked', { ground: 'life_risk', classes: ['identity'], recipient }, ['narrative'])
  const handoverId = confirmedWith(two, { agreed: false })
  dossier(two, handoverId)
  two.days(2)
  expect(() => dossier(two, handoverId)).toThrow('agreement_missing')
  const overrideId = two.state(MK).overrides[0]?.overrideId
  const unknown = mintId<string>(Date.now())
  expect(() => two.act(coordinator, 'override.person_informed', { overrideId: unknown })).toThrow('no_override_waiting')
  two.act({ ...coordinator, memberId: 'mbr_mk_second' as MemberId }, 'override.confirmed', { overrideId })
  dossier(two, handoverId)
})

test('what another country leads is not opened again here', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  two.act(coordinator, 'nationality.recorded', { country: 'AL', basis: 'document_seen' })
  two.act(coordinator, 'risk.assessed', {
    type: 'pre_return',
    level: 'low',
    validUntil: two.day(30),
    tookPart: ['person'],
  })
  const agreementId = agreeAsAdult(two, 'take_over_lead', two.day(300))
  const handoverId = ask(two, 'take_lead')
  offer(two, handoverId, agreementId)
  dossier(two, handoverId)
  logistics(two, handoverId)
  two.act(worker, 'handover.logistics_confirmed', { handoverId })
  two.act(worker, 'handover.arrival_confirmed', { handoverId, metBy: 'mbr_al_worker', codeWordGiven: true })
  for (const day of [7, 30, 90, 180])
    two.act(worker, 'handover.feedback_given', {
      handoverId,
      day,
      serviceStarted: true,
      safe: 'yes',
      nextContactOn: null,
    })
  two.act(coordinator, 'handover.closed', { handoverId })
  two.act(coordinator, 'case.closed', { reason: 'lead_handed_over', personInformed: 'yes', tasksReassigned: true })
  expect(() => two.act(coordinator, 'case.reopened', { because: 'new_risk' })).toThrow('not_the_lead')
  expect(two.next(coordinator)).not.toContain('case.reopened')
})

test('a unit that asks abroad for the lead does not come to lead by it', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const focal = actor(MK, 'mk_trm', 'mk_focal', 'focal_point')
  two.act(coordinator, 'access.assigned', {
    unitId: focal.unitId,
    memberId: null,
    function: 'focal_point',
    classes: [],
  })
  two.act(focal, 'handover.capability_asked', {
    handoverId: mintId<string>(Date.now()),
    role: 'return_support',
    peer: AL,
    recipientUnitId: 'unt_al_child',
    recipientCountry: 'AL',
    needs: ['child_care'],
    ageBand: '25_39',
    sex: 'Feminine',
    languages: ['sq'],
    urgency: 'standard',
    fromOn: two.day(1),
    untilOn: two.day(60),
  })
  const colleague = actor(MK, 'mk_trm', 'mk_other', 'case_worker')
  const letIn = {
    unitId: colleague.unitId,
    memberId: null,
    function: 'case_worker',
    classes: ['identity', 'narrative'],
  }
  expect(() => two.act(colleague, 'access.assigned', letIn)).toThrow('not_your_function')
  expect(two.next(focal)).toContain('handover.withdrawn')
})

test('a proposal not to confirm counts for the stage it was made at', () => {
  const two = twoSides('2026-03-01T08:00:00.000Z')
  openAdult(two)
  const panel = (member: string) => actor(MK, 'mk_nrm', member, 'panel_member')
  two.act(coordinator, 'identification.presumed', { basis: 'professional_concern' })
  two.act(panel('one'), 'identification.not_confirmed_proposed', {}, ['narrative'])
  two.act(panel('one'), 'identification.reasonable_grounds', { standard: 'suspect_but_cannot_prove' }, ['narrative'])
  const not = { copyGivenTo: 'person', reviewRouteExplained: true, assistanceContinuesUntil: two.day(60) }
  expect(() => two.act(panel('two'), 'identification.not_confirmed', not, ['narrative'])).toThrow(
    'second_reviewer_needed',
  )
})
