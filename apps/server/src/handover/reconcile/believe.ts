import { canonicalJson, findActDefinition, type Act, type CaseState, type HandoverState } from '@ariadne/domain'
import type { Custody, CustodyKind, CustodyMessage } from '@ariadne/exchange/custody'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { contentOf, type Thread } from '../custody.ts'

// What two instances tell each other of custody after a restore is the word of one of them, not signed by the other. It
// is believed as far as the acts bear it out that were judged here, or signed here once.

/** Which side says what. A withdrawal of what was accepted, and a void, come from either. */
const SAYS: Readonly<Record<Custody['side'], readonly CustodyKind[]>> = {
  sender: ['offer', 'dossier', 'logistics', 'withdraw', 'void'],
  receiver: [
    'acknowledge',
    'accept',
    'decline',
    'withdrawal_acknowledged',
    'not_arrived',
    'arrival',
    'feedback',
    'void',
  ],
}

type KnownAct = Pick<Act, 'id' | 'kind' | 'body'> & { by: Pick<Act['by'], 'instanceId'> }
export type KnownActs = ReadonlyMap<string, KnownAct>

/** The acts of a handover that stand in the case's list here, by their ids. */
export const actsOf = async (
  tx: Tx,
  { case_id, handover_id }: Pick<Thread, 'case_id' | 'handover_id'>,
): Promise<KnownActs> => {
  const { rows } = await sql<KnownAct>`
    select id, kind, body, jsonb_build_object('instanceId', by_instance) as by from case_action where case_id = ${case_id} and kind like 'handover.%'
      and body ->> 'handoverId' = ${handover_id}`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

type Scene = { custody: Custody; state: CaseState; handover: HandoverState; acts: KnownActs; now: string }

const movesLead = (message: CustodyMessage): boolean =>
  message.kind === 'arrival' || (message.kind === 'withdrawal_acknowledged' && message.arrived)

/** The act under this id says the same, and the side it came from did it. */
const isBorneOut = ({ custody, state, handover, acts }: Scene, message: CustodyMessage): boolean => {
  const act = acts.get(message.id)
  if (act === undefined) return false
  if ((act.by.instanceId === state.instanceId) !== (message.from === custody.side)) return false
  // What a void or a withdrawal is called differs from side to side; both only ever end something.
  if (message.kind === 'void' || message.kind === 'withdraw') return /\.(?:voided|withdrawn)$/u.test(act.kind)
  const { id: _id, from: _from, epoch: _epoch, ...said } = message
  const content = contentOf({ act, voids: null }, handover, custody)
  return content !== null && canonicalJson(content) === canonicalJson(said)
}

/** Whether the guard of the case would let the person arrive now: the act that says so is still on its way. */
const couldArrive = ({ state, handover, now }: Scene, message: CustodyMessage): boolean => {
  const guard = findActDefinition('handover.arrival_confirmed')?.guard
  const metBy = message.kind === 'arrival' ? message.worker : handover.acceptance?.workerId
  const by = { instanceId: handover.peer, unitId: handover.recipientUnitId, memberId: null, function: 'instance' }
  const body = { handoverId: handover.handoverId, metBy, codeWordGiven: true }
  return (
    guard !== undefined &&
    guard(state, body, { now, act: { id: message.id, by, occurredAt: now, parts: [] } as never }) === null
  )
}

const isBelieved = (scene: Scene, message: CustodyMessage): boolean => {
  const { custody, handover } = scene
  if (custody.held.some((one) => one.message.id === message.id)) return true
  if (!SAYS[message.from].includes(message.kind)) return false
  if (scene.acts.has(message.id)) return isBorneOut(scene, message)
  // The one thing that custody says without an act: that a withdrawal has been heard.
  if (message.kind === 'withdrawal_acknowledged' && handover.withdrawal === null) return false
  if (message.from === custody.side) return message.kind === 'withdrawal_acknowledged' && isArrivalKnown(scene, message)
  return !movesLead(message) || isArrivalKnown(scene, message) || couldArrive(scene, message)
}

const isArrivalKnown = ({ handover }: Scene, message: CustodyMessage): boolean =>
  message.kind === 'withdrawal_acknowledged' && (!message.arrived || handover.arrival !== null)

/** Parts what a peer tells of custody into what the acts bear out and what they do not. */
export const sift = (
  scene: Omit<Scene, 'handover'> & { handover: HandoverState | undefined },
  messages: readonly CustodyMessage[],
): { believed: CustodyMessage[]; doubted: CustodyMessage[] } => {
  const { handover } = scene
  if (handover === undefined) return { believed: [], doubted: [...messages] }
  const { true: believed = [], false: doubted = [] } = Object.groupBy(messages, (message) =>
    String(isBelieved({ ...scene, handover }, message)),
  )
  return { believed, doubted }
}

/**
 * Whether custody and case tell the same of who leads by this handover. An arrival whose act is still on its way is told
 * apart: custody knows of it first.
 */
export const sameLead = (custody: Custody, handover: HandoverState | undefined, acts: KnownActs): boolean => {
  if (custody.task !== 'take_lead') return true
  const awaited = custody.held.some(({ message }) => message.kind === 'arrival' && !acts.has(message.id))
  return awaited || (custody.stage === 'arrived') === ((handover?.arrival ?? null) !== null)
}
