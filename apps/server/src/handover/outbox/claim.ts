import { findMember } from '@ariadne/exchange'
import { sql, type Selectable } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { exchangeTables, type Draft, type ExchangeTables } from '../tables.ts'
import { findLine } from './line.ts'
import { digestOfDraft, SealingFailed, sealDraft, type Numbers, type SealedRow } from './seal.ts'

export type OutboxRow = Selectable<ExchangeTables['outbox']>
/** A message that this process carries now. */
export type Claimed = Pick<OutboxRow, 'message_id' | 'peer' | 'kind' | 'unit_id' | 'case_id' | 'act_id' | 'thread'> & {
  readonly container: string
  readonly containerDigest: string
  readonly sealed: { seq: number; thread_seq: number; digest: string; draft: OutboxRow['draft'] }
}

/** How many are sealed in one go. */
const BATCH = 16
/** How long a message that is on its way is left alone, so that two deliverers do not both send it. */
const LEASE_MS = 30_000

/** What waits for a peer, in the order of its numbers; what has none yet comes after, in the order it was queued. */
const waitingFor = async (tx: Tx, peer: string, now: string): Promise<OutboxRow[]> => {
  const tables = exchangeTables(tx)
  const numbered = await tables
    .selectFrom('outbox')
    .selectAll()
    .where('peer', '=', peer)
    .where('state', 'in', ['waiting', 'sent'])
    .where('seq', 'is not', null)
    .orderBy('seq')
    .limit(BATCH)
    .execute()
  // What comes first goes first: a later message never overtakes one that is being tried.
  const held = numbered.findIndex((row) => row.next_try_at > now || row.expires_at <= now)
  if (held >= 0 || numbered.length === BATCH) return held >= 0 ? numbered.slice(0, held) : numbered
  const others = await tables
    .selectFrom('outbox')
    .selectAll()
    .where('peer', '=', peer)
    .where('state', '=', 'waiting')
    .where('seq', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('position')
    .limit(BATCH - numbered.length)
    // A receipt may just be joining one of them: what is sealed is what is there when that is done.
    .forUpdate()
    .execute()
  return [...numbered, ...others]
}

export const alarmAbout = (
  deps: ExchangeDeps,
  tx: Tx,
  row: Pick<OutboxRow, 'message_id' | 'peer' | 'unit_id' | 'case_id' | 'act_id' | 'thread'>,
  code: string,
): Promise<void> =>
  raiseAlarm(deps, tx, {
    code,
    peer: row.peer,
    unitId: row.unit_id,
    messageId: row.message_id,
    caseId: row.case_id,
    handoverId: row.act_id === null ? null : row.thread,
  })

const threadNumbers = async (tx: Tx, peer: string, rows: readonly OutboxRow[]): Promise<Map<string, number>> => {
  const threads = [...new Set(rows.flatMap((row) => (row.seq === null ? [row.thread] : [])))]
  if (threads.length === 0) return new Map()
  const found = await exchangeTables(tx)
    .selectFrom('thread_line')
    .select(['thread', 'out_seq'])
    .where('peer', '=', peer)
    .where('thread', 'in', threads)
    .execute()
  return new Map(found.map((row) => [row.thread, row.out_seq]))
}

const keepSealed = async (
  tx: Tx,
  peer: string,
  sealed: readonly SealedRow[],
  ids: readonly string[],
  leaseUntil: string,
) => {
  if (sealed.length > 0)
    await sql`
      update outbox o set draft = s.draft, seq = s.seq, thread_seq = s.thread_seq, digest = s.digest,
        container = s.container, container_digest = s.container_digest, expires_at = s.expires_at,
        state = 'sent', attempts = attempts + 1, next_try_at = ${leaseUntil}
      from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as s (message_id uuid, draft jsonb, seq bigint,
        thread_seq integer, digest text, container text, container_digest text, expires_at timestamptz)
      where o.message_id = s.message_id`.execute(tx)
  const threads = new Map(sealed.map((row) => [row.draft.thread, row.thread_seq]))
  if (threads.size > 0) {
    const numbers = [...threads].map(([thread, last]) => ({ thread, last }))
    await sql`
      insert into thread_line as t (peer, thread, out_seq)
      select ${peer}, n.thread, n.last from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as n (thread text, last integer)
      on conflict (peer, thread) do update set out_seq = greatest(t.out_seq, excluded.out_seq)`.execute(tx)
  }
  const sealedBefore = ids.filter((id) => !sealed.some((row) => row.message_id === id))
  if (sealedBefore.length > 0)
    await sql`
      update outbox set state = 'sent', attempts = attempts + 1, next_try_at = ${leaseUntil}
      where message_id = any (${sealedBefore}::uuid[])`.execute(tx)
}

/**
 * Takes the next messages of a peer, and numbers, signs and seals those that were not yet. One deliverer at a time:
 * numbers are given out by nobody else, so that the line itself stays free for what comes in.
 */
export const claim = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
): Promise<{ rows: Claimed[]; url: string } | undefined> => {
  const now = nowOf(deps)
  const alone = await sql<{ got: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`deliver ${peer}`}, 2)) as got`.execute(tx)
  if (!alone.rows[0]?.got) return undefined
  const line = await findLine(tx, peer)
  if (!line.open || (line.not_before !== null && line.not_before > now)) return undefined
  const member = findMember(deps.trust.freshList(), peer)
  const waiting = await waitingFor(tx, peer, now)
  if (waiting.length === 0) return undefined
  if (!member) throw new SealingFailed('peer_unknown', `${peer} is not in the trust list`)

  const inThread = await threadNumbers(tx, peer, waiting)
  const numbered: { row: OutboxRow; draft: Draft & Numbers; next: number; last: string | null }[] = []
  let { next_seq: next, last_digest: last } = line
  for (const row of waiting) {
    if (row.seq !== null) {
      numbered.push({ row, draft: row.draft as Draft & Numbers, next, last })
      continue
    }
    const threadSeq = (inThread.get(row.thread) ?? 0) + 1
    const draft = { ...row.draft, seq: next, threadSeq, prev: next === 1 ? null : last }
    inThread.set(row.thread, threadSeq)
    next += 1
    last = await digestOfDraft(draft)
    numbered.push({ row, draft, next, last })
  }
  // Side by side: each waits for the machine's own cryptography several times.
  const attempts = await Promise.allSettled(
    numbered.map(async ({ row, draft }) => (row.container === null ? sealDraft(deps, draft) : undefined)),
  )
  const sealed: SealedRow[] = []
  const rows: Claimed[] = []
  let sent: { next: number; last: string | null } = { next: line.next_seq, last: line.last_digest }
  for (const [at, { row, ...numbers }] of numbered.entries()) {
    const attempt = attempts[at]
    if (attempt?.status === 'rejected') {
      const error: unknown = attempt.reason
      if (!(error instanceof SealingFailed) || error.code === 'peer_unknown') throw error
      await exchangeTables(tx)
        .updateTable('outbox')
        .set({ state: 'refused', code: error.code })
        .where('message_id', '=', row.message_id)
        .execute()
      await alarmAbout(deps, tx, row, error.code)
      // What comes after it carries numbers that count it; it is sealed anew without it.
      break
    }
    const fresh = attempt?.value
    if (fresh) sealed.push(fresh)
    sent = { next: numbers.next, last: numbers.last }
    rows.push({
      message_id: row.message_id,
      peer,
      kind: row.kind,
      unit_id: row.unit_id,
      case_id: row.case_id,
      act_id: row.act_id,
      thread: row.thread,
      container: fresh?.container ?? row.container ?? '',
      containerDigest: fresh?.container_digest ?? row.container_digest ?? '',
      sealed: {
        seq: fresh?.seq ?? row.seq ?? 0,
        thread_seq: fresh?.thread_seq ?? row.thread_seq ?? 0,
        digest: fresh?.digest ?? row.digest ?? '',
        draft: fresh?.draft ?? row.draft,
      },
    })
  }
  if (rows.length === 0) return undefined
  const ids = rows.map((row) => row.message_id)
  await keepSealed(tx, peer, sealed, ids, plusMs(now, LEASE_MS))
  if (sent.next !== line.next_seq)
    await exchangeTables(tx)
      .updateTable('peer_line')
      .set({ next_seq: sent.next, last_digest: sent.last })
      .where('peer', '=', peer)
      .execute()
  return { rows, url: new URL('/exchange/v1/inbox', member.baseUrl).href }
}
