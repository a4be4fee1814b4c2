import { readyInThread, signReceipt } from '@ariadne/exchange'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { queueReceipts } from '../outbox/queue.ts'
import { exchangeTables } from '../tables.ts'
import { isAboutTheLine } from '../wire.ts'
import { copyOf, processMessage } from './message.ts'
import type { Outcome, Row } from './outcome.ts'

/** How many messages are acted on in one transaction. */
const TOGETHER = 16

/** The stored messages that can be acted on now, each thread in its order; a hole in a thread holds up that thread alone. */
const readyFrom = async (tx: Tx, peer: string, which: { most: number } | { entry: number }): Promise<Row[]> => {
  if ('entry' in which) return lockRows(tx, [which.entry])
  const stored = await sql<{ entry: number; thread: string; threadSeq: number; done: number }>`
    select i.entry, i.thread, i.thread_seq as "threadSeq", coalesce(t.in_done, 0) as done
    from inbox i left join thread_line t on t.peer = i.peer and t.thread = i.thread
    where i.peer = ${peer} and i.state = 'stored' order by i.entry limit 1000`.execute(tx)
  const entries = [...Map.groupBy(stored.rows, (row) => row.thread).values()]
    .flatMap((rows) => readyInThread(rows, rows[0]?.done ?? 0))
    // Within a thread by its numbers, whenever each of them came.
    .toSorted((a, b) => a.threadSeq - b.threadSeq || a.entry - b.entry)
    .slice(0, which.most)
    .map((row) => row.entry)
  return entries.length === 0 ? [] : lockRows(tx, entries)
}

const lockRows = (tx: Tx, entries: readonly number[]): Promise<Row[]> =>
  exchangeTables(tx)
    .selectFrom('inbox')
    .selectAll()
    .where('entry', 'in', entries)
    .where('state', '=', 'stored')
    .orderBy('thread_seq')
    .orderBy('entry')
    .forUpdate()
    .skipLocked()
    .execute()

type Settled = { row: Row; outcome: Exclude<Outcome, { state: 'deferred' }> }

const answerTo = async (deps: ExchangeDeps, peer: string, { row, outcome }: Settled) => {
  if (row.jws === null || isAboutTheLine(row.kind ?? '')) return null
  const jws = await signReceipt(
    {
      v: 1,
      type: 'processing',
      iss: deps.me,
      aud: peer,
      of: row.jws_digest ?? '',
      message: row.digest ?? '',
      id: row.message_id ?? '',
      at: nowOf(deps),
      by: 'instance',
      outcome: outcome.state === 'rejected' ? { rejected: outcome.code } : 'accepted',
    },
    deps.keys.signing,
  )
  return { id: row.message_id ?? '', jws, custody: ('custody' in outcome ? outcome.custody : null) ?? null }
}

/** Acts on messages in one transaction with everything they lead to, their receipts included. */
const processSome = (deps: ExchangeDeps, peer: string, which: { most: number } | { entry: number }): Promise<number> =>
  withSystem(deps.db, 'process', async (tx) => {
    // One at a time for each peer: two would each see the other's half of a thread.
    const alone = await sql<{ got: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`process ${peer}`}, 2)) as got`.execute(tx)
    if (!alone.rows[0]?.got) return 0
    const settled: Settled[] = []
    const held = new Set<string>()
    const rows = await readyFrom(tx, peer, which)
    const copies = await Promise.all(rows.map((row) => copyOf(deps, row)))
    for (const [at, row] of rows.entries()) {
      const thread = row.thread ?? ''
      if (held.has(thread)) continue
      const outcome = await processMessage(deps, tx, row, copies[at] ?? null)
      if (outcome.state === 'deferred') held.add(thread)
      else settled.push({ row, outcome })
    }
    if (settled.length === 0) return 0
    const now = nowOf(deps)
    const answers = await Promise.all(settled.map((one) => answerTo(deps, peer, one)))
    const receipts = answers.filter((answer) => answer !== null)
    const changes = settled.map(({ row, outcome }, at) => ({
      entry: row.entry,
      thread: row.thread,
      thread_seq: row.thread_seq,
      state: outcome.state,
      code: outcome.state === 'rejected' ? outcome.code : null,
      answer: answers[at] ?? null,
      act_id: 'actId' in outcome ? (outcome.actId ?? null) : null,
      case_id: 'caseId' in outcome ? (outcome.caseId ?? null) : null,
    }))
    await sql`
      with change as (
        select * from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (entry bigint, thread text,
          thread_seq integer, state text, code text, answer jsonb, act_id uuid, case_id uuid)
      ), done as (
        insert into thread_line as t (peer, thread, in_done)
        select ${peer}, thread, max(thread_seq) from change group by thread
        on conflict (peer, thread) do update set in_done = greatest(t.in_done, excluded.in_done)
      )
      update inbox i set state = c.state, code = c.code, processed_at = ${now}, answer = c.answer, act_id = c.act_id,
        case_id = c.case_id,
        -- Words about the line are no evidence of anything; acts are.
        jws = case when i.kind like 'line.%' then null else i.jws end
      from change c where i.entry = c.entry`.execute(tx)
    if (receipts.length > 0) await queueReceipts(deps, tx, peer, receipts)
    return settled.length
  })

/**
 * Goes through what waits of a peer's messages. Several share a transaction; when one of them fails, they are tried one
 * by one, so that it holds up nothing but its own thread.
 */
export const processFrom = async (deps: ExchangeDeps, peer: string): Promise<void> => {
  for (;;) {
    try {
      if ((await processSome(deps, peer, { most: TOGETHER })) === 0) return
    } catch (error) {
      deps.log.error({ err: error, peer }, 'messages not processed together')
      await processOneByOne(deps, peer)
      return
    }
  }
}

const processOneByOne = async (deps: ExchangeDeps, peer: string): Promise<void> => {
  const entries = await withSystem(deps.db, 'process', (tx) => readyFrom(tx, peer, { most: 1000 }))
  const failed = new Set<string>()
  for (const row of entries) {
    const thread = row.thread ?? ''
    if (failed.has(thread)) continue
    try {
      await processSome(deps, peer, { entry: row.entry })
    } catch (error) {
      failed.add(thread)
      deps.log.error({ err: error, peer }, 'message not processed')
    }
  }
}
