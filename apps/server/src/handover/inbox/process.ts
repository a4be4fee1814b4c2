import type { SealedPart } from '@ariadne/contract'
import { mintId, type CaseId } from '@ariadne/domain'
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
import { inSavepoint, withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm, settleAlarms } from '../alarms.ts'
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
import { queueMessage, queueReceipt } from '../outbox/queue.ts'
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
  VoidBody,
  otherSide,
} from '../wire.ts'
import { advanceComplete } from './receive.ts'

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

const partsOf = async (deps: ExchangeDeps, body: ActBody, message: Message): Promise<SealedPart[]> => {
  if (body.act.kind === 'handover.dossier_sent') {
    const list = deps.trust.freshList()
    const classes = (body.act.body['classes'] as string[] | undefined) ?? []
    const reader = String((body.parts[0] as { wraps?: { reader?: unknown }[] } | undefined)?.wraps?.[0]?.reader ?? '')
    const unit = findUnit(list, reader)
    if (!unit || unit.member.id !== deps.me) throw new Rejected('dossier_other_reader')
    const verified = await verifyDossier(body.manifest ?? '', body.parts, {
      from: message.iss,
      me: deps.me,
      trustList: list,
      now: nowOf(deps),
      handoverId: message.thread,
      agreementHash: message.agreementHash,
      recipientUnit: reader,
      recipientKeyId: unit.unit.key?.keyId ?? '',
      agreedClasses: classes,
    })
    if (!verified.ok) throw new Rejected(`dossier_${verified.code}`)
  }
  // Both sides bind what travels to the handover, whose id they share.
  return body.parts.map((part) => ({ ...part, subject: message.thread }) as unknown as SealedPart)
}

const processAct = async (deps: ExchangeDeps, tx: Tx, message: Message, body: ActBody): Promise<Outcome> => {
  const { act } = body
  const begins = act.kind === 'handover.capability_asked'
  if (act.kind !== message.kind || act.body['handoverId'] !== message.thread || !act.kind.startsWith('handover.'))
    return { state: 'rejected', code: 'act_differs_from_message' }
  const thread = await lockThread(tx, message.thread)
  if (!thread && !begins) return { state: 'rejected', code: 'handover_unknown' }
  if (thread && thread.peer !== message.iss) return { state: 'rejected', code: 'handover_of_another' }
  if (begins && act.body['peer'] !== deps.me) return { state: 'rejected', code: 'act_readdressed' }
  const caseId = (thread?.case_id ?? mintId(Date.parse(nowOf(deps)))) as CaseId
  const named = { caseId, actId: act.id }

  const append = async (): Promise<Outcome> => {
    const parts = await partsOf(deps, body, message)
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
    const held = await lockThread(tx, message.thread)
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
  if (attempt.error instanceof Rejected)
    return {
      state: 'rejected',
      code: attempt.error.code,
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
  const thread = await lockThread(tx, message.thread)
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
  for (const { id, jws, custody } of body.receipts) {
    const row = await exchangeTables(tx)
      .selectFrom('outbox')
      .selectAll()
      .where('message_id', '=', id)
      .where('peer', '=', message.iss)
      .forUpdate()
      .executeTakeFirst()
    // A restored instance may have forgotten what it sent; reconciling brings that back, not a receipt.
    if (!row || row.digest === null) continue
    const verified = await verifyReceipt(jws, {
      from: message.iss,
      me: deps.me,
      trustList: deps.trust.freshList(),
      now: nowOf(deps),
      sent: { digest: row.digest },
    })
    if (!verified.ok || verified.receipt.type !== 'processing') {
      await raiseAlarm(deps, tx, { code: 'receipt_not_valid', peer: message.iss, unitId: row.unit_id, messageId: id })
      continue
    }
    const { outcome } = verified.receipt
    const code = typeof outcome === 'object' ? outcome.rejected : outcome === 'accepted' ? null : outcome
    await exchangeTables(tx)
      .updateTable('outbox')
      .set({ state: 'processed', code, processed_at: nowOf(deps), processing_receipt: jws, container: null })
      .where('message_id', '=', id)
      .execute()
    if (code === null) await settleAlarms(deps, tx, id)
    else
      await raiseAlarm(deps, tx, {
        code,
        peer: message.iss,
        unitId: row.unit_id,
        messageId: id,
        caseId: row.case_id,
        handoverId: row.act_id === null ? null : row.thread,
      })
    const thread = custody && row.act_id === custody.of ? await lockThread(tx, row.thread) : undefined
    if (thread && custody) {
      const decision = decideFor(thread.custody, custody)
      await keepCustody(tx, thread.handover_id, decision.state)
      await followCustody(deps, tx, thread, decision.effects, row.unit_id)
    }
  }
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
  deps.wakeDelivery()
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

const processMessage = async (deps: ExchangeDeps, tx: Tx, row: Row): Promise<Outcome> => {
  if (row.kind === VOID && row.jws === null) return { state: 'void' }
  const list = deps.trust.lastList()
  const copy = list && (await verifyMessageCopy(row.jws ?? '', list))
  if (!copy?.ok) return { state: 'rejected', code: 'signature_not_valid' }
  const { message } = copy
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
      default:
        return await processAct(deps, tx, message, read(ActBody))
    }
  } catch (error) {
    if (error instanceof Rejected) return { state: 'rejected', code: error.code }
    throw error
  }
}

/** Acts on one stored message, in one transaction with everything it leads to, its receipt included. */
const processRow = (deps: ExchangeDeps, peer: string, thread: string, entry: number): Promise<boolean> =>
  withSystem(deps.db, 'process', async (tx) => {
    const tables = exchangeTables(tx)
    const row = await tables
      .selectFrom('inbox')
      .selectAll()
      .where('entry', '=', entry)
      .where('state', '=', 'stored')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!row) return false
    const outcome = await processMessage(deps, tx, row)
    if (outcome.state === 'deferred') {
      await tables
        .updateTable('inbox')
        .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
        .where('entry', '=', entry)
        .execute()
      return false
    }
    const now = nowOf(deps)
    const answers = row.jws !== null && !row.kind?.startsWith('line.')
    const answer = answers
      ? {
          id: row.message_id ?? '',
          jws: await signReceipt(
            {
              v: 1,
              type: 'processing',
              iss: deps.me,
              aud: peer,
              of: row.jws_digest ?? '',
              message: row.digest ?? '',
              id: row.message_id ?? '',
              at: now,
              by: 'instance',
              outcome: outcome.state === 'rejected' ? { rejected: outcome.code } : 'accepted',
            },
            deps.keys.signing,
          ),
          custody: ('custody' in outcome ? outcome.custody : null) ?? null,
        }
      : null
    await tables
      .updateTable('inbox')
      .set({
        state: outcome.state,
        code: outcome.state === 'rejected' ? outcome.code : null,
        processed_at: now,
        answer: answer === null ? null : JSON.stringify(answer),
        act_id: 'actId' in outcome ? (outcome.actId ?? null) : null,
        case_id: 'caseId' in outcome ? (outcome.caseId ?? null) : null,
        // Words about the line are no evidence of anything; acts are.
        ...(answers ? {} : { jws: null }),
      })
      .where('entry', '=', entry)
      .execute()
    await sql`
      insert into thread_line as t (peer, thread, in_done) values (${peer}, ${thread}, ${row.thread_seq})
      on conflict (peer, thread) do update set in_done = greatest(t.in_done, excluded.in_done)`.execute(tx)
    if (answer) await queueReceipt(deps, tx, peer, answer)
    return true
  })

/** Goes through what a peer's messages wait with, thread by thread; a hole in one thread holds up that thread alone. */
export const processFrom = async (deps: ExchangeDeps, peer: string): Promise<number> => {
  let count = 0
  const rows = await withSystem(deps.db, 'process', (tx) =>
    sql<{ entry: number; thread: string; threadSeq: number; done: number }>`
      select i.entry, i.thread, i.thread_seq as "threadSeq", coalesce(t.in_done, 0) as done
      from inbox i left join thread_line t on t.peer = i.peer and t.thread = i.thread
      where i.peer = ${peer} and i.state = 'stored' order by i.entry limit 1000`.execute(tx),
  )
  const threads = Map.groupBy(rows.rows, (row) => row.thread)
  for (const [thread, stored] of threads) {
    for (const { entry } of readyInThread(stored, stored[0]?.done ?? 0)) {
      try {
        if (!(await processRow(deps, peer, thread, entry))) break
        count += 1
      } catch (error) {
        deps.log.error({ err: error, peer }, 'message not processed')
        break
      }
    }
  }
  return count
}

/** Peers from which something was stored and not yet acted on. */
export const peersWaiting = async (deps: ExchangeDeps): Promise<string[]> => {
  const rows = await withSystem(deps.db, 'process', (tx) =>
    exchangeTables(tx).selectFrom('inbox').select('peer').distinct().where('state', '=', 'stored').execute(),
  )
  return rows.flatMap((row) => (row.peer === null ? [] : [row.peer]))
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
        select s.seq from generate_series(${complete + 1}::bigint, (
          select max(seq) from inbox where peer = ${line.peer} and state <> 'refused')) as s (seq)
        where not exists (select from inbox i where i.peer = ${line.peer} and i.seq = s.seq and i.state <> 'refused')
        order by s.seq limit 1000`.execute(tx)
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
