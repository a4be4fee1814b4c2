import { absorb, holdsKind, isHeld, isNamedArrival, merge } from './apply.ts'
import { answerCommand } from './commands.ts'
import type {
  Custody,
  CustodyContent,
  CustodyEffect,
  CustodyInput,
  CustodyKind,
  CustodyMessage,
  CustodyReceipt,
  CustodyRefusal,
  Decision,
  HeldMessage,
  PeerView,
  Side,
} from './types.ts'

/** Kinds that are issued again, under the same id, until the peer's receipt is there. All others lapse and are voided. */
export const REISSUED: readonly CustodyKind[] = [
  'arrival',
  'withdraw',
  'withdrawal_acknowledged',
  'void',
  'decline',
  'not_arrived',
]

/** The record before anything happened: the sender leads the case, the receiver knows nothing. */
export const openCustody = (side: Side): Custody => ({
  side,
  task: null,
  unit: null,
  worker: null,
  stage: 'none',
  leads: side === 'sender',
  withdrawn: false,
  epoch: 0,
  peerEpoch: 0,
  reconciled: true,
  held: [],
})

const refuse = (state: Custody, code: CustodyRefusal, remedy: string): Decision => ({
  state,
  effects: [{ type: 'refuse', code, remedy }],
})
const unchanged = (state: Custody): Decision => ({ state, effects: [] })

/** This side says something: it is held, changes the record, and goes to the outbox, all in one step. */
const say = (state: Custody, id: string, content: CustodyContent): Decision => {
  const message: CustodyMessage = { ...content, id, from: state.side, epoch: state.epoch }
  const { state: next, effects } = absorb(state, message, null)
  return { state: next, effects: [...effects, { type: 'send', message }] }
}

const receiptFor = (state: Custody, message: CustodyMessage, outcome: 'accepted' | 'rejected'): CustodyReceipt => ({
  type: 'receipt',
  of: message.id,
  epoch: message.epoch,
  by: state.epoch,
  outcome,
})

/** A void that meets an arrival is rejected, however often it comes: the sender must not think nobody will arrive. */
const answerTo = (state: Custody, message: CustodyMessage): CustodyEffect => {
  const tooLate =
    state.side === 'receiver' && state.stage === 'arrived' && message.kind === 'void' && message.voided === 'offer'
  return receiptFor(state, message, tooLate ? 'rejected' : 'accepted')
}

/** A withdrawal is acknowledged once, with the word whether the person had arrived before it. */
const acknowledgeWithdrawal = (state: Custody, id: string): Decision => {
  const withdrawal = state.held.find((one) => one.message.kind === 'withdraw')
  if (state.side !== 'receiver' || !withdrawal || holdsKind(state, 'withdrawal_acknowledged')) return unchanged(state)
  return say(state, id, {
    kind: 'withdrawal_acknowledged',
    of: withdrawal.message.id,
    arrived: state.stage === 'arrived',
  })
}

const receive = (state: Custody, message: CustodyMessage, replyId: string): Decision => {
  if (message.from === state.side)
    return refuse(state, 'other_side', 'This message claims to come from this side; report it')
  // A restored side listens to its peer's answer first; a peer that was restored is heard once it has said so.
  if (!state.reconciled || message.epoch > state.peerEpoch)
    return { state, effects: [{ type: 'defer', of: message.id }] }
  if (isHeld(state, message.id)) return { state, effects: [answerTo(state, message)] }
  // What the peer sent before it was restored, and nobody held when it asked, it no longer knows: it must not count. A
  // withdrawal counts always, because it only ever stops something; the acknowledgement tells the peer of it.
  if (message.epoch < state.peerEpoch && message.kind !== 'withdraw')
    return refuse(
      state,
      'old_epoch',
      'Sent before the other instance was restored; it will say it again if it still holds',
    )
  if (message.kind === 'arrival' && !isNamedArrival(state, message))
    return { state, effects: [receiptFor(state, message, 'rejected'), { type: 'alarm', code: 'rejected_by_peer' }] }
  const absorbed = absorb(state, message, null)
  const answered = acknowledgeWithdrawal(absorbed.state, replyId)
  return {
    state: answered.state,
    effects: [...absorbed.effects, answerTo(absorbed.state, message), ...answered.effects],
  }
}

const settle = (state: Custody, { of, epoch, by, outcome }: CustodyReceipt): Decision => {
  const own = state.held.find(
    ({ message }) => message.id === of && message.epoch === epoch && message.from === state.side,
  )
  // An answer given before the peer was restored is forgotten there: the message goes on being sent until it is given anew.
  if (!own || own.receipt !== null || by !== state.peerEpoch) return unchanged(state)
  const held = state.held.map((one): HeldMessage => (one === own ? { ...one, receipt: outcome } : one))
  return {
    state: { ...state, held },
    effects: outcome === 'rejected' && own.message.kind !== 'void' ? [{ type: 'alarm', code: 'rejected_by_peer' }] : [],
  }
}

/** Whether what came later shows that the peer received an offer or an acceptance, though its receipt was lost. */
const isImplied = (state: Custody, kind: CustodyKind): boolean => {
  if (kind === 'offer') return state.stage !== 'offered'
  if (kind === 'accept')
    return (
      state.stage !== 'accepted' ||
      state.held.some(
        (one) => one.message.from === 'sender' && (one.message.kind === 'dossier' || one.message.kind === 'logistics'),
      )
    )
  return false
}

const expire = (state: Custody, of: string, voidId: string): Decision => {
  const own = state.held.find((one) => one.message.id === of && one.message.from === state.side)
  if (!own || own.receipt !== null) return unchanged(state)
  if (!state.reconciled) return { state, effects: [{ type: 'defer', of }] }
  const { kind } = own.message
  if (REISSUED.includes(kind)) return { state, effects: [{ type: 'send', message: own.message }] }
  const given: Custody = {
    ...state,
    held: state.held.map((one): HeldMessage => (one === own ? { ...one, receipt: 'rejected' } : one)),
  }
  if (isImplied(state, kind)) return unchanged(given)
  const voided = say(given, voidId, { kind: 'void', of, voided: kind })
  return { state: voided.state, effects: [...voided.effects, { type: 'alarm', code: 'undelivered' }] }
}

const passDeadline = (state: Custody, voidId: string): Decision => {
  if (state.stage !== 'offered' || !state.reconciled) return unchanged(state)
  const offer = state.held.find((one) => one.message.kind === 'offer')
  if (state.side === 'receiver' || !offer) return unchanged({ ...state, stage: 'expired' })
  return say(state, voidId, { kind: 'void', of: offer.message.id, voided: 'offer' })
}

const copies = (state: Custody): CustodyMessage[] => state.held.map((one) => one.message)

const restore = (state: Custody, epoch: number): Decision => {
  if (epoch <= state.epoch) return refuse(state, 'old_epoch', 'A restore is dated after the one before')
  const restored: Custody = { ...state, epoch, reconciled: false }
  return {
    state: restored,
    effects: [
      { type: 'alarm', code: 'restored' },
      { type: 'ask_view', epoch, messages: copies(restored) },
    ],
  }
}

/** A void that met an arrival is asked about again: the restored side may have forgotten the arrival it answered with. */
const askAgain = (one: HeldMessage): HeldMessage =>
  one.message.kind === 'void' && one.receipt === 'rejected' ? { ...one, receipt: null } : one

const answerRestored = (
  state: Custody,
  epoch: number,
  messages: readonly CustodyMessage[],
  replyId: string,
): Decision => {
  if (epoch < state.peerEpoch)
    return refuse(state, 'old_epoch', 'The other instance was restored again since it asked this')
  const merged = merge({ ...state, peerEpoch: epoch, held: state.held.map(askAgain) }, messages)
  const answered = state.reconciled ? acknowledgeWithdrawal(merged.state, replyId) : unchanged(merged.state)
  const view: PeerView = { forEpoch: epoch, epoch: state.epoch, messages: copies(answered.state) }
  const news: CustodyEffect[] = epoch > state.peerEpoch ? [{ type: 'alarm', code: 'peer_restored' }] : []
  return {
    state: answered.state,
    effects: [...news, ...merged.effects, ...answered.effects, { type: 'answer_view', view }],
  }
}

const reconcile = (state: Custody, view: PeerView, replyId: string): Decision => {
  // An answer from before the peer was itself restored tells of things the peer no longer knows: it is asked again.
  if (state.reconciled || view.forEpoch !== state.epoch || view.epoch < state.peerEpoch) return unchanged(state)
  const merged = merge(
    { ...state, peerEpoch: view.epoch, reconciled: true, held: state.held.map(askAgain) },
    view.messages,
  )
  // Nothing goes out again: the peer took in this side's copies before it answered, so it holds them all.
  const answered = acknowledgeWithdrawal(merged.state, replyId)
  return { state: answered.state, effects: [...merged.effects, ...answered.effects] }
}

/**
 * What one side of a handover does about one input. Pure: the host stores the state and performs the effects in one
 * transaction, and feeds messages, receipts, timers and restores back in. Whatever the network loses, repeats or
 * reorders, and wherever either side crashes or is restored, somebody leads (exploration.test.ts).
 */
export const decide = (state: Custody, input: CustodyInput): Decision => {
  switch (input.type) {
    case 'command': {
      const answer = answerCommand(state, input.command)
      return 'say' in answer ? say(state, input.command.id, answer.say) : refuse(state, answer.refusal, answer.remedy)
    }
    case 'message':
      return receive(state, input.message, input.replyId)
    case 'receipt':
      return settle(state, input)
    case 'message_expired':
      return expire(state, input.of, input.voidId)
    case 'deadline':
      return passDeadline(state, input.voidId)
    case 'restored':
      return restore(state, input.epoch)
    case 'peer_restored':
      return answerRestored(state, input.epoch, input.messages, input.replyId)
    case 'reconciled':
      return reconcile(state, input.view, input.replyId)
    default:
      return input satisfies never
  }
}

/** Own messages the peer has not answered: what the outbox keeps sending. */
export const unanswered = (state: Custody): readonly CustodyMessage[] =>
  state.held.filter((one) => one.message.from === state.side && one.receipt === null).map((one) => one.message)

/**
 * For the sender: the handover has ended without an arrival and the receiver has said so, so that none can be on its
 * way. Only then may the lead be offered to somebody else.
 */
export const isSettled = (state: Custody): boolean => {
  if (!state.reconciled) return false
  if (state.stage === 'none' || state.stage === 'declined') return true
  return state.held.some(({ message, receipt }) => {
    if (message.kind === 'void' && message.voided === 'offer')
      return state.stage !== 'arrived' && receipt === 'accepted'
    if (message.kind === 'void' && message.voided === 'accept') return state.stage !== 'arrived'
    return message.kind === 'withdrawal_acknowledged' && !message.arrived && state.stage !== 'arrived'
  })
}
