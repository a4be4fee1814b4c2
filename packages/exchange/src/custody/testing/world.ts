import {
  decide,
  isClosed,
  isSettled,
  openCustody,
  unanswered,
  type Custody,
  type CustodyCommand,
  type CustodyEffect,
  type CustodyInput,
  type Side,
  type Task,
} from '../index.ts'

// Two instances and a network, as small as they can be without losing a behaviour. The network is the set of all
// packets ever sent: each may arrive at any time, again, out of order, or never, so loss, repetition and delay need no
// rules of their own. A crash before the commit is a step that did not happen; one after it is a packet that waits.

/** A packet: an input waiting to reach a side. */
export interface Packet {
  readonly to: Side
  readonly input: CustodyInput
}

export interface World {
  readonly sender: Custody
  readonly receiver: Custody
  /** Packets by their own text, so that the same one is there once. */
  readonly net: ReadonlyMap<string, Packet>
  readonly backups: { readonly [S in Side]: readonly Custody[] }
  readonly restores: { readonly [S in Side]: number }
}

/** One thing that happens. */
export type Step =
  | { readonly do: 'input'; readonly to: Side; readonly input: CustodyInput }
  | { readonly do: 'backup'; readonly of: Side }
  | { readonly do: 'restore'; readonly of: Side; readonly backup: number }

export const emptyWorld = (): World => ({
  sender: openCustody('sender'),
  receiver: openCustody('receiver'),
  net: new Map(),
  backups: { sender: [], receiver: [] },
  restores: { sender: 0, receiver: 0 },
})

const peerOf = (side: Side): Side => (side === 'sender' ? 'receiver' : 'sender')

const packetOf = (effect: CustodyEffect, from: Side): Packet | null => {
  const to = peerOf(from)
  switch (effect.type) {
    case 'send':
      return { to, input: { type: 'message', message: effect.message, replyId: `reply to ${effect.message.id}` } }
    case 'receipt':
      return { to, input: effect }
    case 'ask_view':
      return {
        to,
        input: {
          type: 'peer_restored',
          epoch: effect.epoch,
          messages: effect.messages,
          replyId: 'reply to withdrawal',
        },
      }
    case 'answer_view':
      return { to, input: { type: 'reconciled', view: effect.view, replyId: 'reply to withdrawal' } }
    default:
      return null
  }
}

/** The order in which copies are held means nothing; one order makes equal states equal. */
const inOrder = (state: Custody): Custody => ({
  ...state,
  held: [...state.held].sort((one, other) => (one.message.id < other.message.id ? -1 : 1)),
})

/** What a side becomes by an input, and the packets it sends. */
export const react = (
  state: Custody,
  input: CustodyInput,
): { readonly state: Custody; readonly effects: readonly CustodyEffect[]; readonly packets: readonly Packet[] } => {
  const decision = decide(state, input)
  const packets = decision.effects.flatMap((effect) => packetOf(effect, state.side) ?? [])
  return { state: inOrder(decision.state), effects: decision.effects, packets }
}

const send = (world: World, packets: readonly Packet[]): World => {
  if (packets.length === 0) return world
  const net = new Map(world.net)
  for (const packet of packets) net.set(JSON.stringify(packet), packet)
  return { ...world, net }
}

export const take = (world: World, step: Step): World => {
  switch (step.do) {
    case 'input': {
      const { state, packets } = react(world[step.to], step.input)
      return send({ ...world, [step.to]: state }, packets)
    }
    case 'backup':
      return { ...world, backups: { ...world.backups, [step.of]: [...world.backups[step.of], world[step.of]] } }
    case 'restore': {
      const backup = world.backups[step.of][step.backup]
      if (!backup) return world
      const times = world.restores[step.of] + 1
      const { state, packets } = react(backup, { type: 'restored', epoch: times })
      return send({ ...world, [step.of]: state, restores: { ...world.restores, [step.of]: times } }, packets)
    }
    default:
      return step satisfies never
  }
}

/** What people at a side can try. Ids name the act and the life it was done in, so that forgotten acts are not confused. */
const commandsOf = (state: Custody, task: Task, kinds: readonly CustodyCommand['kind'][]): CustodyCommand[] => {
  const id = (kind: string) => `${kind} ${state.epoch}`
  const all: CustodyCommand[] = [
    { kind: 'offer', id: id('offer'), task, unit: 'unt_tirana', otherLeadOfferOpen: false },
    { kind: 'withdraw', id: id('withdraw') },
    { kind: 'send_dossier', id: id('dossier'), dossier: 'one' },
    { kind: 'send_logistics', id: id('logistics') },
    { kind: 'acknowledge', id: id('acknowledge') },
    { kind: 'accept', id: id('accept'), worker: 'mbr_drita' },
    { kind: 'decline', id: id('decline'), reason: 'no_place' },
    { kind: 'report_not_arrived', id: id('not_arrived'), reason: 'delayed' },
    { kind: 'confirm_arrival', id: id('arrival'), worker: 'mbr_drita' },
    { kind: 'send_feedback', id: id('feedback'), milestone: 'day_7' },
  ]
  return all.filter(
    (command) => kinds.includes(command.kind) && !state.held.some((one) => one.message.id === command.id),
  )
}

/** Everything that can happen at a side without a packet: commands, own messages that expire, the offer's deadline. */
export const ownInputs = (state: Custody, task: Task, kinds: readonly CustodyCommand['kind'][]): CustodyInput[] => [
  ...commandsOf(state, task, kinds).map((command): CustodyInput => ({ type: 'command', command })),
  ...unanswered(state).map((message): CustodyInput => ({
    type: 'message_expired',
    of: message.id,
    voidId: `void of ${message.id} ${state.epoch}`,
  })),
  { type: 'deadline', voidId: `void of offer ${state.epoch}` },
]

/** What must hold in every world. Returns what does not, in words. */
export const findViolation = ({ sender, receiver }: Pick<World, 'sender' | 'receiver'>, task: Task): string | null => {
  const settledDown = sender.reconciled && receiver.reconciled
  const arrival = [...sender.held, ...receiver.held].some(
    ({ message }) => message.kind === 'arrival' || (message.kind === 'withdrawal_acknowledged' && message.arrived),
  )
  if (task !== 'take_lead') return sender.leads && !receiver.leads ? null : `the lead moved for ${task}`
  if (!sender.leads && !receiver.leads) {
    if (settledDown) return 'nobody leads'
    if (!arrival) return 'nobody leads, and no signed arrival says who should'
  }
  if (sender.leads && receiver.leads && settledDown) {
    const onItsWay = receiver.held.some((one) => one.message.kind === 'arrival' && one.receipt === null)
    if (!onItsWay) return 'two lead, and no arrival is on its way'
  }
  if (receiver.leads && receiver.stage !== 'arrived') return 'the receiver leads without an arrival'
  if (!sender.leads && sender.stage !== 'arrived') return 'the sender gave the lead away without an arrival'
  if (settledDown && sender.stage !== 'none' && isSettled(sender) && !isClosed(receiver.stage))
    return `settled for the sender, ${receiver.stage} for the receiver`
  return null
}

/** The network heals: restored sides are answered, everything unanswered arrives, receipts come back, until nothing moves. */
const quiesce = (
  start: Pick<World, 'sender' | 'receiver'>,
): { readonly sender: Custody; readonly receiver: Custody; readonly quiet: boolean } => {
  const now = { sender: start.sender, receiver: start.receiver }
  const pass = (side: Side, input: CustodyInput): readonly Packet[] => {
    const { state, packets } = react(now[side], input)
    now[side] = state
    return packets
  }
  for (let round = 0; round < 12; round++) {
    const pending: Packet[] = []
    for (const side of ['sender', 'receiver'] as const) {
      const state = now[side]
      const messages = state.held.map((one) => one.message)
      if (!state.reconciled)
        pending.push({
          to: peerOf(side),
          input: { type: 'peer_restored', epoch: state.epoch, messages, replyId: 'reply to withdrawal' },
        })
      for (const message of unanswered(state))
        pending.push({ to: peerOf(side), input: { type: 'message', message, replyId: `reply to ${message.id}` } })
    }
    if (pending.length === 0) return { ...now, quiet: true }
    while (pending.length > 0) {
      const packet = pending.shift()
      if (packet) pending.push(...pass(packet.to, packet.input).filter((one) => one.input.type !== 'message'))
    }
  }
  return { ...now, quiet: false }
}

/** From any world, with a healed network and people who go on, does it end well? Returns what does not, in words. */
export const findDeadlock = (world: Pick<World, 'sender' | 'receiver'>, task: Task): string | null => {
  let { sender, receiver, quiet } = quiesce(world)
  const next = (side: Side, input: CustodyInput) => {
    const state = react(side === 'sender' ? sender : receiver, input).state
    ;({ sender, receiver, quiet } = quiesce(
      side === 'sender' ? { sender: state, receiver } : { sender, receiver: state },
    ))
  }
  if (!quiet) return 'messages go back and forth for ever'
  if (sender.stage === 'offered' && isClosed(receiver.stage))
    next('sender', { type: 'deadline', voidId: 'void at the end' })
  const agree = sender.stage === receiver.stage || (isClosed(sender.stage) && isClosed(receiver.stage))
  if (!agree) return `in peace the sender is at ${sender.stage}, the receiver at ${receiver.stage}`
  if (sender.withdrawn !== receiver.withdrawn) return 'in peace only one side knows of the withdrawal'
  if (receiver.stage === 'offered')
    next('receiver', { type: 'command', command: { kind: 'accept', id: 'accept at the end', worker: 'mbr_drita' } })
  if (receiver.stage === 'accepted')
    next('receiver', {
      type: 'command',
      command: { kind: 'confirm_arrival', id: 'arrival at the end', worker: receiver.worker ?? '' },
    })
  if (!quiet) return 'messages go back and forth for ever'
  if (sender.stage !== receiver.stage && !(isClosed(sender.stage) && isClosed(receiver.stage)))
    return `at the end the sender is at ${sender.stage}, the receiver at ${receiver.stage}`
  if (!['none', 'arrived'].includes(receiver.stage) && !isClosed(receiver.stage))
    return `it never ends: ${receiver.stage}`
  if (isClosed(sender.stage) && !isSettled(sender)) return `ended as ${sender.stage} but never settled`
  const movedLead = receiver.stage === 'arrived' && task === 'take_lead'
  return receiver.leads === movedLead && sender.leads === !movedLead ? null : 'at the end not exactly one side leads'
}
