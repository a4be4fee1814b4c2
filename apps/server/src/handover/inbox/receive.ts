import {
  digestOf,
  judgeArrival,
  openMessage,
  signReceipt,
  findMember,
  type DeliveryReceipt,
  type MessageRefusal,
  type OpenedMessage,
  type ArrivalFacts,
  type StoredMessage,
} from '@ariadne/exchange'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { queueReceipts } from '../outbox/queue.ts'
import { lockLine, type Line } from '../outbox/line.ts'
import { exchangeTables } from '../tables.ts'

export type ReceiveCode =
  MessageRefusal | 'not_reconciled' | 'id_reused' | 'sequence_reused' | 'chain_broken' | 'too_old'
export type Received =
  | { ok: true; receipt: string; state: 'new' | 'gap' | 'same_again' }
  | { ok: false; code: ReceiveCode; detail: string; receipt: string | null }

type Opened = Extract<OpenedMessage, { ok: true }>

const DETAIL: Readonly<Record<string, string>> = {
  id_reused: 'This id belongs to another message that was stored before',
  sequence_reused: 'This sequence number belongs to another message that was stored before',
  chain_broken: 'The message before this one is another than the one it names',
  not_reconciled: 'This instance was restored and has not yet heard from its peers what it forgot; come again',
  too_old: 'So long ago that whether it was received is no longer known',
}

const receiptOf = (
  deps: ExchangeDeps,
  from: string,
  of: string,
  id: string | null,
  outcome: DeliveryReceipt['outcome'],
) =>
  signReceipt({ v: 1, type: 'delivery', iss: deps.me, aud: from, of, id, at: nowOf(deps), outcome }, deps.keys.signing)

/** Only what decides about this arrival: its id, its number, its neighbours, and the hole before it if there is one. */
const factsOf = async (
  tx: Tx,
  peer: string,
  { complete, horizon }: Line,
  { message }: Opened,
): Promise<ArrivalFacts> => {
  const rows = await sql<StoredMessage>`
    select message_id as id, seq, digest, prev from inbox where peer = ${peer} and state <> 'refused'
      and (message_id = ${message.id} or seq between ${message.seq - 1} and ${message.seq + 1})`.execute(tx)
  const bySeq = (seq: number): StoredMessage | null => rows.rows.find((row) => row.seq === seq) ?? null
  const missing =
    message.seq <= complete + 1
      ? []
      : (
          await sql<{ seq: number }>`
            select s.seq from generate_series(${complete + 1}::bigint, ${Math.min(message.seq - 1, complete + MOST_MISSING)}::bigint) as s (seq)
            where not exists (select from inbox i where i.peer = ${peer} and i.seq = s.seq and i.state <> 'refused')`.execute(
            tx,
          )
        ).rows.map((row) => row.seq)
  return {
    sameId: rows.rows.find((row) => row.id === message.id) ?? null,
    sameSeq: bySeq(message.seq),
    before: bySeq(message.seq - 1),
    after: bySeq(message.seq + 1),
    missing,
    horizon,
  }
}
/** More than this many numbers are not asked for at once. */
export const MOST_MISSING = 1000

/** How far nothing is missing now. */
export const advanceComplete = async (tx: Tx, peer: string): Promise<number> => {
  const result = await sql<{ complete: number }>`
    update peer_line p set complete = coalesce((
      select max(s.seq) from (
        select seq, seq - row_number() over (order by seq) as island from inbox
        where peer = p.peer and seq > p.complete and state <> 'refused'
      ) s where s.island = p.complete
    ), p.complete) where p.peer = ${peer} returning complete`.execute(tx)
  return result.rows[0]?.complete ?? 0
}

const recordRefused = async (
  deps: ExchangeDeps,
  tx: Tx,
  input: { from: string; known: boolean; containerDigest: string; code: string; opened?: Opened },
): Promise<void> => {
  await exchangeTables(tx)
    .insertInto('inbox')
    .values({
      // Whoever is not in the list could claim any name; it is not written down as a peer's.
      peer: input.known ? input.from : null,
      message_id: input.opened?.message.id ?? null,
      container_digest: input.containerDigest,
      digest: input.opened?.digest ?? null,
      kind: input.opened?.message.kind ?? null,
      state: 'refused',
      code: input.code,
      received_at: nowOf(deps),
    })
    .execute()
}

/** Stores a message that was opened, with its receipt; or finds that it is no new one. Moves the line on. */
const store = async (
  deps: ExchangeDeps,
  tx: Tx,
  line: Line,
  opened: Opened & { stored: string },
): Promise<Received> => {
  const { message, digest, containerDigest, jws, jwsDigest, stored: receipt } = opened
  const from = line.peer
  const now = nowOf(deps)
  const tables = exchangeTables(tx)
  // No receipt: the sender keeps it and comes again.
  if (!line.open) return { ok: false, code: 'not_reconciled', detail: DETAIL['not_reconciled'] ?? '', receipt: null }
  const decision = judgeArrival(await factsOf(tx, from, line, opened), { ...message, digest })
  if (decision.kind === 'report' || decision.kind === 'too_old') {
    const code = decision.kind === 'report' ? decision.code : 'too_old'
    await recordRefused(deps, tx, { from, known: true, containerDigest, code, opened })
    if (decision.kind === 'report') await raiseAlarm(deps, tx, { code, peer: from, messageId: message.id })
    const refusal = await receiptOf(deps, from, containerDigest, message.id, { refused: code })
    return { ok: false, code, detail: DETAIL[code] ?? code, receipt: refusal }
  }
  if (decision.kind === 'same_again') {
    const before = await tables
      .selectFrom('inbox')
      .select(['receipt', 'container_digest', 'answer'])
      .where('peer', '=', from)
      .where('message_id', '=', message.id)
      .where('state', '<>', 'refused')
      .executeTakeFirstOrThrow()
    // The same envelope again gets the same bytes; one that was issued again is another envelope of the same message.
    const again = before.container_digest === containerDigest ? before.receipt : null
    // The sender would not ask again if it knew what became of it.
    if (before.answer !== null) await queueReceipts(deps, tx, from, [before.answer])
    return { ok: true, receipt: again ?? receipt, state: 'same_again' }
  }
  const row = {
    peer: from,
    message_id: message.id,
    container_digest: containerDigest,
    digest,
    kind: message.kind,
    thread: message.thread,
    seq: message.seq,
    prev: message.prev,
    thread_seq: message.threadSeq,
    state: 'stored',
    receipt,
    jws,
    jws_digest: jwsDigest,
    received_at: now,
  }
  // Where nothing is missing before it and nothing waits behind it, the line is complete up to here.
  const behind = decision.kind === 'new' && line.gap_asked_at === null
  const moved = await sql<{ complete: number; gap_asked_at: string | null }>`
    with stored as (
      insert into inbox (peer, message_id, container_digest, digest, kind, thread, seq, prev, thread_seq, state, receipt,
        jws, jws_digest, received_at)
      select peer, message_id, container_digest, digest, kind, thread, seq, prev, thread_seq, state, receipt, jws,
        jws_digest, received_at from jsonb_populate_record(null::inbox, ${JSON.stringify(row)}::jsonb)
    )
    update peer_line set last_received_at = ${now},
      complete = case when ${behind} then greatest(complete, ${message.seq}) else complete end,
      -- A hole is asked about after a moment: what is missing is usually just behind.
      gap_asked_at = case when ${decision.kind === 'gap'} then coalesce(gap_asked_at, ${plusMs(now, GAP_PATIENCE_MS)})
        else gap_asked_at end
    where peer = ${from} returning complete, gap_asked_at`.execute(tx)
  Object.assign(line, moved.rows[0])
  if (decision.kind === 'new' && !behind) line.complete = await advanceComplete(tx, from)
  return { ok: true, receipt, state: decision.kind }
}

const GAP_PATIENCE_MS = 5_000

const open = async (deps: ExchangeDeps, from: string, container: string): Promise<OpenedMessage> => {
  const list = deps.trust.lastList()
  if (list === null || !deps.trust.status().fresh)
    return {
      ok: false,
      code: 'trust_list_stale',
      detail: 'There is no valid trust list here; nothing is opened until there is one',
      containerDigest: await digestOf(container),
    }
  return openMessage(container, { me: deps.me, from, trustList: list, kemKeys: deps.keys.sealing, now: nowOf(deps) })
}

/**
 * Takes in what one peer sends, in the order in which it stands, in one transaction. Whatever comes, the answer to each
 * container is a receipt or a coded refusal, and what was refused changed nothing but the record of refusals.
 */
export const receive = async (
  deps: ExchangeDeps,
  from: string,
  containers: readonly string[],
): Promise<readonly Received[]> => {
  await deps.trust.refresh()
  // Side by side: each waits for the machine's own cryptography several times.
  const opened = await Promise.all(
    containers.map(async (container) => {
      const one = await open(deps, from, container)
      return one.ok
        ? { ...one, stored: await receiptOf(deps, from, one.containerDigest, one.message.id, 'stored') }
        : one
    }),
  )
  const list = deps.trust.lastList()
  const known = list !== null && findMember(list, from) !== undefined
  const received = await withSystem(deps.db, 'inbox', async (tx) => {
    // Only a signature that holds makes a line: a stranger's name makes none.
    const line = opened.some((one) => one.ok) ? await lockLine(tx, from) : undefined
    const answers: Received[] = []
    for (const one of opened) {
      if (one.ok && line) {
        answers.push(await store(deps, tx, line, one))
        continue
      }
      const { code, detail, containerDigest } = one as Extract<OpenedMessage, { ok: false }>
      await recordRefused(deps, tx, { from, known, containerDigest, code })
      const receipt = known ? await receiptOf(deps, from, containerDigest, null, { refused: code }) : null
      answers.push({ ok: false, code, detail, receipt })
    }
    return answers
  })
  if (received.some((one) => one.ok)) deps.wakeProcessing(from)
  return received
}
