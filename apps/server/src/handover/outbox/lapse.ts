import { REISSUED, type CustodyKind } from '@ariadne/exchange/custody'
import type { Selectable } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { LIFE_MS, nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { exchangeTables, type ExchangeTables } from '../tables.ts'
import { LINE, VOID, type VoidBody } from '../wire.ts'
import { queueMessage } from './queue.ts'

type Row = Selectable<ExchangeTables['outbox']>

/** The custody kind of an act's kind, where there is one. */
const CUSTODY_KINDS: Readonly<Record<string, CustodyKind>> = {
  'handover.offered': 'offer',
  'handover.acknowledged': 'acknowledge',
  'handover.accepted': 'accept',
  'handover.declined': 'decline',
  'handover.dossier_sent': 'dossier',
  'handover.logistics_sent': 'logistics',
  'handover.not_arrived': 'not_arrived',
  'handover.arrival_confirmed': 'arrival',
  'handover.feedback_given': 'feedback',
  'handover.withdrawn': 'withdraw',
  'handover.voided': 'void',
}

/** Issued again until it arrives: what moves or ends custody, and what the line itself is made of. */
export const isReissued = (kind: string): boolean => {
  const custody = CUSTODY_KINDS[kind]
  return !kind.startsWith('handover.') || (custody !== undefined && REISSUED.includes(custody))
}

/**
 * Takes a message back for good and says so under signature, so that the peer neither waits for its number nor takes
 * it for still coming. What never had a number needs no void.
 */
export const voidMessage = async (
  deps: ExchangeDeps,
  tx: Tx,
  row: Pick<Row, 'message_id' | 'peer' | 'thread' | 'seq' | 'thread_seq' | 'digest' | 'draft'>,
  became: { state: 'refused' | 'expired'; code: string },
): Promise<void> => {
  await exchangeTables(tx)
    .updateTable('outbox')
    .set({ state: became.state, code: became.code, container: null })
    .where('message_id', '=', row.message_id)
    .execute()
  if (row.seq === null || row.thread_seq === null) return
  const of = {
    id: row.message_id,
    seq: row.seq,
    digest: row.digest ?? '',
    prev: row.draft.prev ?? null,
    thread: row.thread,
    threadSeq: row.thread_seq,
  }
  const body: VoidBody = { of, reason: became.code }
  await queueMessage(deps, tx, { peer: row.peer, thread: LINE, kind: VOID, body })
}

/** What custody says when an offer or an acceptance lapsed undelivered. Set by custody.ts, which knows the handover. */
export type OnLapsed = (tx: Tx, row: Row) => Promise<void>

/**
 * Looks after messages whose time is over: custody messages are issued again under the same id, all others become
 * signed voids, and in both cases a person is told.
 */
export const lapseExpired = async (deps: ExchangeDeps, onLapsed: OnLapsed): Promise<number> =>
  withSystem(deps.db, 'lapse', async (tx) => {
    const now = nowOf(deps)
    const rows = await exchangeTables(tx)
      .selectFrom('outbox')
      .selectAll()
      .where('state', 'in', ['waiting', 'sent', 'delivered'])
      .where('expires_at', '<=', now)
      .orderBy('position')
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const row of rows) {
      const alarm = {
        peer: row.peer,
        unitId: row.unit_id,
        messageId: row.message_id,
        caseId: row.case_id,
        handoverId: row.act_id === null ? null : row.thread,
      }
      if (row.state === 'delivered') {
        // It is there; only what became of it has not been said.
        await exchangeTables(tx)
          .updateTable('outbox')
          .set({ expires_at: plusMs(now, LIFE_MS) })
          .where('message_id', '=', row.message_id)
          .execute()
        await raiseAlarm(deps, tx, { ...alarm, code: 'not_processed' })
        continue
      }
      if (isReissued(row.kind)) {
        await exchangeTables(tx)
          .updateTable('outbox')
          .set({ state: 'waiting', container: null, next_try_at: now, expires_at: plusMs(now, LIFE_MS) })
          .where('message_id', '=', row.message_id)
          .execute()
        await raiseAlarm(deps, tx, { ...alarm, code: 'not_delivered_yet' })
        continue
      }
      await voidMessage(deps, tx, row, { state: 'expired', code: 'not_delivered' })
      await raiseAlarm(deps, tx, { ...alarm, code: 'not_delivered' })
      await onLapsed(tx, row)
    }
    return rows.length
  })
