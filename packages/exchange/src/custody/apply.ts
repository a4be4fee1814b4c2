import type { Custody, CustodyEffect, CustodyKind, CustodyMessage, CustodyStage, HeldMessage } from './types.ts'

const CLOSED: readonly CustodyStage[] = ['declined', 'withdrawn', 'expired']
export const isClosed = (stage: CustodyStage): boolean => CLOSED.includes(stage)

export const isHeld = (state: Custody, id: string): boolean => state.held.some((one) => one.message.id === id)
export const holdsKind = (state: Custody, kind: CustodyKind): boolean =>
  state.held.some((one) => one.message.kind === kind)

/** Copies that came back from a peer are applied cause before effect. */
const CAUSAL: readonly CustodyKind[] = [
  'offer',
  'acknowledge',
  'accept',
  'decline',
  'dossier',
  'logistics',
  'withdraw',
  'withdrawal_acknowledged',
  'void',
  'not_arrived',
  'arrival',
  'feedback',
]

const close = (state: Custody, stage: CustodyStage): Custody =>
  state.stage === 'arrived' || isClosed(state.stage) ? state : { ...state, stage }

/** The person is there. Only for `take_lead` does that move the lead. */
const arrive = (state: Custody): Custody => ({
  ...state,
  stage: 'arrived',
  leads: state.task === 'take_lead' ? state.side === 'receiver' : state.leads,
})

/** Whether an arrival is by whom the offer named, for what it asked. */
export const isNamedArrival = (state: Custody, message: CustodyMessage & { readonly kind: 'arrival' }): boolean =>
  message.from === 'receiver' && message.unit === state.unit && message.task === state.task

/**
 * What a message, own or the peer's, makes of the record. The order of two messages does not matter: an arrival
 * prevails over every end, a withdrawal stops sharing at any stage, and the first end stays. That is what lets both
 * sides come to the same answer over a network that reorders, and a restored side replay copies.
 */
const change = (state: Custody, message: CustodyMessage): Custody => {
  switch (message.kind) {
    case 'offer': {
      const offered = { ...state, task: message.task, unit: message.unit }
      return state.stage === 'none' ? { ...offered, stage: 'offered' } : offered
    }
    case 'accept':
      return { ...state, worker: message.worker, stage: state.stage === 'offered' ? 'accepted' : state.stage }
    case 'decline':
      return close(state, 'declined')
    case 'withdraw':
      return { ...close(state, 'withdrawn'), withdrawn: true }
    case 'withdrawal_acknowledged':
      // The acknowledgement of somebody who has arrived is signed word of the arrival, should the arrival itself be lost.
      return { ...(message.arrived ? arrive(state) : close(state, 'withdrawn')), withdrawn: true }
    case 'void':
      return message.voided === 'offer' || message.voided === 'accept' ? close(state, 'expired') : state
    case 'arrival':
      return { ...arrive(state), worker: message.worker }
    case 'acknowledge':
    case 'dossier':
    case 'logistics':
    case 'not_arrived':
    case 'feedback':
      return state
    default:
      return message satisfies never
  }
}

/** The effects that follow from what changed, so that no way to a change can forget them. */
const consequences = (before: Custody, after: Custody, message: CustodyMessage): CustodyEffect[] => {
  const effects: CustodyEffect[] = []
  if (!before.leads && after.leads) effects.push({ type: 'take_lead' })
  if (before.leads && !after.leads) effects.push({ type: 'give_lead', unit: after.unit ?? '' })
  if (!before.withdrawn && after.withdrawn) effects.push({ type: 'stop_sharing' })
  const received = message.from !== after.side
  if (received && message.kind === 'dossier')
    effects.push({ type: after.withdrawn ? 'discard_dossier' : 'show_dossier', dossier: message.dossier })
  if (received && message.kind === 'not_arrived') effects.push({ type: 'alarm', code: 'not_arrived' })
  if (received && message.kind === 'arrival' && isClosed(before.stage))
    effects.push({ type: 'alarm', code: 'arrival_after_closing' })
  if (received && message.kind === 'withdrawal_acknowledged' && !before.withdrawn)
    effects.push({ type: 'alarm', code: 'withdrawal_recovered' })
  return effects
}

/** Holds a message and lets it change the record. A message already held changes nothing. */
export const absorb = (
  state: Custody,
  message: CustodyMessage,
  receipt: HeldMessage['receipt'],
): { state: Custody; effects: CustodyEffect[] } => {
  if (isHeld(state, message.id)) return { state, effects: [] }
  const changed = change(state, message)
  const effects = consequences(state, changed, message)
  return { state: { ...changed, held: [...changed.held, { message, receipt }] }, effects }
}

/** Absorbs copies that a peer held. Own messages among them were received there: no receipt is awaited any more. */
export const merge = (
  state: Custody,
  messages: readonly CustodyMessage[],
): { state: Custody; effects: CustodyEffect[] } => {
  const ids = new Set(messages.map((message) => message.id))
  const known = state.held.map((one): HeldMessage =>
    one.message.from === state.side && ids.has(one.message.id) ? { ...one, receipt: one.receipt ?? 'accepted' } : one,
  )
  let merged: Custody = { ...state, held: known }
  const effects: CustodyEffect[] = []
  const ordered = [...messages].sort((one, other) => CAUSAL.indexOf(one.kind) - CAUSAL.indexOf(other.kind))
  for (const message of ordered) {
    if (message.kind === 'arrival' && !isNamedArrival(merged, message)) continue
    const step = absorb(merged, message, message.from === state.side ? 'accepted' : null)
    merged = step.state
    effects.push(...step.effects)
  }
  return { state: merged, effects }
}
