import { mintId } from '@ariadne/domain'
import type { Message } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { LIFE_MS, nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { exchangeTables, type Draft } from '../tables.ts'
import { LINE, RECEIPTS, type ReceiptsBody } from '../wire.ts'

export type NewMessage = {
  peer: string
  thread: string
  kind: string
  body: Record<string, unknown>
  purpose?: string
  agreementHash?: string | null
  basis?: string
  handling?: Message['handling']
  actId?: string
  caseId?: string
  /** Whose focal point is told when it fails. */
  unitId?: string
}

/** Puts a message into the outbox, in the caller's transaction: it leaves if and only if what it tells of was written. */
export const queueMessage = async (
  deps: Pick<ExchangeDeps, 'clock' | 'me' | 'wakeDelivery'>,
  tx: Tx,
  message: NewMessage,
): Promise<string> => {
  const now = nowOf(deps)
  const id = mintId<string>(Date.parse(now))
  const draft: Draft = {
    v: 1,
    id,
    kind: message.kind,
    iss: deps.me,
    aud: message.peer,
    thread: message.thread,
    purpose: message.purpose ?? 'exchange',
    agreementHash: message.agreementHash ?? null,
    basis: message.basis ?? 'none',
    handling: message.handling ?? {},
    body: message.body,
  }
  await exchangeTables(tx)
    .insertInto('outbox')
    .values({
      message_id: id,
      peer: message.peer,
      thread: message.thread,
      kind: message.kind,
      draft: JSON.stringify(draft),
      act_id: message.actId ?? null,
      case_id: message.caseId ?? null,
      unit_id: message.unitId ?? null,
      queued_at: now,
      next_try_at: now,
      expires_at: plusMs(now, LIFE_MS),
    })
    .execute()
  deps.wakeDelivery(message.peer)
  return id
}

/** The same from outside a running instance, whose next look at the outbox finds it. */
export const queueFor = (from: Pick<ExchangeDeps, 'clock' | 'me'>, tx: Tx, message: NewMessage): Promise<string> =>
  queueMessage({ ...from, wakeDelivery: () => undefined }, tx, message)

/** So many receipts travel in one envelope at most. */
const RECEIPTS_TOGETHER = 50

/** Queues processing receipts, together with others that wait for the same peer: one envelope carries many. */
export const queueReceipts = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  receipts: readonly ReceiptsBody['receipts'][number][],
): Promise<void> => {
  for (let at = 0; at < receipts.length; at += RECEIPTS_TOGETHER) {
    const some = receipts.slice(at, at + RECEIPTS_TOGETHER)
    const joined = await sql`
      update outbox
      set draft = jsonb_set(draft, '{body,receipts}', (draft #> '{body,receipts}') || ${JSON.stringify(some)}::jsonb)
      where message_id = (
        select message_id from outbox where peer = ${peer} and kind = ${RECEIPTS} and seq is null and state = 'waiting'
          and jsonb_array_length(draft #> '{body,receipts}') <= ${RECEIPTS_TOGETHER - some.length}
        order by position limit 1 for update skip locked
      )`.execute(tx)
    if ((joined.numAffectedRows ?? 0n) > 0n) deps.wakeDelivery(peer)
    else await queueMessage(deps, tx, { peer, thread: LINE, kind: RECEIPTS, body: { receipts: some } })
  }
}
