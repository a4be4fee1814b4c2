import { mintId, type CaseId } from '@ariadne/domain'
import { findKemKey, openMessage, sealMessage, signCompact, MESSAGE_TYPE, type Message } from '@ariadne/exchange'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { decideFor, keepCustody, lockThread, saidIn } from '../custody.ts'
import { nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { processFrom } from '../inbox/process.ts'
import { queueMessage } from '../outbox/queue.ts'
import { lockLine } from '../outbox/line.ts'
import { exchangeTables, type Draft } from '../tables.ts'
import { CUSTODY_SAID } from '../wire.ts'
import { actsOf, sift } from './believe.ts'
import { ANSWER, QUESTION, Question, type LineAnswer, type ThreadsAnswer } from './words.ts'

const ANSWER_LIFE_MS = 5 * 60_000
/** Stands for the digest of a message that is no longer known; nothing is chained to it. */
const FORGOTTEN = '0'.repeat(64)
/** Copies that fit one answer, in characters; a container holds a mebibyte. */
const ROOM = 500_000

/** A message outside of the numbered line. */
export const sealAside = async (
  deps: ExchangeDeps,
  peer: string,
  kind: string,
  body: Record<string, unknown>,
): Promise<{ id: string; container: string }> => {
  const now = nowOf(deps)
  const key = findKemKey(deps.trust.freshList(), peer, now)
  if (!key) throw new Error(`${peer} has no key in the trust list`)
  const id = mintId<string>(Date.parse(now))
  const message: Message = {
    v: 1,
    id,
    kind,
    iss: deps.me,
    aud: peer,
    iat: now,
    exp: plusMs(now, ANSWER_LIFE_MS),
    thread: 'reconcile',
    seq: 1,
    threadSeq: 1,
    prev: null,
    purpose: 'exchange',
    agreementHash: null,
    basis: 'none',
    handling: {},
    body,
  }
  return { id, container: (await sealMessage(message, deps.keys.signing, key)).container }
}

/**
 * The peer was restored: what it sent before and what still waits here for something it has forgotten will never be
 * completed. Noted once for each restore.
 */
const beginAgain = async (deps: ExchangeDeps, tx: Tx, peer: string, epoch: number): Promise<void> => {
  const now = nowOf(deps)
  await sql`
    insert into thread_line as t (peer, thread, in_done)
    select peer, thread, max(thread_seq) from inbox where peer = ${peer} and state <> 'refused' group by peer, thread
    on conflict (peer, thread) do update set in_done = greatest(t.in_done, excluded.in_done)`.execute(tx)
  await sql`
    update inbox set state = 'rejected', code = 'sender_restored', processed_at = ${now}
    where peer = ${peer} and state = 'stored'`.execute(tx)
  await sql`
    update peer_line set peer_epoch = ${epoch}, gap_asked_at = null, complete = coalesce((
      select max(seq) from inbox where peer = ${peer} and state <> 'refused'), complete)
    where peer = ${peer}`.execute(tx)
}

const answerLine = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  of: string,
  question: Extract<Question, { step: 'line' }>,
): Promise<LineAnswer | null> => {
  const line = await lockLine(tx, peer)
  if (question.epoch < line.peer_epoch) return null
  if (question.epoch > line.peer_epoch) await beginAgain(deps, tx, peer, question.epoch)
  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T | undefined> => (await query.execute(tx)).rows[0]
  const pending = await one(
    sql<{
      seq: number | null
    }>`select min(seq) as seq from outbox where peer = ${peer} and state in ('waiting', 'sent')`,
  )
  const horizon = pending?.seq ? pending.seq - 1 : line.next_seq - 1
  const newest = await one(
    sql<{ seq: number; digest: string }>`
      select seq, digest from inbox where peer = ${peer} and state <> 'refused' order by seq desc limit 1`,
  )
  // This instance may have been restored itself, and know of messages by their numbers alone.
  const received =
    newest && newest.seq >= line.horizon ? newest : line.horizon > 0 ? { seq: line.horizon, digest: FORGOTTEN } : null
  const held =
    question.unsure.length === 0
      ? []
      : (
          await sql<{ id: string }>`
            select message_id as id from inbox where peer = ${peer} and state <> 'refused'
              and message_id = any (${question.unsure}::uuid[])`.execute(tx)
        ).rows.map((row) => row.id)
  const fromAsker = await sql<{ thread: string; last: number }>`
    select thread, max(last) as last from (
      select thread, thread_seq as last from inbox where peer = ${peer} and state <> 'refused'
      union all select thread, in_done from thread_line where peer = ${peer}
    ) known group by thread`.execute(tx)
  const fromAnswerer = await sql<{ thread: string; last: number }>`
    select t.thread, coalesce((
      select min(o.thread_seq) - 1 from outbox o where o.peer = t.peer and o.thread = t.thread and o.seq > ${horizon}
    ), t.out_seq) as last
    from thread_line t where t.peer = ${peer}`.execute(tx)
  const handovers = await exchangeTables(tx)
    .selectFrom('handover_thread')
    .select('handover_id')
    .where('peer', '=', peer)
    .orderBy('handover_id')
    .execute()
  return {
    step: 'line',
    of,
    horizon,
    received,
    held,
    fromAsker: fromAsker.rows,
    fromAnswerer: fromAnswerer.rows,
    handovers: handovers.map((row) => row.handover_id),
  }
}

/** Signed copies of a handover's acts: the peer's as they came, our own signed as they were said. */
const copiesOf = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  handoverId: string,
  have: readonly string[],
  room: number,
): Promise<{ copies: string[]; more: boolean }> => {
  const rows = await sql<{ jws: string | null; draft: Draft | null; at: string; until: string }>`
    select i.jws, o.draft, coalesce(o.queued_at, i.received_at) as at, coalesce(o.expires_at, i.received_at) as until
    from handover_thread t
    join case_action a on a.case_id = t.case_id and a.kind like 'handover.%' and a.body ->> 'handoverId' = ${handoverId}
    left join inbox i on i.act_id = a.id and i.peer = ${peer} and i.state = 'processed'
    left join lateral (
      -- What was never sealed has not been said yet: it goes out as any other message does.
      select draft, queued_at, expires_at from outbox where act_id = a.id and peer = ${peer} and seq is not null
      order by position desc limit 1
    ) o on true
    where t.handover_id = ${handoverId} and not (a.id = any (${have}::uuid[]))
    order by a.sequence`.execute(tx)
  const copies: string[] = []
  let taken = 0
  for (const row of rows.rows) {
    const jws =
      row.jws ??
      (row.draft && (await signCompact({ ...row.draft, iat: row.at, exp: row.until }, MESSAGE_TYPE, deps.keys.signing)))
    if (!jws) continue
    if (copies.length > 0 && taken + jws.length > room) return { copies, more: true }
    copies.push(jws)
    taken += jws.length
  }
  return { copies, more: false }
}

const answerThreads = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  of: string,
  question: Extract<Question, { step: 'threads' }>,
): Promise<ThreadsAnswer> => {
  const threads: ThreadsAnswer['threads'] = []
  let room = ROOM
  for (const { handoverId, messages, have } of question.threads) {
    const thread = await lockThread(tx, handoverId)
    if (!thread || thread.peer !== peer || room <= 0) continue
    const { copies, more } = await copiesOf(deps, tx, peer, handoverId, have, room)
    room -= copies.reduce((sum, copy) => sum + copy.length, 0)
    const state = await deps.casework.lockState(tx, thread.case_id as CaseId)
    const handover = state.handovers.find((one) => one.handoverId === handoverId)
    const acts = await actsOf(tx, thread)
    const scene = { custody: thread.custody, state, handover, acts, now: nowOf(deps) }
    // Whoever says it was restored could otherwise put words of custody here that no guard has seen.
    const { believed, doubted } = sift(scene, messages)
    if (doubted.length > 0)
      await raiseAlarm(deps, tx, { code: 'custody_doubted', peer, caseId: thread.case_id, handoverId })
    const decision = decideFor(thread.custody, {
      type: 'peer_restored',
      epoch: question.epoch,
      messages: believed,
      replyId: mintId(Date.parse(nowOf(deps))),
    })
    const answered = decision.effects.find((effect) => effect.type === 'answer_view')
    if (!answered) continue
    await keepCustody(tx, handoverId, decision.state)
    for (const said of saidIn(decision.effects))
      await queueMessage(deps, tx, {
        peer,
        thread: handoverId,
        kind: CUSTODY_SAID,
        body: { said },
        actId: said.id,
        caseId: thread.case_id,
      })
    for (const effect of decision.effects)
      if (effect.type === 'alarm' && effect.code !== 'peer_restored')
        await raiseAlarm(deps, tx, { code: effect.code, peer, caseId: thread.case_id, handoverId })
    const view = answered.view as ThreadsAnswer['threads'][number]['view']
    threads.push({ handoverId, side: thread.side, view, copies, more })
  }
  return { step: 'threads', of, threads }
}

export type Reconciled = { ok: true; container: string } | { ok: false; code: string; detail: string }

/** Answers one question of a restored peer. What it is told is what it said itself and what was said to it. */
export const answerReconcile = async (deps: ExchangeDeps, from: string, container: string): Promise<Reconciled> => {
  await deps.trust.refresh()
  const list = deps.trust.freshList()
  const opened = await openMessage(container, {
    me: deps.me,
    from,
    trustList: list,
    kemKeys: deps.keys.sealing,
    now: nowOf(deps),
  })
  if (!opened.ok) return { ok: false, code: opened.code, detail: opened.detail }
  const question = Question.safeParse(opened.message.body)
  if (opened.message.kind !== QUESTION || !question.success)
    return { ok: false, code: 'malformed', detail: 'Not a question of a restored instance' }
  const { id } = opened.message
  // What it said before and can be acted on is acted on first.
  await processFrom(deps, from)
  const { data } = question
  const answer = await withSystem(deps.db, 'reconcile', async (tx) => {
    if (data.step === 'line') return answerLine(deps, tx, from, id, data)
    const line = await lockLine(tx, from)
    return data.epoch === line.peer_epoch ? answerThreads(deps, tx, from, id, data) : null
  })
  if (answer === null) return { ok: false, code: 'old_epoch', detail: 'This instance was restored again since' }
  return { ok: true, container: (await sealAside(deps, from, ANSWER, answer)).container }
}
