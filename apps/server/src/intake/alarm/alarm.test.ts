import type { AlarmView } from '@ariadne/contract'
import { DEFAULT_TARGETS } from '@ariadne/domain'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inSavepoint, withActor, withSystem } from '../../platform/database/index.ts'
import { crewOfFile, officer, screeningOfChild } from '../../testing/crew.ts'

// What happens to a call after it was made: it is called off, follows what is learned, and its answers change.

const crew = crewOfFile({
  units: {
    unt_border: 'border_police',
    unt_camp: 'asylum',
    unt_csw: 'child_protection',
    unt_nrm: 'nrm_office',
    unt_office: 'coordinator_office',
  },
  people: {
    officer: { unt_border: ['first_responder'] },
    colleague: { unt_border: ['first_responder'] },
    stranger: { unt_camp: ['first_responder'] },
    ana: { unt_nrm: ['case_coordinator'] },
    ben: { unt_nrm: ['case_worker'] },
    vesna: { unt_csw: ['case_worker'] },
    zoran: { unt_csw: ['case_worker'] },
    sonja: { unt_office: ['national_coordinator'] },
    ivan: { unt_border: ['interpreter'], unt_nrm: ['interpreter'] },
  },
  keys: { unt_nrm: ['ana', 'ben'], unt_csw: ['vesna', 'zoran'], unt_office: ['sonja'] },
})
const { clock, ask, now, newId, send, lines } = crew
type Name = keyof typeof ask

const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000).toISOString()
const nothingKnown = { placeType: null, ageBand: null, sex: null, language: null }
const by = (name: Name, unitId = 'unt_border') => ({ ...officer, memberId: `mbr_${name}`, unitId })
const raise = (screeningId: string, more: object = {}) =>
  send('officer', 'alarm.raise', { screeningId, by: officer, ...nothingKnown, raisedAt: now(), ...more })
const callOff = (screeningId: string, more: object = {}, name: Name = 'officer') =>
  send(name, 'alarm.call_off', { screeningId, by: by(name), saidAt: now(), ...more })
const rings = async (name: Name, alarmId: string, queue = 'duty_alarm') =>
  (await lines(name, queue)).some((line) => line.subject.type === 'alarm' && line.subject.alarmId === alarmId)
const own = async (screeningId: string): Promise<AlarmView> => {
  const { alarms } = (await (await ask.officer('/api/alarms/mine')).json()) as { alarms: AlarmView[] }
  const found = alarms.find((one) => one.screeningId === screeningId)
  if (!found) throw new Error('There is no such alarm.')
  return found
}
const view = async (name: Name, alarmId: string) =>
  (await (await ask[name](`/api/alarms/${alarmId}`)).json()) as AlarmView
const called = async (more: object = {}) => {
  const screeningId = newId()
  expect(await raise(screeningId, more)).toMatchObject({ status: 'accepted' })
  return { screeningId, alarmId: (await own(screeningId)).alarmId }
}
const time = async (minutes: number) => {
  clock.advance(minutes * 60_000)
  await crew.instance.platform.due.sweep()
}
const answer = (name: Name, alarmId: string, said: string, unitId = 'unt_nrm') =>
  send(name, 'alarm.answer', { alarmId, unitId, answer: said })
const steps = async (alarmId: string) =>
  (
    await withSystem(crew.instance.platform.db, 'test', (tx) =>
      sql<{ step: string; by: string | null }>`select step, by_member as by from duty_alarm_step
        where alarm_id = ${alarmId} order by seq`.execute(tx),
    )
  ).rows

test('called off, it rings nowhere and nobody else is called; who called it off and when is kept', async () => {
  const { screeningId, alarmId } = await called()
  expect(await rings('ana', alarmId)).toBe(true)
  expect(await callOff(screeningId)).toMatchObject({ status: 'accepted', result: { kept: true } })
  expect(await callOff(screeningId)).toMatchObject({ status: 'accepted', result: { kept: true } })
  expect(await rings('ana', alarmId)).toBe(false)
  await time(DEFAULT_TARGETS.alarmPassOnMinutes + 1)
  expect(await rings('sonja', alarmId)).toBe(false)
  const seen = await view('ana', alarmId)
  expect(seen).toMatchObject({ state: 'called_off', dueAt: null, answerFor: [], changeFor: null })
  expect(seen.calledOffAt).not.toBe(null)
  expect(seen.calls.map(({ unitId }) => unitId)).toEqual(['unt_nrm'])
  expect((await steps(alarmId)).filter(({ step }) => step === 'called_off')).toEqual([
    { step: 'called_off', by: 'mbr_officer' },
  ])
  expect(await answer('ana', alarmId, 'coming')).toMatchObject({ code: 'alarm_called_off' })
})

test('only the unit that called calls it off: a colleague of the next shift may, another unit and another seat may not', async () => {
  const { screeningId, alarmId } = await called()
  expect(await callOff(screeningId, { by: by('stranger', 'unt_camp') }, 'stranger')).toMatchObject({
    code: 'alarm_not_yours',
  })
  expect(await callOff(screeningId, { by: by('stranger') }, 'stranger')).toMatchObject({ code: 'actor_differs' })
  const interpreter = { by: { ...by('ivan'), function: 'interpreter' } }
  expect(await callOff(screeningId, interpreter, 'ivan')).toMatchObject({ code: 'not_your_function' })
  expect((await ask.stranger(`/api/alarms/${alarmId}`)).status).toBe(404)
  expect((await ask.ivan(`/api/alarms/${alarmId}`)).status).toBe(404)
  expect(await view('colleague', alarmId)).toMatchObject({ callOffFor: ['unt_border'], answerFor: [] })
  expect(await rings('ana', alarmId)).toBe(true)
  expect(await callOff(screeningId, {}, 'colleague')).toMatchObject({ status: 'accepted' })
  expect(await rings('ana', alarmId)).toBe(false)
})

test('late and out of order: the end before the beginning, a call from before the end, and a new call after it', async () => {
  const screeningId = newId()
  const [begun, over] = [at(-3), at(-2)]
  expect(await callOff(screeningId, { saidAt: over })).toMatchObject({ result: { kept: true } })
  expect(await raise(screeningId, { raisedAt: begun })).toMatchObject({ status: 'accepted' })
  const { alarmId, calls } = await own(screeningId)
  expect(calls).toEqual([])
  expect(await rings('ana', alarmId)).toBe(false)
  // In danger again: that is a new call, from the beginning.
  await raise(screeningId, { raisedAt: at(-1) })
  expect(await own(screeningId)).toMatchObject({ state: 'ringing', calls: [{ unitId: 'unt_nrm', answer: null }] })
  expect(await rings('ana', alarmId)).toBe(true)
  // What was said before the new call was made does not end it.
  expect(await callOff(screeningId, { saidAt: over })).toMatchObject({ result: { kept: false } })
  expect(await rings('ana', alarmId)).toBe(true)
  await answer('ana', alarmId, 'cannot')
  await callOff(screeningId)
  clock.advance(60_000)
  await raise(screeningId)
  expect(await own(screeningId)).toMatchObject({ state: 'ringing', calls: [{ unitId: 'unt_nrm', answer: null }] })
  expect(await rings('ana', alarmId)).toBe(true)
})

test('nobody of another unit silences a call by ending it before it is made', async () => {
  const screeningId = newId()
  await callOff(screeningId, { by: by('stranger', 'unt_camp') }, 'stranger')
  await raise(screeningId, { raisedAt: at(-5) })
  const { alarmId } = await own(screeningId)
  expect(await rings('ana', alarmId)).toBe(true)
})

test('a screening that comes after the call was called off calls again if it says "act now" later than that', async () => {
  const { screeningId, alarmId } = await called()
  await callOff(screeningId)
  const danger = { dangerNow: true, ruleOutcome: 'act_now', outcome: 'act_now', ruleId: 'floor_danger_now' }
  clock.advance(60_000)
  const screening = screeningOfChild({ screeningId, at: now() }, danger)
  expect(await send('officer', 'screening.submit', { screening })).toMatchObject({ status: 'accepted' })
  expect(await rings('vesna', alarmId)).toBe(true)
})

test('it follows the screening: the latest word counts by its time, and it tells those who come as well', async () => {
  const { screeningId, alarmId } = await called()
  const tell = (more: object, saidAt = now(), name: Name = 'officer', unitId = 'unt_border') =>
    send(name, 'alarm.tell', { screeningId, by: by(name, unitId), ...nothingKnown, people: null, ...more, saidAt })
  const known = { placeType: 'border_crossing', ageBand: '16_17', language: 'ps', people: 3 }
  expect(await tell(known)).toMatchObject({ result: { kept: true } })
  expect(await tell(known)).toMatchObject({ status: 'accepted' })
  expect(await tell({ ageBand: '25_39' }, at(-0.5))).toMatchObject({ result: { kept: false } })
  expect((await view('ana', alarmId)).hints).toEqual({ ...known, people: '3' })
  expect(await tell({}, now(), 'stranger', 'unt_camp')).toMatchObject({ code: 'alarm_not_yours' })
  expect(await tell({ name: 'Somebody' })).toMatchObject({ code: 'invalid_input' })
  await answer('ana', alarmId, 'coming')
  clock.advance(1000)
  await tell({ ...known, people: 4 })
  expect((await view('ana', alarmId)).hints).toMatchObject({ people: '4' })
  await callOff(screeningId)
  clock.advance(1000)
  expect(await tell({})).toMatchObject({ status: 'accepted', result: { kept: false } })
  // Before there is any call there is nothing to tell; it holds nothing up.
  const early = { screeningId: newId(), by: officer, ...nothingKnown, people: null, saidAt: now() }
  expect(await send('officer', 'alarm.tell', early)).toMatchObject({ status: 'accepted', result: { kept: false } })
})

const part = (subject: string, readers: readonly string[]) => ({
  v: 1,
  alg: 'A256GCM',
  partId: newId(),
  class: 'contact',
  subject,
  iv: 'iv',
  ciphertext: 'sealed place',
  wraps: readers.map((reader) => ({ reader, keyId: `key_${reader}`, enc: 'e', ct: 'c' })),
})
test('where exactly is sealed for those who may be called, opened by those who are, and gone when it is over', async () => {
  const { screeningId, alarmId } = await called()
  const place = (sealed: object, saidAt = now()) =>
    send('officer', 'alarm.place', { screeningId, by: officer, part: sealed, saidAt })
  expect(await place(part(newId(), ['unt_nrm']))).toMatchObject({ code: 'sealed_part_elsewhere' })
  for (const reader of ['unt_border', 'unt_office', 'unt_elsewhere'])
    expect(await place(part(screeningId, ['unt_nrm', reader]))).toMatchObject({ code: 'wrap_for_a_stranger' })
  const sealed = part(screeningId, ['unt_nrm', 'unt_csw'])
  expect(await place(sealed)).toMatchObject({ result: { kept: true } })
  expect(await place(part(screeningId, ['unt_nrm']), at(-0.5))).toMatchObject({ result: { kept: false } })
  expect(await view('ana', alarmId)).toMatchObject({ placeFor: 'unt_nrm' })
  expect(JSON.stringify(await view('ana', alarmId))).not.toContain('sealed place')
  expect(await view('officer', alarmId)).toMatchObject({ placeFor: null })

  const open = (name: Name, unitId: string) => send(name, 'alarm.open_place', { alarmId, unitId })
  expect(await open('ana', 'unt_nrm')).toMatchObject({ result: { part: { partId: sealed.partId } } })
  // It does not ring there yet.
  expect(await open('vesna', 'unt_csw')).toMatchObject({ code: 'alarm_unknown' })
  expect(await open('ivan', 'unt_nrm')).toMatchObject({ code: 'alarm_unknown' })
  expect(await open('officer', 'unt_border')).toMatchObject({ code: 'not_your_function' })
  expect((await steps(alarmId)).at(-1)).toEqual({ step: 'place_opened', by: 'mbr_ana' })
  // Nobody reads it beside the door, whoever they are.
  const { db } = crew.instance.platform
  for (const member of ['mbr_ana', 'mbr_officer']) {
    const seats = { unt_nrm: ['case_coordinator'], unt_border: ['first_responder'] }
    const actor = { member, units: Object.keys(seats), functions: ['case_coordinator', 'first_responder'] }
    const read = await withActor(db, actor as never, (tx) =>
      inSavepoint(tx, () => sql`select part from duty_alarm_place`.execute(tx)),
    )
    expect(read.ok).toBe(false)
  }
  await callOff(screeningId)
  expect(await open('ana', 'unt_nrm')).toMatchObject({ code: 'nothing_sealed' })
})

test('who cannot come after all says so: the next team is called at once, and the caller sees both', async () => {
  const { screeningId, alarmId } = await called()
  await answer('ana', alarmId, 'coming')
  expect(await own(screeningId)).toMatchObject({ state: 'answered', dueAt: null })
  await time(DEFAULT_TARGETS.alarmPassOnMinutes + 1)
  expect(await rings('sonja', alarmId)).toBe(false)
  expect(await view('ana', alarmId)).toMatchObject({ changeFor: { unitId: 'unt_nrm', answer: 'coming' } })
  expect(await answer('ana', alarmId, 'cannot')).toMatchObject({ status: 'accepted' })
  expect(await answer('ana', alarmId, 'cannot')).toMatchObject({ status: 'accepted' })
  expect([await rings('ana', alarmId), await rings('sonja', alarmId)]).toEqual([false, true])
  expect(await own(screeningId)).toMatchObject({
    state: 'ringing',
    calls: [
      { unitId: 'unt_nrm', answer: 'cannot', afterAll: true },
      { unitId: 'unt_office', answer: null },
    ],
  })
  expect((await steps(alarmId)).map(({ step }) => step)).toEqual(['called', 'coming', 'cannot', 'called'])
  expect(await answer('sonja', alarmId, 'calling', 'unt_office')).toMatchObject({ status: 'accepted' })
  expect(await answer('ana', alarmId, 'coming')).toMatchObject({ code: 'alarm_answered' })
})

test('a slip is taken back: the clock runs on and the next team is called in its time', async () => {
  const { alarmId } = await called()
  await answer('ana', alarmId, 'coming')
  expect(await answer('ana', alarmId, 'undone')).toMatchObject({ status: 'accepted' })
  const seen = await view('ana', alarmId)
  expect(seen).toMatchObject({ state: 'ringing', answerFor: ['unt_nrm'], calls: [{ answer: null }] })
  const minutes = (Date.parse(seen.dueAt ?? '') - clock.now().getTime()) / 60_000
  expect(minutes).toBeCloseTo(DEFAULT_TARGETS.alarmPassOnMinutes, 1)
  await time(DEFAULT_TARGETS.alarmPassOnMinutes + 1)
  expect(await rings('sonja', alarmId)).toBe(true)

  const other = await called()
  await answer('ana', other.alarmId, 'cannot')
  expect(await rings('ana', other.alarmId)).toBe(false)
  await answer('ana', other.alarmId, 'undone')
  expect(await rings('ana', other.alarmId)).toBe(true)
  expect(await answer('ana', other.alarmId, 'coming')).toMatchObject({ status: 'accepted' })
  expect(await view('ana', other.alarmId)).toMatchObject({ state: 'answered' })
})

test('danger from outside rings apart from officers, at the unit written to first, and a flood rings no more than its share', async () => {
  const word = (more: object = {}) => ({
    contactId: newId(),
    toUnitId: 'unt_csw',
    about: 'myself',
    age: 'adult',
    dangerNow: true,
    language: 'ar',
    answerBy: 'call',
    codeHash: 'c'.repeat(64),
    partId: null,
    ...more,
  })
  const reach = async (contact: object) =>
    (await (await crew.instance.ask('/api/reach', { json: { contact, part: null } })).json()) as { called: boolean }
  const first = word()
  expect(await reach(first)).toMatchObject({ called: true })
  expect(await reach(first)).toMatchObject({ called: true })
  expect(await reach(word({ dangerNow: false }))).toMatchObject({
    called: false,
    withinHours: DEFAULT_TARGETS.referralHours,
  })
  const [line] = await lines('vesna', 'outside_alarm')
  expect(await lines('vesna', 'outside_alarm')).toHaveLength(1)
  expect(line).toMatchObject({ act: 'alarm.answer', hints: { language: 'ar' } })
  const alarmId = line?.subject.type === 'alarm' ? line.subject.alarmId : ''
  expect(await rings('vesna', alarmId)).toBe(false)
  expect(await rings('ana', alarmId, 'outside_alarm')).toBe(false)
  expect(await view('vesna', alarmId)).toMatchObject({
    kind: 'outside',
    contactId: first.contactId,
    fromUnitName: null,
  })
  await time(DEFAULT_TARGETS.alarmPassOnMinutes + 1)
  // The next team comes to help, and the word stays with the unit it was written to.
  expect(await rings('ana', alarmId, 'outside_alarm')).toBe(true)
  expect(await view('ana', alarmId)).toMatchObject({ contactId: null })
  await answer('vesna', alarmId, 'calling', 'unt_csw')
  expect(await rings('ana', alarmId, 'outside_alarm')).toBe(false)

  const { alarmId: officers } = await called()
  let last = { called: true }
  for (let i = 0; i < 300 && last.called; i += 1) last = await reach(word())
  // The word itself is taken in all the same.
  expect(last).toMatchObject({ called: false, contactId: expect.any(String) })
  expect(await rings('ana', officers)).toBe(true)
  const home = (await (await ask.ana('/api/home')).json()) as { queues: { queue: string }[] }
  expect(home.queues[0]?.queue).toBe('duty_alarm')
})

test('whoever answered finds the way on: nothing yet, the screening, the referral that reached them, the case', async () => {
  const { screeningId, alarmId } = await called()
  const came = async (name: Name) => {
    const { cameOfIt, referralId, caseId } = await view(name, alarmId)
    return { cameOfIt, referralId, caseId }
  }
  await time(DEFAULT_TARGETS.alarmPassOnMinutes + 1)
  await answer('ana', alarmId, 'coming')
  expect(await came('ana')).toEqual({ cameOfIt: 'nothing_yet', referralId: null, caseId: null })
  // An office that takes nobody up, and whoever called: the way on is not theirs.
  expect([await came('sonja'), await came('officer')]).toMatchObject([{ cameOfIt: null }, { cameOfIt: null }])

  const danger = { dangerNow: true, ruleOutcome: 'act_now', outcome: 'act_now', ruleId: 'floor_danger_now' }
  const screening = screeningOfChild({ screeningId, at: now() }, danger)
  await send('officer', 'screening.submit', { screening })
  expect(await came('ana')).toEqual({ cameOfIt: 'screening', referralId: null, caseId: null })

  const refer = async (toUnitId: string) => {
    const referral = {
      referralId: newId(),
      screeningId,
      by: officer,
      toUnitId,
      urgency: 'now',
      ageBand: '12_15',
      sex: 'Masculine',
      language: 'sq',
      accompaniment: 'accompanied',
      basis: 'child_protection',
      handedTo: null,
      parts: [],
      sentAt: now(),
    }
    expect(await send('officer', 'referral.send', { referral, parts: [] })).toMatchObject({ status: 'accepted' })
    return referral.referralId
  }
  await refer('unt_csw')
  // It reached others: that it did is said, and there is no link that would lead nowhere.
  expect(await came('ana')).toEqual({ cameOfIt: 'referred_elsewhere', referralId: null, caseId: null })
  const referralId = await refer('unt_nrm')
  expect(await came('ana')).toEqual({ cameOfIt: 'referral', referralId, caseId: null })

  expect(await send('ana', 'referral.acknowledge', { referralId, unitId: 'unt_nrm' })).toMatchObject({
    status: 'accepted',
  })
  const opened = newId()
  const act = {
    id: newId(),
    caseId: opened,
    kind: 'case.opened',
    version: 1,
    by: { instanceId: 'ins_test', unitId: 'unt_nrm', memberId: 'mbr_ana', function: 'case_coordinator' },
    occurredAt: now(),
    reliesOn: {},
    body: {
      reference: 'MK-7F3K-9Q2D',
      fileBasis: 'child_protection',
      safeToProceed: true,
      ageBand: '12_15',
      sex: 'Masculine',
      languages: ['sq'],
      confidentialityExplained: true,
      nationalityClaimed: null,
      referralId,
    },
    parts: [],
  }
  expect(await send('ana', 'case.act', { caseId: opened, acts: [act], parts: [], wraps: [] })).toMatchObject({
    status: 'accepted',
  })
  expect(await came('ana')).toEqual({ cameOfIt: 'case', referralId, caseId: opened })
})
