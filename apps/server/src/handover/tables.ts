import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Message } from '@ariadne/exchange'
import type { Custody } from '@ariadne/exchange/custody'
import type { Instant, Tx } from '../platform/database/index.ts'
import type { ReceiptsBody } from './wire.ts'

type MaybeInstant = ColumnType<string | null, string | null | undefined, string | null>
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>

/** A message before it has its numbers and times. */
export type Draft = Omit<Message, 'seq' | 'threadSeq' | 'prev' | 'iat' | 'exp'> &
  Partial<Pick<Message, 'seq' | 'threadSeq' | 'prev'>>

export type OutboxState = 'waiting' | 'sent' | 'delivered' | 'processed' | 'refused' | 'expired' | 'void'

export type ExchangeTables = {
  peer_line: {
    peer: string
    next_seq: Generated<number>
    last_digest: Maybe<string>
    complete: Generated<number>
    gap_asked_at: MaybeInstant
    failures: Generated<number>
    not_before: MaybeInstant
    last_received_at: MaybeInstant
    last_delivered_at: MaybeInstant
    peer_epoch: Generated<number>
    horizon: Generated<number>
    reconciled_epoch: Generated<number>
    awaits_epoch: Generated<number>
  }
  thread_line: { peer: string; thread: string; out_seq: Generated<number>; in_done: Generated<number> }
  handover_thread: {
    handover_id: string
    case_id: string
    peer: string
    side: 'sender' | 'receiver'
    custody: JSONColumnType<Custody>
  }
  outbox: {
    message_id: string
    position: Generated<number>
    peer: string
    thread: string
    kind: string
    draft: JSONColumnType<Draft>
    act_id: Maybe<string>
    case_id: Maybe<string>
    unit_id: Maybe<string>
    seq: Maybe<number>
    thread_seq: Maybe<number>
    digest: Maybe<string>
    container: Maybe<string>
    container_digest: Maybe<string>
    state: Generated<OutboxState>
    code: Maybe<string>
    attempts: Generated<number>
    queued_at: Instant
    next_try_at: Instant
    expires_at: Instant
    delivered_at: MaybeInstant
    processed_at: MaybeInstant
    delivery_receipt: Maybe<string>
    processing_receipt: Maybe<string>
  }
  inbox: {
    entry: Generated<number>
    peer: Maybe<string>
    message_id: Maybe<string>
    container_digest: string
    digest: Maybe<string>
    kind: Maybe<string>
    thread: Maybe<string>
    seq: Maybe<number>
    prev: Maybe<string>
    thread_seq: Maybe<number>
    state: 'stored' | 'processed' | 'rejected' | 'void' | 'refused'
    code: Maybe<string>
    receipt: Maybe<string>
    jws: Maybe<string>
    jws_digest: Maybe<string>
    act_id: Maybe<string>
    case_id: Maybe<string>
    answer: ColumnType<ReceiptsBody['receipts'][number] | null, string | null | undefined, string | null>
    attempts: Generated<number>
    received_at: Instant
    processed_at: MaybeInstant
  }
  exchange_alarm: {
    id: string
    unit_id: string
    code: string
    peer: string
    message_id: Maybe<string>
    case_id: Maybe<string>
    handover_id: Maybe<string>
    since: Instant
    settled_at: MaybeInstant
    settled_by: Maybe<string>
  }
}

/** The transaction, with the stage's own tables known to it. */
export const exchangeTables = (tx: Tx) => tx.withTables<ExchangeTables>()
