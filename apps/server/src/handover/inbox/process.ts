import { SealedPart } from '@ariadne/contract'
import { HandoverId, mintId, type CaseId } from '@ariadne/domain'
import {
  findUnit,
  readyInThread,
  signReceipt,
  verifyDossier,
  verifyMessageCopy,
  verifyReceipt,
  type Message,
} from '@ariadne/exchange'
import { type CustodyEffect, type CustodyMessage } from '@ariadne/exchange/custody'
import { sql, type Selectable } from 'kysely'
import type { z } from 'zod'
import { findOwnUnits } from '../../casework/index.ts'
import { inSavepoint, withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { codeOf } from '../../platform/error-code.ts'
import { isFit } from '../../platform/fit-json.ts'
import { raiseAlarm } from '../alarms.ts'
import {
  assertSameLead,
  contentOf,
  decideFor,
  findHandover,
  keepCustody,
  lockThread,
  refusalIn,
  saidIn,
  type Thread,
} from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { queueMessage, queueReceipts } from '../outbox/queue.ts'
import { exchangeTables, type ExchangeTables } from '../tables.ts'
import {
  ActBody,
  CUSTODY_SAID,
  MISSING,
  MissingBody,
  RECEIPTS,
  ReceiptsBody,
  SaidBody,
  VOID,
  isAboutTheLine,
  VoidBody,
  otherSide,
} from '../wire.ts'
import { advanceComplete, MOST_MISSING } from './receive.ts'

type Row = Selectable<ExchangeTables['inbox']>
type Answered = ReceiptsBody['receipts'][number]['custody']

/** What became of one message: acted on, refused by a rule, or left for later. */
type Outcome =
  | { state: 'processed'; by?: string; custody?: Answered; caseId?: string; actId?: string }
  | { state: 'rejected'; code: string; custody?: Answered; caseId?: string; actId?: string }
  | { state: 'void' }
  | { state: 'deferred' }

/** A refusal found half-way: what was written since the savepoint is undone. */
class Rejected extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'Rejected'
    this.code = code
  }
}

const receiptIn = (effects: readonly CustodyEffect[]): Answered =>
  effects.find((effect) => effect.type === 'receipt') ?? null

/** What custody wants said and told besides: own acknowledgements go out, alarms go to the unit concerned. */
export const followCustody = async (
  deps: ExchangeDeps,
  tx: Tx,
  thread: Pick<Thread, 'handover_id' | 'case_id' | 'peer'>,
  effects: readonly CustodyEffect[],
  unitId: string | null,
): Promise<void> => {
  const about = { peer: thread.peer, unitId, caseId: thread.case_id, handoverId: thread.handover_id }
  for (const said of saidIn(effects))
    await queueMessage(deps, tx, {
      peer: thread.peer,
      thread: thread.handover_id,
      kind: CUSTODY_SAID,
      body: { said },
      actId: said.id,
      caseId: thread.case_id,
      ...(unitId ? { unitId } : {}),
    })
  for (const effect of effects) if (effect.type === 'alarm') await raiseAlarm(deps, tx, { ...about, code: effect.code })
}

const partsOf = async (deps: ExchangeDeps, tx: Tx, body: ActBody, message: Message): Promise<SealedPart[]> => {
  if (body.act.kind === 'handover.dossier_sent') {
    const list = deps.trust.freshList()
    const classes = (body.act.body['classes'] as string[] | undefined) ?? []
    const wrap = (body.parts[0] as { wraps?: { reader?: unknown; keyId?: unknown }[] } | undefined)?.wraps?.[0]
    const reader = String(wrap?.reader ?? '')
    const unit = findUnit(list, reader)
    if (!unit || unit.member.id !== deps.me) throw new Rejected('dossier_other_reader')
    // Sealed before the sender knew of the unit's new key: its people still reach the one before.
    const own = (await findOwnUnits(tx, [reader])).get(reader)?.keyIds ?? []
    const sealedTo = own.find((keyId) => keyId === wrap?.keyId)
    const verified = await verifyDossier(body.manifest ?? '', body.parts, {
      from: message.iss,
      me: deps.me,
      trustList: list,
      now: nowOf(deps),
      handoverId: message.thread,
      agreementHash: message.agreementHash,
      recipientUnit: reader,
      recipientKeyId: sealedTo ?? unit.unit.key?.keyId ?? '',
      agreedClasses: classes,
    })
    if (!verified.ok) throw new Rejected(`dossier_${verified.code}`)
  }
  // Both sides bind what travels to the handover, whose id they share.
  return body.parts.map((part) => {
    const read = SealedPart.safeParse({ ...part, subject: message.thread })
    if (!read.success || !isFit(read.data)) throw new Rejected('sealed_part_malformed')
    return read.data
  })
}

/** What comes from a peer and is no value the database takes, or is here already: tried again it would be so again. */
const isNotStorable = (error: unknown): boolean => /^2[23]/u.test(codeOf(error) ?? '')
const codeOfRejection = (error: unknown): string | undefined =>
  error instanceof Rejected ? error.code : isNotStorable(error) ? 'not_storable' : undefined

const processAct = async (deps: ExchangeDeps, tx: Tx, message: Message, body: ActBody): Promise<Outcome> => {
  const { act } = body
  const begins = act.kind === 'handover.capability_asked'
  if (act.kind !== message.kind || act.body['handoverId'] !== message.thread || !act.kind.startsWith('handover.'))
    return { state: 'rejected', code: 'act_differs_from_message' }
  if (!HandoverId.safeParse(message.thread).success) return { state: 'rejected', code: 'handover_unknown' }
  const thread = await lockThread(tx, message.thread)
  if (!thread && !begins) return { state: 'rejected', code: 'handover_unknown' }
  if (thread && thread.peer !== message.iss) return { state: 'rejected', code: 'handover_of_another' }
  if (begins && act.body['peer'] !== deps.me) return { state: 'rejected', code: 'act_readdressed' }
  const caseId = (thread?.case_id ?? mintId(Date.parse(nowOf(deps)))) as CaseId
  const named = { caseId, actId: act.id }

  const append = async (): Promise<Outcome> => {
    const parts = await partsOf(deps, tx, body, message)
    const outcome = await deps.casework.appendActs(tx, {
      caseId,
      acts: [{ ...act, caseId, reliesOn: {} }],
      parts,
      from: { kind: 'peer', instanceId: message.iss },
    })
    if (outcome.status !== 'accepted') throw new Rejected(outcome.code)
    const handover = findHandover(outcome.state, act)
    if (handover && handover.agreementHash !== null && message.agreementHash !== handover.agreementHash)
      throw new Rejected('agreement_hash_differs')
    // Only what follows of itself from an act can have moved the thread since it was read.
    const held = thread && outcome.actions.length === 1 ? thread : await lockThread(tx, message.thread)
    if (body.epoch === null || !held || !handover) return { state: 'processed', ...named }
    const content = contentOf(body, handover, held.custody)
    if (!content) return { state: 'processed', ...named }
    const said: CustodyMessage = { ...content, id: act.id, from: otherSide(held.side), epoch: body.epoch }
    const decision = decideFor(held.custody, {
      type: 'message',
      message: said,
      replyId: mintId(Date.parse(nowOf(deps))),
    })
    if (decision.effects.some((effect) => effect.type === 'defer')) throw new Deferred()
    const refusal = refusalIn(decision.effects)
    if (refusal) throw new Rejected(refusal.code)
    const custody = receiptIn(decision.effects)
    if (custody?.outcome === 'rejected') throw new Rejected('custody_rejected')
    await keepCustody(tx, held.handover_id, decision.state)
    assertSameLead(outcome.state, decision.effects)
    const unitId = handover.direction === 'outgoing' ? handover.senderUnitId : handover.recipientUnitId
    await followCustody(deps, tx, held, decision.effects, unitId)
    return { state: 'processed', custody, ...named }
  }
  const attempt = await inSavepoint(tx, append)
  if (attempt.ok) return attempt.value
  if (attempt.error instanceof Deferred) return { state: 'deferred' }
  const code = codeOfRejection(attempt.error)
  if (code !== undefined)
    return {
      state: 'rejected',
      code,
      ...(body.epoch === null || !thread
        ? {}
        : {
            custody: { type: 'receipt', of: act.id, epoch: body.epoch, by: thread.custody.epoch, outcome: 'rejected' },
          }),
      ...(thread ? named : {}),
    }
  throw attempt.error
}

/** Custody asks to wait: this side, or the other, has not reconciled after a restore. */
class Deferred extends Error {}

const processSaid = async (deps: ExchangeDeps, tx: Tx, message: Message, { said }: SaidBody): Promise<Outcome> => {
  const thread = HandoverId.safeParse(message.thread).success ? await lockThread(tx, message.thread) : undefined
  if (!thread || thread.peer !== message.iss) return { state: 'rejected', code: 'handover_unknown' }
  const decision = decideFor(thread.custody, {
    type: 'message',
    message: said,
    replyId: mintId(Date.parse(nowOf(deps))),
  })
  if (decision.effects.some((effect) => effect.type === 'defer')) return { state: 'deferred' }
  const refusal = refusalIn(decision.effects)
  if (refusal) return { state: 'rejected', code: refusal.code }
  await keepCustody(tx, thread.handover_id, decision.state)
  await followCustody(deps, tx, thread, decision.effects, null)
  return { state: 'processed', custody: receiptIn(decision.effects), caseId: thread.case_id, actId: said.id }
}

/** The peer says what became of messages of ours. Evidence is kept; a rejection goes before a person. */
const processReceipts = async (deps: ExchangeDeps, tx: Tx, message: Message, body: ReceiptsBody): Promise<Outcome> => {
  const rows = await exchangeTables(tx)
    .selectFrom('outbox')
    .select(['message_id', 'digest', 'unit_id', 'case_id', 'act_id', 'thread'])
    .where('peer', '=', message.iss)
    .where(
      'message_id',
      'in',
      body.receipts.map((one) => one.id),
    )
    .orderBy('message_id')
    .forUpdate()
    .execute()
  const byId = new Map(rows.map((row) => [row.message_id, row]))
  const list = deps.trust.freshList()
  const kept: { id: string; code: string | null; jws: string }[] = []
  const receipts = await Promise.all(
    body.receipts.map(async ({ id, jws, custody }) => {
      const row = byId.get(id)
      // A restored instance may have forgotten what it sent; reconciling brings that back, not a receipt.
      if (!row || row.digest === null) return undefined
      const sent = { digest: row.digest }
      const verified = await verifyReceipt(jws, {
        from: message.iss,
        me: deps.me,
        trustList: list,
        now: nowOf(deps),
        sent,
      })
      return { id, jws, custody, row, verified }
    }),
  )
  for (const receipt of receipts) {
    if (!receipt) continue
    const { id, jws, custody, row, verified } = receipt
    const about = { peer: message.iss, unitId: row.unit_id, messageId: id, caseId: row.case_id }
    if (!verified.ok || verified.receipt.type !== 'processing') {
      await raiseAlarm(deps, tx, { ...about, code: 'receipt_not_valid' })
      continue
    }
    const { outcome } = verified.receipt
    const code = typeof outcome === 'object' ? outcome.rejected : outcome === 'accepted' ? null : outcome
    kept.push({ id, code, jws })
    if (code !== null)
      await raiseAlarm(deps, tx, { ...about, code, handoverId: row.act_id === null ? null : row.thread })
    const thread = custody && row.act_id === custody.of ? await lockThread(tx, row.thread) : undefined
    if (thread && custody) {
      const decision = decideFor(thread.custody, custody)
      if (decision.state !== thread.custody) await keepCustody(tx, thread.handover_id, decision.state)
      await followCustody(deps, tx, thread, decision.effects, row.unit_id)
    }
  }
  if (kept.length === 0) return { state: 'processed' }
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k (id uuid, code text, jws text)
    ), over as (
      update exchange_alarm a set settled_at = ${nowOf(deps)} from told
      where a.message_id = told.id and told.code is null and a.settled_at is null
    )
    update outbox o set state = 'processed', code = told.code, processed_at = ${nowOf(deps)},
      processing_receipt = told.jws, container = null
    from told where o.message_id = told.id`.execute(tx)
  return { state: 'processed' }
}

/** The peer lacks messages: those go out again with their numbers. What was voided is said again by its void. */
const processMissing = async (
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
const processVoid = async (deps: ExchangeDeps, tx: Tx, message: Message, { of }: VoidBody): Promise<Outcome> => {
  await sql`
    insert into inbox (peer, message_id, container_digest, digest, kind, thread, seq, prev, thread_seq, state, received_at)
    values (${message.iss}, ${of.id}, '', ${of.digest}, ${VOID}, ${of.thread}, ${of.seq}, ${of.prev}, ${of.threadSeq},
      'stored', ${nowOf(deps)})
    on conflict do nothing`.execute(tx)
  await advanceComplete(tx, message.iss)
  deps.wakeProcessing(message.iss)
  return { state: 'processed' }
}

/** What was stored, its signature checked once more: what is acted on is what was signed. */
const copyOf = async (deps: ExchangeDeps, row: Row) => {
  const list = deps.trust.lastList()
  return list && row.jws !== null ? verifyMessageCopy(row.jws, list) : null
}

const processMessage = async (
  deps: ExchangeDeps,
  tx: Tx,
  row: Row,
  copy: Awaited<ReturnType<typeof copyOf>>,
): Promise<Outcome> => {
  if (row.kind === VOID && row.jws === null) return { state: 'void' }
  if (!copy?.ok) return { state: 'rejected', code: 'signature_not_valid' }
  const { message } = copy
  if (!isFit(message.body)) return { state: 'rejected', code: 'body_invalid' }
  const read = <T>(schema: { safeParse: (value: unknown) => { success: boolean; data?: T } }): T => {
    const parsed = schema.safeParse(message.body)
    if (!parsed.success || parsed.data === undefined) throw new Rejected('body_invalid')
    return parsed.data
  }
  try {
    switch (message.kind) {
      case RECEIPTS:
        return await processReceipts(deps, tx, message, read(ReceiptsBody))
      case MISSING:
        return await processMissing(deps, tx, message, read(MissingBody))
      case VOID:
        return await processVoid(deps, tx, message, read(VoidBody))
      case CUSTODY_SAID:
        return await processSaid(deps, tx, message, read(SaidBody))
      default: {
        const handle = deps.messages.find(message.kind)
        if (handle === undefined) return await processAct(deps, tx, message, read(ActBody))
        const { id, iss: from, thread, body } = message
        const done = await inSavepoint(tx, () => handle(tx, { id, from, thread, body }))
        if (!done.ok) throw isNotStorable(done.error) ? new Rejected('not_storable') : done.error
        return done.value.ok ? { state: 'processed' } : { state: 'rejected', code: done.value.code }
      }
    }
  } catch (error) {
    if (error instanceof Rejected) return { state: 'rejected', code: error.code }
    throw error
  }
}

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
