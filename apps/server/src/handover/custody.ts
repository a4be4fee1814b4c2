import type { Act, Action, CaseState, HandoverState } from '@ariadne/domain'
import {
  decide,
  isSettled,
  openCustody,
  type Custody,
  type CustodyCommand,
  type CustodyContent,
  type CustodyEffect,
  type CustodyInput,
  type CustodyMessage,
} from '@ariadne/exchange/custody'
import type { Selectable } from 'kysely'
import type { Tx } from '../platform/database/index.ts'
import { exchangeTables, type ExchangeTables } from './tables.ts'

export type Thread = Selectable<ExchangeTables['handover_thread']>

/** This side's record of a handover, locked for the transaction. */
export const lockThread = (tx: Tx, handoverId: string): Promise<Thread | undefined> =>
  exchangeTables(tx)
    .selectFrom('handover_thread')
    .selectAll()
    .where('handover_id', '=', handoverId)
    .forUpdate()
    .executeTakeFirst()

export const beginThread = async (tx: Tx, handover: HandoverState, caseId: string): Promise<void> => {
  const side = handover.direction === 'outgoing' ? 'sender' : 'receiver'
  await exchangeTables(tx)
    .insertInto('handover_thread')
    .values({
      handover_id: handover.handoverId,
      case_id: caseId,
      peer: handover.peer,
      side,
      custody: JSON.stringify(openCustody(side)),
    })
    .execute()
}

export const keepCustody = async (tx: Tx, handoverId: string, custody: Custody): Promise<void> => {
  await exchangeTables(tx)
    .updateTable('handover_thread')
    .set({ custody: JSON.stringify(custody) })
    .where('handover_id', '=', handoverId)
    .execute()
}

/** Whether another offer of the lead of this case could still end in an arrival. */
export const otherLeadOfferOpen = async (tx: Tx, caseId: string, handoverId: string): Promise<boolean> => {
  const rows = await exchangeTables(tx)
    .selectFrom('handover_thread')
    .select('custody')
    .where('case_id', '=', caseId)
    .where('side', '=', 'sender')
    .where('handover_id', '<>', handoverId)
    .execute()
  return rows.some(({ custody }) => custody.task === 'take_lead' && !isSettled(custody))
}

const text = (act: Pick<Act, 'body'>, name: string): string => String(act.body[name] ?? '')

/**
 * What an act of this side means to custody; null where it moves none. The domain has judged the act before: this adds
 * what only the record of messages knows.
 */
export const inputOf = (
  custody: Custody,
  act: Pick<Act, 'id' | 'kind' | 'body'>,
  handover: HandoverState,
  othersOpen: boolean,
): CustodyInput | null => {
  const command = (one: CustodyCommand): CustodyInput => ({ type: 'command', command: one })
  const { id } = act
  switch (act.kind) {
    case 'handover.offered':
      // A second offer, after a question was answered, says the same to custody as the first.
      return custody.stage === 'none'
        ? command({
            kind: 'offer',
            id,
            task: handover.role,
            unit: handover.recipientUnitId,
            otherLeadOfferOpen: othersOpen,
          })
        : null
    case 'handover.acknowledged':
      return command({ kind: 'acknowledge', id })
    case 'handover.accepted':
      return command({ kind: 'accept', id, worker: text(act, 'workerId') })
    case 'handover.declined':
      return command({ kind: 'decline', id, reason: text(act, 'reason') })
    case 'handover.dossier_sent':
      return command({ kind: 'send_dossier', id, dossier: id })
    case 'handover.logistics_sent':
      return command({ kind: 'send_logistics', id })
    case 'handover.not_arrived':
      return command({ kind: 'report_not_arrived', id, reason: 'not_arrived' })
    case 'handover.arrival_confirmed':
      return command({ kind: 'confirm_arrival', id, worker: text(act, 'metBy') })
    case 'handover.feedback_given':
      return custody.stage === 'arrived'
        ? command({ kind: 'send_feedback', id, milestone: `day_${text(act, 'day')}` })
        : null
    case 'handover.withdrawn':
      return ['offered', 'accepted', 'arrived'].includes(custody.stage) ? command({ kind: 'withdraw', id }) : null
    case 'handover.voided': {
      const lapsed = custody.held.find((one) => one.message.kind === 'accept' && one.message.from === custody.side)
      if (custody.side === 'receiver')
        return lapsed ? { type: 'message_expired', of: lapsed.message.id, voidId: id } : null
      if (custody.stage === 'offered') return { type: 'deadline', voidId: id }
      // What was accepted already is not void but withdrawn: the receiver may have begun.
      return custody.stage === 'accepted' ? command({ kind: 'withdraw', id }) : null
    }
    default:
      return null
  }
}

/** What a peer's act says to custody here: the same words its side held when it sent them. */
export const contentOf = (
  { act, voids }: { act: Pick<Act, 'id' | 'kind' | 'body'>; voids: string | null },
  handover: HandoverState,
  custody: Custody,
): CustodyContent | null => {
  switch (act.kind) {
    case 'handover.offered':
      return { kind: 'offer', task: handover.role, unit: handover.recipientUnitId }
    case 'handover.acknowledged':
      return { kind: 'acknowledge' }
    case 'handover.accepted':
      return { kind: 'accept', worker: text(act, 'workerId') }
    case 'handover.declined':
      return { kind: 'decline', reason: text(act, 'reason') }
    case 'handover.dossier_sent':
      return { kind: 'dossier', dossier: act.id }
    case 'handover.logistics_sent':
      return { kind: 'logistics' }
    case 'handover.not_arrived':
      return { kind: 'not_arrived', reason: 'not_arrived' }
    case 'handover.arrival_confirmed':
      return { kind: 'arrival', task: handover.role, unit: handover.recipientUnitId, worker: text(act, 'metBy') }
    case 'handover.feedback_given':
      return { kind: 'feedback', milestone: `day_${text(act, 'day')}` }
    case 'handover.withdrawn':
      return { kind: 'withdraw' }
    case 'handover.voided': {
      // What had been accepted is withdrawn, whatever the act calls it.
      if (voids === null) return { kind: 'withdraw' }
      return { kind: 'void', of: voids, voided: custody.side === 'receiver' ? 'offer' : 'accept' }
    }
    default:
      return null
  }
}

export type Refusal = { code: string; remedy: string }
export const refusalIn = (effects: readonly CustodyEffect[]): Refusal | null => {
  const refused = effects.find((effect) => effect.type === 'refuse')
  return refused ? { code: `custody_${refused.code}`, remedy: refused.remedy } : null
}

export const saidIn = (effects: readonly CustodyEffect[]): CustodyMessage[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []))

/**
 * The lead as the case has it and as custody has it are one thing said twice. If they ever differed, nobody could say
 * who is responsible: the transaction is undone instead.
 */
export const assertSameLead = (state: CaseState, effects: readonly CustodyEffect[]): void => {
  const leadsHere = state.lead?.instanceId === state.instanceId
  for (const effect of effects)
    if ((effect.type === 'take_lead' && !leadsHere) || (effect.type === 'give_lead' && leadsHere))
      throw new Error(`Custody and case disagree about who leads: ${effect.type}`)
}

export const decideFor = (custody: Custody, input: CustodyInput) => decide(custody, input)
export const findHandover = (state: CaseState, act: Pick<Action, 'body'>): HandoverState | undefined =>
  state.handovers.find((one) => one.handoverId === act.body?.['handoverId'])
