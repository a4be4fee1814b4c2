import { expect, test } from 'vitest'
import {
  decide,
  isSettled,
  openCustody,
  REISSUED,
  unanswered,
  type Custody,
  type CustodyCommand,
  type CustodyEffect,
  type CustodyInput,
  type CustodyMessage,
} from './index.ts'

// One handover by hand: the sender in Skopje, the receiver in Tirana. What no order of events can break is in
// exploration.test.ts; here is what each step does.

interface Pair {
  sender: Custody
  receiver: Custody
  effects: CustodyEffect[]
}
const start = (): Pair => ({ sender: openCustody('sender'), receiver: openCustody('receiver'), effects: [] })
const feed = (pair: Pair, side: 'sender' | 'receiver', input: CustodyInput): CustodyEffect[] => {
  const { state, effects } = decide(pair[side], input)
  pair[side] = state
  pair.effects.push(...effects)
  return [...effects]
}
const sent = (effects: readonly CustodyEffect[]): CustodyMessage[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []))
const deliver = (pair: Pair, message: CustodyMessage | undefined, answer = true): CustodyEffect[] => {
  if (!message) throw new Error('nothing was sent')
  const to = message.from === 'sender' ? 'receiver' : 'sender'
  const effects = feed(pair, to, { type: 'message', message, replyId: `reply to ${message.id}` })
  for (const effect of effects) if (answer && effect.type === 'receipt') feed(pair, message.from, effect)
  for (const reply of sent(effects)) deliver(pair, reply, answer)
  return effects
}
const act = (pair: Pair, side: 'sender' | 'receiver', command: CustodyCommand): CustodyMessage | undefined =>
  sent(feed(pair, side, { type: 'command', command }))[0]
const offer = (task: 'take_lead' | 'provide_service' = 'take_lead'): CustodyCommand => ({
  kind: 'offer',
  id: 'offer',
  task,
  unit: 'unt_tirana',
  otherLeadOfferOpen: false,
})
const accept: CustodyCommand = { kind: 'accept', id: 'accept', worker: 'mbr_drita' }
const arrive: CustodyCommand = { kind: 'confirm_arrival', id: 'arrival', worker: 'mbr_drita' }
const withdraw: CustodyCommand = { kind: 'withdraw', id: 'withdraw' }
const accepted = (task?: 'provide_service'): Pair => {
  const pair = start()
  deliver(pair, act(pair, 'sender', offer(task)))
  deliver(pair, act(pair, 'receiver', accept))
  return pair
}
const refusalOf = (state: Custody, command: CustodyCommand) => {
  const { state: after, effects } = decide(state, { type: 'command', command })
  expect(after).toBe(state)
  return effects.map((effect) => (effect.type === 'refuse' ? effect.code : effect.type))
}

test('the lead moves at arrival, at the receiver first, and nowhere else', () => {
  const pair = accepted()
  deliver(pair, act(pair, 'sender', { kind: 'send_dossier', id: 'dossier', dossier: 'd1' }))
  expect(pair.effects).toContainEqual({ type: 'show_dossier', dossier: 'd1' })
  expect([pair.sender.leads, pair.receiver.leads]).toStrictEqual([true, false])
  const arrival = act(pair, 'receiver', arrive)
  expect(pair.effects.at(-1)).toStrictEqual({ type: 'send', message: arrival })
  expect(pair.effects.at(-2)).toStrictEqual({ type: 'take_lead' })
  expect([pair.sender.leads, pair.receiver.leads]).toStrictEqual([true, true])
  const effects = deliver(pair, arrival)
  expect(effects).toContainEqual({ type: 'give_lead', unit: 'unt_tirana' })
  expect([pair.sender.leads, pair.receiver.leads]).toStrictEqual([false, true])
  expect([...unanswered(pair.sender), ...unanswered(pair.receiver)]).toStrictEqual([])
})

test('an arrival at a service moves no lead', () => {
  const pair = accepted('provide_service')
  deliver(pair, act(pair, 'receiver', arrive))
  expect(pair.sender).toMatchObject({ stage: 'arrived', leads: true })
  expect(pair.receiver).toMatchObject({ stage: 'arrived', leads: false })
})

test('a withdrawal before the arrival ends the handover; the sender keeps the lead and may offer elsewhere once it is acknowledged', () => {
  const pair = accepted()
  const withdrawal = act(pair, 'sender', withdraw)
  expect(pair.effects).toContainEqual({ type: 'stop_sharing' })
  expect(isSettled(pair.sender)).toBe(false)
  deliver(pair, withdrawal)
  expect(pair.receiver).toMatchObject({ stage: 'withdrawn', withdrawn: true })
  expect(refusalOf(pair.receiver, arrive)).toStrictEqual(['wrong_stage'])
  expect(pair.sender).toMatchObject({ stage: 'withdrawn', leads: true })
  expect(isSettled(pair.sender)).toBe(true)
})

test('a withdrawal that meets an arrival on its way: the person is there, and still nothing more is shared', () => {
  const pair = accepted()
  const withdrawal = act(pair, 'sender', withdraw)
  const arrival = act(pair, 'receiver', arrive)
  deliver(pair, withdrawal)
  expect(deliver(pair, arrival)).toContainEqual({
    type: 'receipt',
    of: 'arrival',
    epoch: 0,
    by: 0,
    outcome: 'accepted',
  })
  expect(pair.sender).toMatchObject({ stage: 'arrived', leads: false, withdrawn: true })
  expect(pair.receiver).toMatchObject({ stage: 'arrived', leads: true, withdrawn: true })
  expect(isSettled(pair.sender)).toBe(false)
  expect(refusalOf(pair.sender, { kind: 'send_dossier', id: 'late', dossier: 'd2' })).toStrictEqual(['withdrawn'])
})

test('a dossier that meets a withdrawal is discarded', () => {
  const pair = accepted()
  const dossier = act(pair, 'sender', { kind: 'send_dossier', id: 'dossier', dossier: 'd1' })
  deliver(pair, act(pair, 'sender', withdraw))
  expect(deliver(pair, dossier)).toContainEqual({ type: 'discard_dossier', dossier: 'd1' })
})

test('a declined or expired offer leaves the sender leading', () => {
  const declined = start()
  deliver(declined, act(declined, 'sender', offer()))
  deliver(declined, act(declined, 'receiver', { kind: 'decline', id: 'decline', reason: 'no_place' }))
  expect(declined.sender).toMatchObject({ stage: 'declined', leads: true })
  expect(isSettled(declined.sender)).toBe(true)
  const expired = start()
  deliver(expired, act(expired, 'sender', offer()))
  const [voided] = sent(feed(expired, 'sender', { type: 'deadline', voidId: 'void' }))
  expect(voided).toMatchObject({ kind: 'void', of: 'offer', voided: 'offer' })
  deliver(expired, voided)
  expect(expired.receiver.stage).toBe('expired')
  expect(refusalOf(expired.receiver, accept)).toStrictEqual(['wrong_stage'])
  expect(isSettled(expired.sender)).toBe(true)
})

test('an arrival prevails over an offer that ran out, and the void is answered so', () => {
  const pair = accepted()
  const late: Pair = {
    ...start(),
    sender: decide(openCustody('sender'), { type: 'command', command: offer() }).state,
    receiver: pair.receiver,
  }
  const [voided] = sent(feed(late, 'sender', { type: 'deadline', voidId: 'void' }))
  const arrival = act(late, 'receiver', arrive)
  expect(deliver(late, voided)).toContainEqual({ type: 'receipt', of: 'void', epoch: 0, by: 0, outcome: 'rejected' })
  expect(isSettled(late.sender)).toBe(false)
  expect(deliver(late, arrival)).toContainEqual({ type: 'alarm', code: 'arrival_after_closing' })
  expect([late.sender.leads, late.receiver.leads]).toStrictEqual([false, true])
})

test('custody messages that run out of time are sent again, all others become voids', () => {
  const pair = accepted()
  const arrival = act(pair, 'receiver', arrive)
  expect(feed(pair, 'receiver', { type: 'message_expired', of: 'arrival', voidId: 'v1' })).toStrictEqual([
    { type: 'send', message: arrival },
  ])
  act(pair, 'sender', { kind: 'send_logistics', id: 'logistics' })
  const effects = feed(pair, 'sender', { type: 'message_expired', of: 'logistics', voidId: 'v2' })
  expect(sent(effects)).toMatchObject([{ kind: 'void', of: 'logistics', voided: 'logistics' }])
  expect(effects).toContainEqual({ type: 'alarm', code: 'undelivered' })
  expect(feed(pair, 'sender', { type: 'message_expired', of: 'logistics', voidId: 'v3' })).toStrictEqual([])
  expect(feed(pair, 'sender', { type: 'message_expired', of: 'nothing', voidId: 'v4' })).toStrictEqual([])
  expect(REISSUED).toContain('withdraw')
})

test('an acceptance nobody received lapses; the receiver no longer waits for the person', () => {
  const pair = start()
  deliver(pair, act(pair, 'sender', offer()))
  act(pair, 'receiver', accept)
  const [voided] = sent(feed(pair, 'receiver', { type: 'message_expired', of: 'accept', voidId: 'v' }))
  expect(pair.receiver.stage).toBe('expired')
  deliver(pair, voided)
  expect(pair.sender).toMatchObject({ stage: 'expired', leads: true })
  expect(isSettled(pair.sender)).toBe(true)
})

test('only the worker the acceptance names confirms, for the unit the offer names', () => {
  const pair = accepted()
  expect(refusalOf(pair.receiver, { ...arrive, worker: 'mbr_other' })).toStrictEqual(['not_the_named_receiver'])
  const forged: CustodyMessage = {
    kind: 'arrival',
    id: 'x',
    from: 'receiver',
    epoch: 0,
    task: 'take_lead',
    unit: 'unt_other',
    worker: 'mbr_drita',
  }
  expect(deliver(pair, forged, false)).toStrictEqual([
    { type: 'receipt', of: 'x', epoch: 0, by: 0, outcome: 'rejected' },
    { type: 'alarm', code: 'rejected_by_peer' },
  ])
  expect(pair.sender.leads).toBe(true)
})

test('who is not here arrives nowhere: the sender keeps the lead and is alarmed, and a later arrival still counts', () => {
  const pair = accepted()
  expect(
    deliver(pair, act(pair, 'receiver', { kind: 'report_not_arrived', id: 'missing', reason: 'not_arrived' })),
  ).toContainEqual({ type: 'alarm', code: 'not_arrived' })
  expect(pair.sender).toMatchObject({ stage: 'accepted', leads: true })
  deliver(pair, act(pair, 'receiver', arrive))
  expect([pair.sender.leads, pair.receiver.leads]).toStrictEqual([false, true])
})

test.each([
  ['sender', accept, 'other_side'],
  ['receiver', offer(), 'other_side'],
  ['receiver', accept, 'wrong_stage'],
  ['sender', withdraw, 'wrong_stage'],
  ['sender', { ...offer(), otherLeadOfferOpen: true }, 'another_offer_open'],
] as const)('at the start the %s cannot %o: %s', (side, command, code) => {
  expect(refusalOf(openCustody(side), command)).toStrictEqual([code])
})

test('further refusals', () => {
  expect(refusalOf({ ...openCustody('sender'), leads: false }, offer())).toStrictEqual(['not_the_lead'])
  expect(refusalOf({ ...openCustody('sender'), reconciled: false }, offer())).toStrictEqual(['not_reconciled'])
  const pair = accepted()
  act(pair, 'receiver', arrive)
  const feedback: CustodyCommand = { kind: 'send_feedback', id: 'f', milestone: 'day_7' }
  expect(refusalOf(pair.receiver, feedback)).toStrictEqual(['wrong_stage'])
  const own: CustodyMessage = { kind: 'acknowledge', id: 'a', from: 'sender', epoch: 0 }
  expect(feed(pair, 'sender', { type: 'message', message: own, replyId: 'r' })).toMatchObject([
    { type: 'refuse', code: 'other_side' },
  ])
})

test('a receiver restored to before the arrival learns of its own arrival and leads again', () => {
  const pair = accepted()
  const backup = pair.receiver
  deliver(pair, act(pair, 'receiver', arrive))
  pair.receiver = backup
  const asked = feed(pair, 'receiver', { type: 'restored', epoch: 1 }).find((effect) => effect.type === 'ask_view')
  expect(pair.receiver).toMatchObject({ leads: false, reconciled: false })
  expect(refusalOf(pair.receiver, arrive)).toStrictEqual(['not_reconciled'])
  const answered = feed(pair, 'sender', {
    type: 'peer_restored',
    epoch: 1,
    messages: asked?.messages ?? [],
    replyId: 'r',
  }).find((effect) => effect.type === 'answer_view')
  if (!answered) throw new Error('the sender answers')
  const effects = feed(pair, 'receiver', { type: 'reconciled', view: answered.view, replyId: 'r' })
  expect(effects).toContainEqual({ type: 'take_lead' })
  expect(pair.receiver).toMatchObject({ leads: true, stage: 'arrived', reconciled: true })
})

test('what was said before a restore, and nobody held, no longer counts; a withdrawal does', () => {
  const pair = accepted()
  const beforeArrival = pair.receiver
  const arrival = act(pair, 'receiver', arrive)
  pair.receiver = beforeArrival
  feed(pair, 'receiver', { type: 'restored', epoch: 1 })
  feed(pair, 'sender', {
    type: 'peer_restored',
    epoch: 1,
    messages: beforeArrival.held.map((one) => one.message),
    replyId: 'r',
  })
  expect(deliver(pair, arrival, false)).toMatchObject([{ type: 'refuse', code: 'old_epoch' }])
  expect(pair.sender.leads).toBe(true)

  const other = accepted()
  const beforeWithdrawal = other.sender
  const withdrawal = act(other, 'sender', withdraw)
  other.sender = beforeWithdrawal
  feed(other, 'sender', { type: 'restored', epoch: 1 })
  const view = feed(other, 'receiver', {
    type: 'peer_restored',
    epoch: 1,
    messages: beforeWithdrawal.held.map((one) => one.message),
    replyId: 'r',
  }).find((effect) => effect.type === 'answer_view')?.view
  if (!view) throw new Error('the receiver answers')
  feed(other, 'sender', { type: 'reconciled', view, replyId: 'r' })
  expect(deliver(other, withdrawal)).toContainEqual({ type: 'stop_sharing' })
  expect(other.effects).toContainEqual({ type: 'alarm', code: 'withdrawal_recovered' })
  expect(other.sender).toMatchObject({ stage: 'withdrawn', withdrawn: true })
})

test('a restored side defers messages; a stale answer does not reconcile it', () => {
  const pair = accepted()
  feed(pair, 'sender', { type: 'restored', epoch: 5 })
  const arrival = act(pair, 'receiver', arrive)
  expect(deliver(pair, arrival, false)).toStrictEqual([{ type: 'defer', of: 'arrival' }])
  feed(pair, 'sender', { type: 'reconciled', view: { forEpoch: 4, epoch: 0, messages: [] }, replyId: 'r' })
  expect(pair.sender.reconciled).toBe(false)
  expect(feed(pair, 'sender', { type: 'restored', epoch: 5 })).toMatchObject([{ type: 'refuse', code: 'old_epoch' }])
  feed(pair, 'receiver', { type: 'peer_restored', epoch: 5, messages: [], replyId: 'r' })
  expect(feed(pair, 'receiver', { type: 'peer_restored', epoch: 4, messages: [], replyId: 'r' })).toMatchObject([
    { type: 'refuse', code: 'old_epoch' },
  ])
})
