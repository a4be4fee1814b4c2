import type { AlarmView, Command } from '@ariadne/contract'
import { DEFAULT_TARGETS } from '@ariadne/domain'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withSystem } from '../platform/database/index.ts'
import { crewOfFile, officer, screeningOfChild } from '../testing/crew.ts'

// What happens at once, later, and from outside: alarms, second looks, words without an account, wrong clocks.

const crew = crewOfFile({
  units: {
    unt_border: 'border_police',
    unt_csw: 'child_protection',
    unt_nrm: 'nrm_office',
    unt_office: 'coordinator_office',
  },
  people: {
    officer: { unt_border: ['first_responder'] },
    colleague: { unt_border: ['first_responder'] },
    vesna: { unt_csw: ['case_worker'] },
    zoran: { unt_csw: ['case_worker'] },
    ana: { unt_nrm: ['case_coordinator'] },
    ben: { unt_nrm: ['case_worker'] },
    sonja: { unt_office: ['national_coordinator'] },
    ivan: { unt_csw: ['interpreter'], unt_nrm: ['interpreter', 'rapporteur'] },
  },
  keys: { unt_nrm: ['ana', 'ben'], unt_csw: ['vesna', 'zoran'] },
})
const { clock, ask, now, newId, send, lines } = crew
type Name = keyof typeof ask

const ownAlarm = async (screeningId: string): Promise<AlarmView | undefined> =>
  ((await (await ask.officer('/api/alarms/mine')).json()) as { alarms: AlarmView[] }).alarms.find(
    (one) => one.screeningId === screeningId,
  )
const rings = async (name: Name, alarmId: string): Promise<boolean> =>
  (await lines(name, 'duty_alarm')).some((line) => line.subject.type === 'alarm' && line.subject.alarmId === alarmId)
const nobodyAnswers = async () => {
  clock.advance((DEFAULT_TARGETS.alarmPassOnMinutes + 1) * 60_000)
  await crew.instance.platform.due.sweep()
}

const screening = (more: object = {}, encounter: object = {}) =>
  screeningOfChild({ screeningId: newId(), at: now() }, more, encounter)
/** Refers the child to child protection; how the referral then looks to Vesna there. */
const referredToVesna = async <Screening>(screeningId: string): Promise<{ screening: Screening }> => {
  const referral = {
    referralId: newId(),
    screeningId,
    by: officer,
    toUnitId: 'unt_csw',
    urgency: 'today',
    ageBand: '12_15',
    sex: 'Masculine',
    language: 'sq',
    accompaniment: 'accompanied',
    basis: 'child_protection',
    handedTo: null,
    sentAt: now(),
    parts: [],
  }
  await send('officer', 'referral.send', { referral, parts: [] })
  return (await (await ask.vesna(`/api/referrals/${referral.referralId}`)).json()) as { screening: Screening }
}
const danger = { dangerNow: true, ruleOutcome: 'act_now', outcome: 'act_now', ruleId: 'floor_danger_now' }
const submit = (one: object, more: Partial<Command> = {}) =>
  send('officer', 'screening.submit', { screening: one }, more)

test('"act now" calls child protection, then the next, then the coordinator, until somebody answers', async () => {
  const one = screening(danger)
  expect(await submit(one)).toMatchObject({ status: 'accepted' })
  const alarm = await ownAlarm(one.screeningId)
  expect(alarm).toMatchObject({ state: 'ringing', calls: [{ unitId: 'unt_csw', answer: null }], screening: null })
  const alarmId = alarm?.alarmId ?? ''
  // In the unit that is called, in a seat that answers nothing.
  expect((await ask.ivan(`/api/alarms/${alarmId}`)).status).toBe(404)
  expect(await send('ivan', 'alarm.answer', { alarmId, unitId: 'unt_csw', answer: 'coming' })).toMatchObject({
    code: 'alarm_unknown',
  })
  // Somebody else's referral that names this screening leaves the alarm as it is.
  const strange = {
    referralId: newId(),
    screeningId: one.screeningId,
    by: { ...officer, memberId: 'mbr_colleague' },
    toUnitId: 'unt_nrm',
    urgency: 'today',
    ageBand: '12_15',
    sex: 'Masculine',
    language: 'sq',
    accompaniment: 'accompanied',
    basis: 'child_protection',
    handedTo: null,
    sentAt: now(),
    parts: [],
  }
  expect(await send('colleague', 'referral.send', { referral: strange, parts: [] })).toMatchObject({
    status: 'accepted',
  })
  expect(await ownAlarm(one.screeningId)).toMatchObject({ calls: [{ unitId: 'unt_csw' }] })
  const called = (await (await ask.vesna(`/api/alarms/${alarmId}`)).json()) as AlarmView
  expect(called.referralId).toBe(null)
  await send('ana', 'referral.acknowledge', { referralId: strange.referralId, unitId: 'unt_nrm' })
  const home = (await (await ask.vesna('/api/home')).json()) as { queues: { queue: string }[] }
  expect(home.queues[0]?.queue).toBe('duty_alarm')
  expect([await rings('vesna', alarmId), await rings('ana', alarmId), await rings('sonja', alarmId)]).toEqual([
    true,
    false,
    false,
  ])
  // Before it rings at a unit, nobody there can see it.
  expect((await ask.ana(`/api/alarms/${alarmId}`)).status).toBe(404)

  await nobodyAnswers()
  expect([await rings('vesna', alarmId), await rings('ana', alarmId), await rings('sonja', alarmId)]).toEqual([
    true,
    true,
    false,
  ])
  await nobodyAnswers()
  expect(await rings('sonja', alarmId)).toBe(true)
  // The coordinator sees that nobody answers, and no sign of the person.
  const seen = (await (await ask.sonja(`/api/alarms/${alarmId}`)).json()) as AlarmView
  expect(seen).toMatchObject({ screening: null, referralId: null, answerFor: ['unt_office'] })
  await nobodyAnswers()
  expect(await ownAlarm(one.screeningId)).toMatchObject({ state: 'nobody', dueAt: null })
  expect(await rings('vesna', alarmId)).toBe(true)

  expect(await send('ana', 'alarm.answer', { alarmId, unitId: 'unt_nrm', answer: 'coming' })).toMatchObject({
    status: 'accepted',
  })
  expect(await ownAlarm(one.screeningId)).toMatchObject({ state: 'answered', answerFor: [] })
  for (const name of ['vesna', 'ana', 'sonja'] as const) expect(await rings(name, alarmId)).toBe(false)
  expect(await send('vesna', 'alarm.answer', { alarmId, unitId: 'unt_csw', answer: 'calling' })).toMatchObject({
    code: 'alarm_answered',
  })
})

test('who is on duty is called first, then everybody of the unit, then the next unit; being on duty delays nobody else', async () => {
  const at = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000).toISOString()
  const shift = { shiftId: newId(), unitId: 'unt_nrm', memberId: 'mbr_ben', from: at(-60), until: at(60) }
  expect(await send('ben', 'duty.shift_add', shift)).toMatchObject({ code: 'not_your_function' })
  expect(await send('ana', 'duty.shift_add', { ...shift, until: at(-61) })).toMatchObject({ code: 'shift_wrong' })
  expect(await send('ana', 'duty.shift_add', { ...shift, memberId: 'mbr_vesna' })).toMatchObject({
    code: 'shift_wrong',
  })
  expect(await send('ana', 'duty.shift_add', shift)).toMatchObject({ status: 'accepted' })
  expect(await send('ana', 'duty.shift_add', shift)).toMatchObject({ status: 'accepted' })
  const duty = async (name: Name) =>
    (await (await ask[name]('/api/duty')).json()) as { shifts: unknown[]; minutes: object }
  expect(await duty('ben')).toMatchObject({
    shifts: [{ memberId: 'mbr_ben', mayRemove: false }],
    minutes: { answer: DEFAULT_TARGETS.alarmAnswerMinutes, passOn: DEFAULT_TARGETS.alarmPassOnMinutes },
  })
  // Who works when is the unit's own business.
  expect((await duty('vesna')).shifts).toEqual([])

  const one = screening(danger, { ageBand: '25_39', accompaniment: 'alone' })
  await submit(one)
  const alarm = await ownAlarm(one.screeningId)
  const alarmId = alarm?.alarmId ?? ''
  expect(alarm).toMatchObject({ calls: [{ unitId: 'unt_nrm' }] })
  const alone = Date.parse(alarm?.widensAt ?? '') - Date.parse(alarm?.receivedAt ?? '')
  expect(alone).toBe(DEFAULT_TARGETS.alarmAnswerMinutes * 60_000)
  expect([await rings('ben', alarmId), await rings('ana', alarmId)]).toEqual([true, false])
  clock.advance((DEFAULT_TARGETS.alarmAnswerMinutes + 1) * 60_000)
  await crew.instance.platform.due.sweep()
  expect([await rings('ben', alarmId), await rings('ana', alarmId)]).toEqual([true, true])
  expect(await rings('sonja', alarmId)).toBe(false)
  // The next unit is called when it would have been called without anybody on duty.
  clock.advance((DEFAULT_TARGETS.alarmPassOnMinutes - DEFAULT_TARGETS.alarmAnswerMinutes) * 60_000)
  await crew.instance.platform.due.sweep()
  expect(await rings('sonja', alarmId)).toBe(true)
  await send('ben', 'alarm.answer', { alarmId, unitId: 'unt_nrm', answer: 'coming' })
  expect(await send('ana', 'duty.shift_remove', { shiftId: shift.shiftId, unitId: 'unt_nrm' })).toMatchObject({
    status: 'accepted',
  })
  expect((await duty('ana')).shifts).toEqual([])
})

test('raised before anything is written, it is one alarm with the screening that comes after', async () => {
  const one = screening(danger)
  const raise = {
    screeningId: one.screeningId,
    by: officer,
    placeType: 'border_crossing',
    ageBand: null,
    sex: null,
    language: null,
    raisedAt: now(),
  }
  expect(await send('officer', 'alarm.raise', raise)).toMatchObject({ status: 'accepted' })
  expect(await send('officer', 'alarm.raise', raise)).toMatchObject({ status: 'accepted' })
  await submit(one)
  const alarm = await ownAlarm(one.screeningId)
  expect(alarm?.calls.map(({ unitId }) => unitId)).toEqual(['unt_nrm'])
  expect(await send('ben', 'alarm.raise', raise)).toMatchObject({ code: 'actor_differs' })
  // Who cannot says so, and the next is called without waiting.
  const alarmId = alarm?.alarmId ?? ''
  await send('ana', 'alarm.answer', { alarmId, unitId: 'unt_nrm', answer: 'cannot' })
  expect([await rings('ana', alarmId), await rings('sonja', alarmId)]).toEqual([false, true])
})

test('the unit a person was referred to is called as well, and only those who take people up answer', async () => {
  const one = screening({ ...danger, setId: 'adult-mixed-flows' }, { ageBand: '25_39', accompaniment: 'alone' })
  await submit(one)
  const referral = {
    referralId: newId(),
    screeningId: one.screeningId,
    by: officer,
    toUnitId: 'unt_csw',
    urgency: 'now',
    ageBand: '25_39',
    sex: 'Masculine',
    language: 'sq',
    accompaniment: 'alone',
    basis: 'life_risk',
    handedTo: null,
    sentAt: now(),
    parts: [],
  }
  expect(await send('officer', 'referral.send', { referral, parts: [] })).toMatchObject({ status: 'accepted' })
  const alarm = await ownAlarm(one.screeningId)
  expect(alarm?.calls.map(({ unitId }) => unitId)).toEqual(['unt_nrm', 'unt_csw'])
  const alarmId = alarm?.alarmId ?? ''
  expect(await (await ask.vesna(`/api/alarms/${alarmId}`)).json()).toMatchObject({
    referralId: referral.referralId,
    screening: { outcome: 'act_now' },
  })
  expect(await send('officer', 'alarm.answer', { alarmId, unitId: 'unt_border', answer: 'coming' })).toMatchObject({
    code: 'not_your_function',
  })
  await send('vesna', 'alarm.answer', { alarmId, unitId: 'unt_csw', answer: 'calling' })

  // Nobody acknowledges the referral itself: its sender and the colleague on the next shift are told.
  expect(await lines('colleague', 'referral_late')).toEqual([])
  clock.advance((DEFAULT_TARGETS.referralUrgentHours + 1) * 3_600_000)
  for (const name of ['officer', 'colleague'] as const)
    expect(await lines(name, 'referral_late')).toMatchObject([{ act: 'referral.call', hints: { unitId: 'unt_csw' } }])
  expect((await ask.colleague(`/api/referrals/${referral.referralId}`)).status).toBe(404)
  await send('vesna', 'referral.acknowledge', { referralId: referral.referralId, unitId: 'unt_csw' })
  expect(await lines('officer', 'referral_late')).toEqual([])
})

test('too little known is a fine end: a reminder waits for the unit until a second talk follows', async () => {
  const first = screening({
    lookAgainOn: now().slice(0, 10),
    card: { offered: true, taken: true, codeHash: 'b'.repeat(64) },
  })
  expect(await submit(first)).toMatchObject({ status: 'accepted' })
  expect(await lines('colleague', 'look_again')).toMatchObject([
    { act: 'screening.second_talk', subject: { screeningId: first.screeningId }, overdue: false },
  ])
  expect(await lines('ana', 'look_again')).toEqual([])
  clock.advance(48 * 3_600_000)
  expect(await lines('colleague', 'look_again')).toMatchObject([{ overdue: true }])
  const second = screening({ way: 'second_talk', follows: { by: 'card', codeHash: 'b'.repeat(64) } })
  expect(await submit(second)).toMatchObject({ status: 'accepted' })
  expect(await lines('colleague', 'look_again')).toEqual([])
  // Linked, and neither can be read here again.
  const mine = (await (await ask.officer('/api/screenings/mine')).json()) as { entries: object[] }
  expect(mine.entries[0]).toMatchObject({ screeningId: second.screeningId, way: 'second_talk' })
  expect(JSON.stringify(mine)).not.toContain('b'.repeat(64))
  // Told apart by coded facts as long as a second talk may follow, then by their minute alone.
  const { ageBand, sex, placeType } = second.encounter
  expect(mine.entries[0]).toMatchObject({ met: { ageBand, sex, placeType } })
  clock.advance(15 * 24 * 3_600_000)
  const later = (await (await ask.officer('/api/screenings/mine')).json()) as { entries: object[] }
  expect(later.entries[0]).toMatchObject({ screeningId: second.screeningId, met: null })

  const third = screening({
    follows: { by: 'screening', screeningId: second.screeningId },
    ruleId: 'base_nothing_recorded',
  })
  await submit(third)
  const view = await referredToVesna<{ earlier: { finishedAt: string }[] }>(third.screeningId)
  expect(view.screening.earlier.map((one) => one.finishedAt)).toEqual([second.finishedAt, first.finishedAt])
})

test('a family stays together: claimed and checked relationships are told apart, each referral names the others', async () => {
  const groupId = newId()
  const [mother, child] = [newId(), newId()]
  const group = (companion: object) => ({ groupId, kind: 'family', apart: 'yes', companions: [companion] })
  const claimed = { screeningId: mother, relation: 'mother', standing: 'claimed', shownBy: null }
  expect(
    await submit(screening({ screeningId: child, group: group({ ...claimed, shownBy: 'papers' }) })),
  ).toMatchObject({ code: 'invalid_input' })
  await submit(screening({ screeningId: child, group: group(claimed) }))
  const back = { screeningId: child, relation: 'child_of', standing: 'verified', shownBy: 'said_alike_apart' }
  const grown = { setId: 'adult-mixed-flows', group: group(back), screeningId: mother }
  expect(await submit(screening(grown, { ageBand: '25_39' }))).toMatchObject({ status: 'accepted' })
  expect(await submit(screening({ ...grown, screeningId: child }))).toMatchObject({ code: 'companion_is_oneself' })

  const view = await referredToVesna<{ companions: object[] }>(child)
  expect(view.screening.companions).toEqual([
    { relation: 'mother', standing: 'claimed', ageBand: '25_39', referralId: null },
  ])
})

test('a device a day ahead loses nothing: both times are kept, and the right one counts', async () => {
  const day = 86_400_000
  const wrong = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
  const one = screening({ finishedAt: wrong(day - 3_600_000) }, { startedAt: wrong(day - 3_700_000) })
  expect(await submit(one, { at: wrong(day - 3_600_000), ageMs: 3_600_000 })).toMatchObject({ status: 'accepted' })
  const { rows } = await withSystem(crew.instance.platform.db, 'test', (tx) =>
    sql<{ skew: number; finished: string; said: string }>`
      select clock_skew_ms as skew, finished_at as finished, document ->> 'finishedAt' as said from screening
      where screening_id = ${one.screeningId}`.execute(tx),
  )
  expect(Math.round(Number(rows[0]?.skew) / day)).toBe(1)
  expect(rows[0]?.said).toBe(one.finishedAt)
  expect(Date.parse(rows[0]?.finished ?? '')).toBeLessThanOrEqual(clock.now().getTime())
  // The future is still refused to a device whose clock is right.
  expect(await submit(screening({ finishedAt: wrong(day) }), { ageMs: 0 })).toMatchObject({ code: 'date_in_future' })
})

test('a word from outside needs no account, says nothing of where it came from, and waits for one unit', async () => {
  const info = (await (await crew.instance.ask('/api/reach')).json()) as { units: { unitId: string }[] }
  expect(info.units.map(({ unitId }) => unitId)).toEqual(['unt_nrm', 'unt_csw'])
  const contact = (more: object = {}) => ({
    contactId: newId(),
    toUnitId: 'unt_nrm',
    about: 'myself',
    age: 'adult',
    dangerNow: false,
    language: 'ar',
    answerBy: 'will_ask_with_code',
    codeHash: 'c'.repeat(64),
    partId: null as string | null,
    ...more,
  })
  const part = (contactId: string, partId: string, reader = 'unt_nrm') => ({
    v: 1,
    alg: 'A256GCM',
    partId,
    class: 'narrative',
    subject: contactId,
    iv: 'iv',
    ciphertext: 'sealed',
    wraps: [{ reader, keyId: `key_${reader}`, enc: 'e', ct: 'c' }],
  })
  const one = contact({ partId: newId() })
  const body = { contact: one, part: part(one.contactId, one.partId ?? '') }
  expect((await crew.instance.ask('/api/reach', { json: body })).status).toBe(200)
  expect((await crew.instance.ask('/api/reach', { json: body })).status).toBe(200)
  expect((await crew.instance.ask('/api/reach', { json: { ...body, contact: { ...one, age: 'child' } } })).status).toBe(
    409,
  )
  const elsewhere = contact({ partId: newId() })
  for (const bad of [
    { contact: contact({ toUnitId: 'unt_border' }), part: null },
    { contact: elsewhere, part: part(elsewhere.contactId, elsewhere.partId ?? '', 'unt_csw') },
    { contact: contact({ name: 'Somebody' }), part: null },
  ])
    expect((await crew.instance.ask('/api/reach', { json: bad })).status).toBe(400)

  const state = async (codeHash: string) => (await crew.instance.ask('/api/reach/state', { json: { codeHash } })).json()
  expect(await state('d'.repeat(64))).toEqual({ state: 'waiting', at: null })
  expect(await state(one.codeHash)).toEqual({ state: 'waiting', at: null })

  const [line] = await lines('ana', 'outside_contact')
  expect(line).toMatchObject({ subject: { type: 'contact', contactId: one.contactId }, hints: { language: 'ar' } })
  expect(await lines('vesna', 'outside_contact')).toEqual([])
  const seen = (await (await ask.ana(`/api/contacts/${one.contactId}`)).json()) as { isSealed: boolean }
  expect(seen.isSealed).toBe(true)
  expect((await ask.officer(`/api/contacts/${one.contactId}`)).status).toBe(404)
  expect((await ask.ivan(`/api/contacts/${one.contactId}`)).status).toBe(404)
  const open = { contactId: one.contactId, unitId: 'unt_nrm', reason: 'first_contact' }
  expect(await send('ana', 'contact.open_part', open)).toMatchObject({ result: { part: { partId: one.partId } } })
  expect(await send('vesna', 'contact.open_part', { ...open, unitId: 'unt_csw' })).toMatchObject({
    code: 'contact_unknown',
  })
  await send('ana', 'contact.take', { contactId: one.contactId, unitId: 'unt_nrm' })
  expect(await state(one.codeHash)).toMatchObject({ state: 'taken' })
  await send('ana', 'contact.close', { contactId: one.contactId, unitId: 'unt_nrm', because: 'helped' })
  expect(await send('ana', 'contact.open_part', open)).toMatchObject({ code: 'nothing_sealed' })
  expect(await lines('ana', 'contact_in_hand')).toEqual([])
})

test('the page for people outside is read in further languages too, each fetched by itself with the one serving it', async () => {
  const info = (await (await crew.instance.ask('/api/reach')).json()) as { languages: string[] }
  expect(info.languages).toEqual(expect.arrayContaining(['prs', 'ps', 'tr', 'uk', 'rom']))
  expect(info.languages).not.toContain('en')
  const words = await crew.instance.ask('/api/reach/words/prs')
  expect(await words.json()).toMatchObject({
    texts: { prs: { $catalogue: { over: 'fa', state: 'machine_draft' } }, fa: { 'reach.danger.no': 'نه' } },
  })
  expect((await crew.instance.ask('/api/reach/words/en')).status).toBe(404)
})

test('who floods it is slowed down', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => crew.instance.ask('/api/reach/state', { json: { codeHash: 'e'.repeat(64) } })),
  )
  expect(answers.some((answer) => answer.status === 429)).toBe(true)
})

test('an on-duty number counts when somebody who may has called it, and says who', async () => {
  const called = { unitId: 'unt_csw', phone: '+389 70 000 000' }
  expect(await send('officer', 'duty.called', called)).toMatchObject({ code: 'not_your_function' })
  expect(await send('sonja', 'duty.called', called)).toMatchObject({ status: 'accepted' })
  expect(await send('sonja', 'duty.called', { ...called, unitId: 'unt_office' })).toMatchObject({
    code: 'unit_unknown',
  })
  expect(await send('sonja', 'duty.called', { ...called, phone: 'ask Petar' })).toMatchObject({ code: 'invalid_input' })
  const read = async () =>
    ((await (await ask.officer('/api/duty')).json()) as { contacts: { unitId: string }[] }).contacts.find(
      (one) => one.unitId === 'unt_csw',
    )
  expect(await read()).toMatchObject({
    phone: called.phone,
    confirmedBy: 'mbr_sonja',
    stale: false,
    mayRecordCall: false,
  })
  clock.advance(91 * 86_400_000)
  expect(await read()).toMatchObject({ stale: true })
})
