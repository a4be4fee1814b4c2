import { CONTAINER_TYPE, SENDER_HEADER } from '@ariadne/contract'
import { mintId, type CaseId } from '@ariadne/domain'
import { findMember, openMessage } from '@ariadne/exchange'
import type { PeerView } from '@ariadne/exchange/custody'
import { sql } from 'kysely'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { decideFor, keepCustody, lockThread, type Thread } from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { followCustody } from '../inbox/custody.ts'
import { lockLine } from '../outbox/line.ts'
import { exchangeTables } from '../tables.ts'
import { sealAside } from './answer.ts'
import { actsOf, sameLead, sift } from './believe.ts'
import { replay, type Told } from './replay.ts'
import { epochOf, isRestored } from './restored.ts'
import { ANSWER, LineAnswer, QUESTION, ThreadsAnswer, type Question } from './words.ts'

const CHUNK = 20

/** One question to a peer and its verified answer. @throws when the peer cannot be reached or does not answer */
const ask = async <T extends { of: string }>(
  deps: ExchangeDeps,
  peer: string,
  question: Question,
  schema: { parse: (value: unknown) => T },
): Promise<T> => {
  const list = deps.trust.freshList()
  const member = findMember(list, peer)
  if (!member) throw new Error(`${peer} is not in the trust list`)
  const asked = await sealAside(deps, peer, QUESTION, question)
  const response = await deps.post(new URL('/exchange/v1/reconcile', member.baseUrl).href, {
    headers: { 'Content-Type': CONTAINER_TYPE, [SENDER_HEADER]: deps.me },
    body: asked.container,
  })
  const { container } = (await response.json()) as { container?: unknown }
  if (typeof container !== 'string') throw new Error(`${peer} gave no answer (${response.status})`)
  const opened = await openMessage(container, {
    me: deps.me,
    from: peer,
    trustList: list,
    kemKeys: deps.keys.sealing,
    now: nowOf(deps),
  })
  if (!opened.ok) throw new Error(`The answer of ${peer} cannot be opened: ${opened.code}`)
  const answer = schema.parse(opened.message.body)
  // An answer to another question, kept and played back, would tell of another time.
  if (opened.message.kind !== ANSWER || answer.of !== asked.id) throw new Error(`${peer} answered something else`)
  return answer
}

/** Takes over the numbers that the peer knows. */
const adoptLine = async (tx: Tx, peer: string, answer: LineAnswer): Promise<void> => {
  const line = await lockLine(tx, peer)
  const next = answer.received ? answer.received.seq + 1 : 1
  await exchangeTables(tx)
    .updateTable('peer_line')
    .set({
      ...(next > line.next_seq ? { next_seq: next, last_digest: answer.received?.digest ?? null } : {}),
      horizon: Math.max(line.horizon, answer.horizon),
      complete: Math.max(line.complete, answer.horizon),
      gap_asked_at: null,
      failures: 0,
      not_before: null,
    })
    .where('peer', '=', peer)
    .execute()
  if (answer.held.length > 0)
    await exchangeTables(tx)
      .updateTable('outbox')
      .set({ state: 'delivered', container: null })
      .where('peer', '=', peer)
      .where('message_id', 'in', answer.held)
      .where('state', 'in', ['waiting', 'sent'])
      .execute()
  for (const { thread, last } of answer.fromAsker)
    await sql`
      insert into thread_line as t (peer, thread, out_seq) values (${peer}, ${thread}, ${last})
      on conflict (peer, thread) do update set out_seq = greatest(t.out_seq, excluded.out_seq)`.execute(tx)
  for (const { thread, last } of answer.fromAnswerer)
    await sql`
      insert into thread_line as t (peer, thread, in_done) values (${peer}, ${thread}, ${last})
      on conflict (peer, thread) do update set in_done = greatest(t.in_done, excluded.in_done)`.execute(tx)
}

/** More rounds than any handover has acts to give back; whoever goes on giving is not believed. */
const MOST_ROUNDS = 100

/** What a peer gave back and what does not fit what is held here goes before a person. */
const doubt = (deps: ExchangeDeps, tx: Tx, peer: string, handoverId: string, code: string, caseId?: string) =>
  raiseAlarm(deps, tx, { code, peer, handoverId, caseId: caseId ?? null })

/**
 * Takes in what the peer holds of one handover: first the acts, each judged as when it came first, then who is responsible,
 * as far as the acts bear it out. What does not fit is left, and told to a person.
 */
const adoptThread = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  told: Told,
  epoch: number,
): Promise<'more' | 'done'> => {
  const { handoverId } = told
  const before = await lockThread(tx, handoverId)
  if (before && before.peer !== peer) return 'done'
  const replayed = await replay(deps, tx, peer, told, before)
  const thread = await lockThread(tx, handoverId)
  if (!thread) {
    await doubt(deps, tx, peer, handoverId, 'handover_forgotten')
    return 'done'
  }
  if (told.more && !replayed.doubted && replayed.acts > 0) return 'more'
  if (replayed.doubted) await doubt(deps, tx, peer, handoverId, 'handover_forgotten', thread.case_id)
  let { custody } = thread
  if (custody.epoch < epoch) custody = decideFor(custody, { type: 'restored', epoch }).state
  const state = await deps.casework.lockState(tx, thread.case_id as CaseId)
  const handover = state.handovers.find((one) => one.handoverId === handoverId)
  const acts = await actsOf(tx, thread)
  const { believed, doubted } = sift({ custody, state, handover, acts, now: nowOf(deps) }, told.view.messages)
  const decision = decideFor(custody, {
    type: 'reconciled',
    view: { ...told.view, messages: believed },
    replyId: mintId(Date.parse(nowOf(deps))),
  })
  await keepCustody(tx, handoverId, decision.state)
  await followCustody(deps, tx, thread, decision.effects, null)
  if (doubted.length > 0) await doubt(deps, tx, peer, handoverId, 'custody_doubted', thread.case_id)
  if (!sameLead(decision.state, handover, acts)) await doubt(deps, tx, peer, handoverId, 'lead_differs', thread.case_id)
  return 'done'
}

const actsHeld = async (tx: Tx, thread: Thread): Promise<string[]> =>
  (
    await sql<{ id: string }>`
      select id from case_action where case_id = ${thread.case_id} and kind like 'handover.%'
        and body ->> 'handoverId' = ${thread.handover_id}`.execute(tx)
  ).rows.map((row) => row.id)

const reconcileThreads = async (
  deps: ExchangeDeps,
  peer: string,
  ids: readonly string[],
  epoch: number,
): Promise<void> => {
  let left = [...ids]
  const rounds = new Map<string, number>()
  while (left.length > 0) {
    const chunk = left.slice(0, CHUNK)
    const threads = await withSystem(deps.db, 'reconcile', async (tx) => {
      const asked = []
      for (const handoverId of chunk) {
        const thread = await lockThread(tx, handoverId)
        asked.push({
          handoverId,
          messages: (thread?.custody.held ?? []).map((one) => one.message),
          have: thread ? await actsHeld(tx, thread) : [],
        })
      }
      return asked
    })
    const answer = await ask(deps, peer, { step: 'threads', epoch, threads }, ThreadsAnswer)
    const done = new Set<string>()
    const answered = answer.threads.filter((told) => chunk.includes(told.handoverId))
    for (const told of answered) {
      const became = await withSystem(deps.db, 'reconcile', (tx) => adoptThread(deps, tx, peer, told, epoch))
      const round = (rounds.get(told.handoverId) ?? 0) + 1
      rounds.set(told.handoverId, round)
      if (became === 'done' || round >= MOST_ROUNDS) done.add(told.handoverId)
    }
    // A handover that the peer does not know, though we do: it never reached it, and goes out from the outbox.
    const unknown = answered.length === 0 ? new Set(chunk) : new Set<string>()
    left = left.filter((id) => !done.has(id) && !unknown.has(id))
  }
}

/** Asks one peer what it holds, and takes it over. @throws where it does not answer */
export const reconcileWith = async (deps: ExchangeDeps, peer: string, epoch: number): Promise<void> => {
  const unsure = await withSystem(deps.db, 'reconcile', async (tx) => {
    await lockLine(tx, peer)
    return (
      await exchangeTables(tx)
        .selectFrom('outbox')
        .select('message_id')
        .where('peer', '=', peer)
        .where('state', 'in', ['waiting', 'sent'])
        .limit(5000)
        .execute()
    ).map((row) => row.message_id)
  })
  const line = await ask(deps, peer, { step: 'line', epoch, unsure }, LineAnswer)
  await withSystem(deps.db, 'reconcile', (tx) => adoptLine(tx, peer, line))
  const own = await withSystem(deps.db, 'reconcile', (tx) =>
    exchangeTables(tx).selectFrom('handover_thread').select('handover_id').where('peer', '=', peer).execute(),
  )
  const known = new Set(line.handovers)
  await reconcileThreads(deps, peer, line.handovers, epoch)
  await withSystem(deps.db, 'reconcile', async (tx) => {
    for (const { handover_id: handoverId } of own) {
      if (known.has(handoverId)) continue
      // The peer never heard of it: nothing was forgotten, and custody goes on from here.
      const thread = await lockThread(tx, handoverId)
      if (!thread) continue
      const restored = decideFor(thread.custody, { type: 'restored', epoch }).state
      const view: PeerView = { forEpoch: epoch, epoch: 0, messages: [] }
      const { state } = decideFor(restored, { type: 'reconciled', view, replyId: mintId(Date.parse(nowOf(deps))) })
      await keepCustody(tx, handoverId, state)
    }
    await exchangeTables(tx)
      .updateTable('peer_line')
      .set({ reconciled_epoch: epoch })
      .where('peer', '=', peer)
      .execute()
  })
}

/**
 * After a restore: asks every country's instance what it holds, takes it over, and only then promises anything again.
 * A peer that does not answer is asked again at the next sweep; until all have, no custody moves.
 * @returns whether this instance may promise again
 */
export const reconcile = async (deps: ExchangeDeps): Promise<boolean> => {
  const state = await withSystem(deps.db, 'reconcile', async (tx) => ({
    restored: await isRestored(tx),
    epoch: await epochOf(tx),
    lines: await exchangeTables(tx).selectFrom('peer_line').select(['peer', 'reconciled_epoch']).execute(),
  }))
  if (!state.restored) return true
  if (!deps.trust.status().fresh) return false
  const done = new Map(state.lines.map((line) => [line.peer, line.reconciled_epoch]))
  const others = deps.trust.freshList().members.filter((member) => member.id !== deps.me)
  const peers = others.filter((member) => member.kind === 'country')
  let missing = 0
  for (const { id } of peers) {
    if ((done.get(id) ?? 0) >= state.epoch) continue
    try {
      await reconcileWith(deps, id, state.epoch)
    } catch (error) {
      missing += 1
      deps.log.warn({ err: error, peer: id }, 'not reconciled yet')
    }
  }
  if (missing > 0) return false
  await withSystem(deps.db, 'reconcile', async (tx) => {
    // Who holds no handover is asked in its own time; nothing goes there before.
    for (const { id: peer } of others.filter((member) => member.kind !== 'country'))
      await exchangeTables(tx)
        .insertInto('peer_line')
        .values({ peer, awaits_epoch: state.epoch })
        .onConflict((conflict) => conflict.column('peer').doUpdateSet({ awaits_epoch: state.epoch }))
        .execute()
    await exchangeTables(tx)
      .updateTable('instance_state')
      .set({ reconciled_at: nowOf(deps) })
      .execute()
  })
  deps.log.info({ epoch: state.epoch }, 'reconciled after a restore')
  return true
}
