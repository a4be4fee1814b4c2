import type { Message } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { z } from 'zod'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { queueMessage } from '../outbox/queue.ts'
import { exchangeTables } from '../tables.ts'
import { MISSING, VOID, type MissingBody, type VoidBody } from '../wire.ts'
import type { Outcome } from './outcome.ts'
import { advanceComplete, MOST_MISSING } from './receive.ts'

/** The peer lacks messages: those go out again with their numbers. What was voided is said again by its void. */
export const processMissing = async (
  deps: ExchangeDeps,
  tx: Tx,
  message: Message,
  { seqs }: z.infer<typeof MissingBody>,
): Promise<Outcome> => {
  await exchangeTables(tx)
    .updateTable('outbox')
    .set({ state: 'waiting', container: null, next_try_at: nowOf(deps) })
    .where('peer', '=', message.iss)
    .where('seq', 'in', seqs)
    .where('state', 'in', ['delivered', 'processed'])
    .where('expires_at', '>', nowOf(deps))
    .execute()
  deps.wakeDelivery(message.iss)
  return { state: 'processed' }
}

/** A message that will not come, or that counts no more though it came: its number and its place are filled. */
export const processVoid = async (deps: ExchangeDeps, tx: Tx, message: Message, { of }: VoidBody): Promise<Outcome> => {
  await sql`
    insert into inbox (peer, message_id, container_digest, digest, kind, thread, seq, prev, thread_seq, state, received_at)
    values (${message.iss}, ${of.id}, '', ${of.digest}, ${VOID}, ${of.thread}, ${of.seq}, ${of.prev}, ${of.threadSeq},
      'stored', ${nowOf(deps)})
    on conflict do nothing`.execute(tx)
  await advanceComplete(tx, message.iss)
  deps.wakeProcessing(message.iss)
  return { state: 'processed' }
}

/** Asks for what has been missing for a moment. */
export const askForMissing = async (deps: ExchangeDeps): Promise<void> =>
  withSystem(deps.db, 'gaps', async (tx) => {
    const now = nowOf(deps)
    const lines = await exchangeTables(tx)
      .selectFrom('peer_line')
      .selectAll()
      .where('gap_asked_at', '<=', now)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const line of lines) {
      const complete = await advanceComplete(tx, line.peer)
      const missing = await sql<{ seq: number }>`
        select s.seq from generate_series(${complete + 1}::bigint, least(${complete + MOST_MISSING}::bigint, (
          select max(seq) from inbox where peer = ${line.peer} and state <> 'refused'))) as s (seq)
        where not exists (select from inbox i where i.peer = ${line.peer} and i.seq = s.seq and i.state <> 'refused')
        order by s.seq`.execute(tx)
      const seqs = missing.rows.map((row) => Number(row.seq))
      if (seqs.length > 0)
        await queueMessage(deps, tx, { peer: line.peer, thread: 'line', kind: MISSING, body: { seqs } })
      await exchangeTables(tx)
        .updateTable('peer_line')
        .set({ gap_asked_at: seqs.length > 0 ? new Date(Date.parse(now) + 60_000).toISOString() : null })
        .where('peer', '=', line.peer)
        .execute()
    }
  })
