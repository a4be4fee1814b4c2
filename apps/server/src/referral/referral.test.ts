import { DEFAULT_TARGETS, plusHours } from '@ariadne/domain'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withSystem } from '../platform/database/index.ts'
import { crewOfFile, officer, screeningOfChild } from '../testing/crew.ts'

const crew = crewOfFile({
  units: {
    unt_border: 'border_police',
    unt_nrm: 'nrm_office',
    unt_shelter: 'shelter',
    unt_new: 'shelter',
    unt_office: 'coordinator_office',
  },
  people: {
    officer: { unt_border: ['first_responder'] },
    colleague: { unt_border: ['first_responder'] },
    ana: { unt_nrm: ['case_coordinator'] },
    ben: { unt_nrm: ['case_worker'] },
    panel: { unt_nrm: ['panel_member'] },
    eva: { unt_shelter: ['case_worker'] },
    fea: { unt_shelter: ['case_worker'] },
  },
  keys: { unt_nrm: ['ana', 'ben'], unt_shelter: ['eva', 'fea'] },
})
const { clock, ask, now, newId, send, lines } = crew
type Name = keyof typeof ask

type View = { status: string; moves: string[]; screening: unknown; caseId: string | null; redirectedTo: string | null }
const view = async (name: Name, referralId: string): Promise<View | number> => {
  const response = await ask[name](`/api/referrals/${referralId}`)
  return response.status === 200 ? ((await response.json()) as View) : response.status
}
const waitsFor = async (name: Name, referralId: string): Promise<string[]> => {
  const found = []
  for (const queue of ['referral_to_acknowledge', 'referral_to_open', 'referral_returned'])
    for (const line of await lines(name, queue))
      if (line.subject.type === 'referral' && line.subject.referralId === referralId) found.push(queue)
  return found
}

const actor = (member: string, unitId: string, named: string) => ({
  instanceId: 'ins_test',
  unitId,
  memberId: member,
  function: named,
})
const screening = (more: object = {}) =>
  screeningOfChild(
    { screeningId: newId(), at: now() },
    { ruleOutcome: 'refer', outcome: 'refer', ruleId: 'floor_child_not_in_safe_company', ...more },
    { placeType: 'registration_centre', ageBand: 'doubt_child', accompaniment: 'alone' },
  )
const sealed = (referralId: string, readers: string[]) => ({
  v: 1,
  alg: 'A256GCM',
  partId: newId(),
  class: 'contact',
  subject: referralId,
  iv: 'iv',
  ciphertext: 'sealed contact',
  wraps: readers.map((reader) => ({ reader, keyId: `key_${reader}`, enc: 'e', ct: 'c' })),
})
const referral = (more: object = {}) => ({
  referralId: newId(),
  screeningId: null as string | null,
  by: officer,
  toUnitId: 'unt_nrm',
  urgency: 'now',
  ageBand: 'doubt_child',
  sex: 'Masculine',
  language: 'sq',
  accompaniment: 'alone',
  basis: 'child_protection',
  handedTo: null,
  sentAt: now(),
  parts: [] as { partId: string; class: string }[],
  ...more,
})
/** A screening and its referral with one sealed part, sent and accepted. */
const sent = async () => {
  const screened = screening()
  expect(await send('officer', 'screening.submit', { screening: screened })).toMatchObject({ status: 'accepted' })
  const bare = referral({ screeningId: screened.screeningId })
  const part = sealed(bare.referralId, ['unt_nrm'])
  const whole = { ...bare, parts: [{ partId: part.partId, class: part.class }] }
  expect(await send('officer', 'referral.send', { referral: whole, parts: [part] })).toMatchObject({
    status: 'accepted',
  })
  return { screened, whole, part, referralId: bare.referralId }
}
const move = (name: Name, kind: string, referralId: string, unitId: string, more: object = {}) =>
  send(name, `referral.${kind}`, { referralId, unitId, ...more })

const opening = (caseId: string, referralId: string | null, by = actor('mbr_ana', 'unt_nrm', 'case_coordinator')) => ({
  caseId,
  acts: [
    {
      id: newId(),
      caseId,
      kind: 'case.opened',
      version: 1,
      by,
      occurredAt: now(),
      reliesOn: {},
      body: {
        reference: 'MK-7F3K-9Q2D',
        fileBasis: 'child_protection',
        safeToProceed: true,
        ageBand: 'doubt_child',
        sex: 'Masculine',
        languages: ['sq'],
        confidentialityExplained: true,
        nationalityClaimed: null,
        referralId,
      },
      parts: [],
    },
  ],
  parts: [],
  wraps: [],
})

test('from the border to a case: each sees what is theirs, and the line moves on', async () => {
  const { screened, referralId, part } = await sent()
  expect(await waitsFor('ana', referralId)).toEqual(['referral_to_acknowledge'])
  expect(await waitsFor('ben', referralId)).toEqual(['referral_to_acknowledge'])
  expect(await waitsFor('officer', referralId)).toEqual([])
  expect(await view('colleague', referralId)).toBe(404)
  expect(await view('eva', referralId)).toBe(404)
  expect(await view('panel', referralId)).toBe(404)
  expect(await view('officer', referralId)).toMatchObject({ status: 'sent', moves: [], screening: null })
  expect(await view('ana', referralId)).toMatchObject({
    status: 'sent',
    moves: ['acknowledge', 'redirect'],
    screening: { outcome: 'refer', setId: 'child-alone-or-separated', present: [] },
  })
  expect(await move('ana', 'acknowledge', referralId, 'unt_nrm')).toMatchObject({ status: 'accepted' })
  expect(await move('ben', 'acknowledge', referralId, 'unt_nrm')).toMatchObject({ code: 'referral_not_at_this_stage' })
  expect(await waitsFor('ana', referralId)).toEqual(['referral_to_open'])

  expect(await move('officer', 'open_parts', referralId, 'unt_border', { reason: 'support_person' })).toMatchObject({
    code: 'not_your_function',
  })
  expect(await move('ana', 'open_parts', referralId, 'unt_nrm', { reason: 'support_person' })).toMatchObject({
    result: { parts: [{ partId: part.partId, ciphertext: 'sealed contact' }] },
  })

  const caseId = newId()
  expect(await send('ana', 'case.act', opening(caseId, referralId))).toMatchObject({ status: 'accepted' })
  expect(await waitsFor('ana', referralId)).toEqual([])
  expect(await view('ana', referralId)).toMatchObject({ status: 'opened', caseId, moves: [] })
  expect(await view('officer', referralId)).toMatchObject({ status: 'opened', caseId: null })
  expect(await send('ana', 'case.act', opening(newId(), referralId))).toMatchObject({
    code: 'referral_not_at_this_stage',
  })
  const mine = (await (await ask.officer('/api/screenings/mine')).json()) as { entries: object[] }
  expect(mine.entries[0]).toMatchObject({
    screeningId: screened.screeningId,
    outcome: 'refer',
    received: true,
    referral: { referralId, status: 'opened', toUnitName: 'unt_nrm' },
  })
  expect(((await (await ask.colleague('/api/screenings/mine')).json()) as { entries: object[] }).entries).toEqual([])

  const steps = await withSystem(crew.instance.platform.db, 'test', (tx) =>
    sql<{ step: string }>`select step from referral_step where referral_id = ${referralId} order by at, id`.execute(tx),
  )
  expect(steps.rows.map((row) => row.step).toSorted()).toEqual(['acknowledged', 'opened', 'parts_opened', 'sent'])
})

test('a declined referral goes back to the unit it came from, and can be sent on from there', async () => {
  const { referralId } = await sent()
  expect(await move('ana', 'decline', referralId, 'unt_nrm', { because: 'no_capacity' })).toMatchObject({
    code: 'referral_not_at_this_stage',
  })
  await move('ana', 'acknowledge', referralId, 'unt_nrm')
  expect(await move('ana', 'decline', referralId, 'unt_nrm', { because: 'no_capacity' })).toMatchObject({
    status: 'accepted',
  })
  expect(await waitsFor('ana', referralId)).toEqual([])
  expect(await view('ana', referralId)).toBe(404)
  expect(await waitsFor('officer', referralId)).toEqual(['referral_returned'])
  expect(await waitsFor('colleague', referralId)).toEqual(['referral_returned'])
  expect(await view('colleague', referralId)).toMatchObject({
    status: 'declined',
    declinedBecause: 'no_capacity',
    moves: ['acknowledge', 'redirect'],
    screening: null,
  })
  const part = sealed(referralId, ['unt_shelter'])
  expect(
    await move('colleague', 'redirect', referralId, 'unt_border', { toUnitId: 'unt_shelter', parts: [part] }),
  ).toMatchObject({ status: 'accepted' })
  expect(await waitsFor('eva', referralId)).toEqual(['referral_to_acknowledge'])
  expect(await waitsFor('officer', referralId)).toEqual([])
  expect(await move('eva', 'open_parts', referralId, 'unt_shelter', { reason: 'support_person' })).toMatchObject({
    result: { parts: [{ partId: part.partId }] },
  })
})

test('one that came back is off the board once it was seen, and still nobody else has it', async () => {
  const { referralId } = await sent()
  await move('ana', 'acknowledge', referralId, 'unt_nrm')
  await move('ana', 'decline', referralId, 'unt_nrm', { because: 'person_no_longer_wishes' })
  expect(await move('officer', 'acknowledge', referralId, 'unt_border')).toMatchObject({ status: 'accepted' })
  expect(await waitsFor('officer', referralId)).toEqual([])
  expect(await view('officer', referralId)).toMatchObject({ status: 'declined', moves: [] })
  expect(await move('officer', 'acknowledge', referralId, 'unt_border')).toMatchObject({
    code: 'referral_not_at_this_stage',
  })
})

test('sent on to another unit: every sealed part goes with it, and the first unit no longer reads', async () => {
  const { referralId, part } = await sent()
  const to = { toUnitId: 'unt_shelter' }
  expect(await move('ana', 'redirect', referralId, 'unt_nrm', { ...to, parts: [] })).toMatchObject({
    code: 'sealed_part_missing',
  })
  expect(await move('ana', 'redirect', referralId, 'unt_nrm', { ...to, parts: [part] })).toMatchObject({
    code: 'wrap_missing',
  })
  const wrapped = { ...part, wraps: sealed(referralId, ['unt_nrm', 'unt_shelter']).wraps, ciphertext: 'another text' }
  expect(await move('ana', 'redirect', referralId, 'unt_nrm', { ...to, parts: [wrapped] })).toMatchObject({
    status: 'accepted',
  })
  expect(await view('ana', referralId)).toBe(404)
  expect(await view('officer', referralId)).toMatchObject({ status: 'sent', redirectedTo: 'unt_shelter' })
  expect(await waitsFor('eva', referralId)).toEqual(['referral_to_acknowledge'])
  // What was sealed is as it was: on the way only readers are added.
  const opened = await move('eva', 'open_parts', referralId, 'unt_shelter', { reason: 'support_person' })
  expect(opened.result).toMatchObject({ parts: [{ ciphertext: 'sealed contact', wraps: [{ reader: 'unt_shelter' }] }] })
})

test('what a referral may not be is refused with the entry named', async () => {
  const bad: [object, object][] = [
    [{ by: { ...officer, memberId: 'mbr_ana' } }, { code: 'actor_differs', field: 'referral.by' }],
    [{ by: { ...officer, function: 'case_worker' } }, { code: 'actor_differs' }],
    [{ basis: 'person_agreed' }, { code: 'child_goes_to_protection', field: 'referral.basis' }],
    [{ ageBand: '25_39' }, { code: 'adult_must_agree', field: 'referral.basis' }],
    [{ toUnitId: 'unt_border' }, { code: 'referral_to_oneself' }],
    [{ toUnitId: 'unt_nowhere' }, { code: 'unit_unknown', field: 'referral.toUnitId' }],
    [{ toUnitId: 'unt_office' }, { code: 'unit_unknown' }],
    [{ toUnitId: 'unt_new' }, { code: 'unit_not_ready', field: 'referral.toUnitId' }],
    [{ sentAt: plusHours(now(), 2) }, { code: 'date_in_future', field: 'referral.sentAt' }],
    [
      { handedTo: { unitId: 'unt_nowhere', workerName: 'Somebody', at: now() } },
      { code: 'unit_unknown', field: 'referral.handedTo.unitId' },
    ],
    [{ handedTo: { unitId: 'unt_shelter', workerName: 'A\u0000B', at: now() } }, { code: 'field_invalid' }],
  ]
  for (const [more, refusal] of bad)
    expect({
      more,
      ...(await send('officer', 'referral.send', { referral: referral(more), parts: [] })),
    }).toMatchObject({
      more,
      status: 'refused',
      ...refusal,
    })
  const one = referral()
  const parts = (part: object) =>
    send('officer', 'referral.send', {
      referral: { ...one, parts: [{ partId: (part as { partId: string }).partId, class: 'contact' }] },
      parts: [part],
    })
  expect(await parts(sealed(newId(), ['unt_nrm']))).toMatchObject({ code: 'sealed_part_elsewhere' })
  expect(await parts(sealed(one.referralId, ['unt_shelter']))).toMatchObject({ code: 'wrap_for_a_stranger' })
  expect(await parts({ ...sealed(one.referralId, ['unt_nrm']), class: 'identity' })).toMatchObject({
    code: 'sealed_part_differs',
  })
  expect(
    await send('officer', 'referral.send', { referral: one, parts: [sealed(one.referralId, ['unt_nrm'])] }),
  ).toMatchObject({ code: 'sealed_part_missing' })
  expect(await send('ana', 'case.act', opening(newId(), newId()))).toMatchObject({
    code: 'referral_unknown',
    field: 'body.referralId',
  })
})

test('sent twice it is one; changed under the same id it is refused', async () => {
  const one = referral()
  expect(await send('officer', 'referral.send', { referral: one, parts: [] })).toMatchObject({ status: 'accepted' })
  expect(await send('officer', 'referral.send', { referral: one, parts: [] })).toMatchObject({ status: 'accepted' })
  expect(
    await send('officer', 'referral.send', { referral: { ...one, urgency: 'this_week' }, parts: [] }),
  ).toMatchObject({ code: 'referral_id_reused' })
  expect(await waitsFor('ana', one.referralId)).toEqual(['referral_to_acknowledge'])
})

test('what is late stands first, and says so', async () => {
  const calm = referral({ urgency: 'this_week' })
  const urgent = referral()
  for (const one of [calm, urgent]) await send('officer', 'referral.send', { referral: one, parts: [] })
  clock.advance((DEFAULT_TARGETS.referralUrgentHours + 1) * 3_600_000)
  const found = (await lines('ana', 'referral_to_acknowledge')).filter(
    (line) =>
      line.subject.type === 'referral' && [calm.referralId, urgent.referralId].includes(line.subject.referralId),
  )
  expect(found.map((line) => [line.subject.type === 'referral' && line.subject.referralId, line.overdue])).toEqual([
    [urgent.referralId, true],
    [calm.referralId, false],
  ])
  expect((await ask.ana('/api/referrals/no-id')).status).toBe(400)
})
