import { ExchangeError, findKemKey, sealMessage, type Message } from '@ariadne/exchange'
import { VaultError } from '@ariadne/vault'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { LIFE_MS, nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { exchangeTables, type Draft } from '../tables.ts'

/** Makes sure there is a line to a peer, and locks it: numbers are given out one at a time. */
export const lockLine = async (tx: Tx, peer: string) => {
  const tables = exchangeTables(tx)
  const find = () => tables.selectFrom('peer_line').selectAll().where('peer', '=', peer).forUpdate().executeTakeFirst()
  const found = await find()
  if (found) return found
  await tables
    .insertInto('peer_line')
    .values({ peer })
    .onConflict((c) => c.doNothing())
    .execute()
  return (await find()) as NonNullable<typeof found>
}

const nextInThread = async (tx: Tx, peer: string, thread: string): Promise<number> => {
  const result = await sql<{ out_seq: number }>`
    insert into thread_line as t (peer, thread, out_seq) values (${peer}, ${thread}, 1)
    on conflict (peer, thread) do update set out_seq = t.out_seq + 1 returning out_seq`.execute(tx)
  return result.rows[0]?.out_seq ?? 1
}

/** A message that cannot be sealed as it is; the transaction it was tried in is undone. */
export class SealingFailed extends Error {
  readonly code: string
  constructor(code: string, detail: string) {
    super(detail)
    this.name = 'SealingFailed'
    this.code = code
  }
}

/**
 * Gives a message its numbers, when it has none yet, signs and seals it. Issued again it keeps id and numbers, so the
 * peer recognises it; only its times are new.
 * @throws SealingFailed, TrustMissing
 */
export const sealRow = async (
  deps: ExchangeDeps,
  tx: Tx,
  row: { message_id: string; peer: string; thread: string; draft: Draft; seq: number | null },
): Promise<void> => {
  const now = nowOf(deps)
  const key = findKemKey(deps.trust.freshList(), row.peer, now)
  if (!key)
    throw new SealingFailed('peer_unknown', `${row.peer} has no key in the trust list that can be sealed to now`)
  const line = await lockLine(tx, row.peer)
  const numbers =
    row.seq === null
      ? {
          seq: line.next_seq,
          threadSeq: await nextInThread(tx, row.peer, row.thread),
          prev: line.next_seq === 1 ? null : line.last_digest,
        }
      : {}
  const message = { ...row.draft, ...numbers, iat: now, exp: plusMs(now, LIFE_MS) } as Message
  const sealed = await sealMessage(message, deps.keys.signing, key).catch((error: unknown) => {
    if (error instanceof ExchangeError || error instanceof VaultError)
      throw new SealingFailed(error.code, error.message)
    throw error
  })
  const { iat: _iat, exp, ...draft } = message
  await exchangeTables(tx)
    .updateTable('outbox')
    .set({
      draft: JSON.stringify(draft),
      seq: message.seq,
      thread_seq: message.threadSeq,
      digest: sealed.digest,
      container: sealed.container,
      container_digest: sealed.containerDigest,
      expires_at: exp,
    })
    .where('message_id', '=', row.message_id)
    .execute()
  if (row.seq === null)
    await exchangeTables(tx)
      .updateTable('peer_line')
      .set({ next_seq: line.next_seq + 1, last_digest: sealed.digest })
      .where('peer', '=', row.peer)
      .execute()
}
