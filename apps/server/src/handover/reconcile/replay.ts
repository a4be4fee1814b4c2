import { SealedPart } from '@ariadne/contract'
import { findActDefinition, mintId, type Act, type CaseId } from '@ariadne/domain'
import { digestOf, verifyMessageCopy, type Message } from '@ariadne/exchange'
import { sql } from 'kysely'
import { z } from 'zod'
import { inSavepoint } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { isFit } from '../../platform/fit-json.ts'
import type { Thread } from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { isNotStorable } from '../inbox/outcome.ts'
import { lockLine } from '../outbox/line.ts'
import { exchangeTables } from '../tables.ts'
import { ActBody } from '../wire.ts'
import { originOf } from './restored.ts'
import type { ThreadsAnswer } from './words.ts'

/** The case that a forgotten handover of ours began from. */
const findOrigin = async (tx: Tx, origin: string): Promise<string | undefined> => {
  const rows = await exchangeTables(tx)
    .withTables<{ case_row: { case_id: string } }>()
    .selectFrom('case_row')
    .select('case_id')
    .execute()
  return rows.find(({ case_id: caseId }) => originOf(caseId) === origin)?.case_id
}

export type Told = ThreadsAnswer['threads'][number]

type Replayed = {
  /** How many acts were appended. */
  acts: number
  /** Something given back is not as it must be: nothing after it was taken in. */
  doubted: boolean
}

/** What one copy says, when it is one: signed by the peer or by us, of this handover, and whole. */
const readCopy = async (deps: ExchangeDeps, peer: string, told: Told, jws: string) => {
  const list = deps.trust.lastList()
  const copy = list && (await verifyMessageCopy(jws, list))
  if (!copy?.ok || !isBetween(copy.message, deps.me, peer) || copy.message.thread !== told.handoverId) return null
  if (!isFit(copy.message.body)) return null
  const body = ActBody.safeParse(copy.message.body)
  if (!body.success || !isOf(copy.message, body.data)) return null
  const parts = partsOf(body.data, told.handoverId)
  return parts && { ...copy, body: body.data, parts }
}

/** The sealed parts of a copy: each whole, and named by its act under its class. */
const partsOf = ({ act, parts }: ActBody, handoverId: string): SealedPart[] | null => {
  const read = z.array(SealedPart).safeParse(parts.map((part) => ({ ...part, subject: handoverId })))
  if (!read.success) return null
  const isNamed = (part: SealedPart) => act.parts.some((ref) => ref.partId === part.partId && ref.class === part.class)
  return read.data.every(isNamed) && new Set(read.data.map((part) => part.partId)).size === read.data.length
    ? read.data
    : null
}

/** Refusals by which a guard says that an act does not follow on what is known of the handover here. */
const OUT_OF_TURN: readonly string[] = [
  'handover_not_at_this_stage',
  'handover_other_side',
  'not_the_named_receiver',
  'handover_exists',
]

/**
 * Our own act, signed here once, is a fact, whatever else of its handover is missing now. That the acts before it did not
 * come back with it is told to a person all the same.
 */
const isOutOfTurn = async (deps: ExchangeDeps, tx: Tx, act: Act): Promise<boolean> => {
  const definition = findActDefinition(act.kind)
  if (act.by.instanceId !== deps.me || definition === undefined) return false
  const state = await deps.casework.lockState(tx, act.caseId)
  if (state.handovers.every((one) => one.handoverId !== act.body['handoverId'])) return false
  const refusal = definition.guard(state, act.body, { now: act.occurredAt, act })
  return refusal !== null && OUT_OF_TURN.includes(refusal.code)
}

/**
 * Appends the acts of copies that this instance forgot, its own and the peer's, as they were signed. The peer's are judged
 * as they were when they came first (`judgeCopy`): a copy is no way around a guard.
 */
export const replay = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  told: Told,
  thread: Thread | undefined,
): Promise<Replayed> => {
  let caseId = thread?.case_id
  let acts = 0
  let outOfTurn = false
  for (const jws of told.copies) {
    const copy = await readCopy(deps, peer, told, jws)
    if (copy === null) return { acts, doubted: true }
    const { act: said, origin } = copy.body
    caseId ??=
      told.side === 'sender'
        ? mintId<string>(Date.parse(nowOf(deps)))
        : origin
          ? await findOrigin(tx, origin)
          : undefined
    if (caseId === undefined) return { acts, doubted: true }
    const act = { ...said, caseId: caseId as CaseId, reliesOn: {} }
    outOfTurn ||= await isOutOfTurn(deps, tx, act)
    const appended = await inSavepoint(tx, () =>
      deps.casework.appendActs(tx, {
        caseId: act.caseId,
        acts: [act],
        parts: copy.parts,
        from: { kind: 'copy', instanceId: peer },
      }),
    )
    // What the database does not take, a part that is here already for instance, is the copy's fault and no reason to stop.
    if (!appended.ok && !isNotStorable(appended.error)) throw appended.error
    if (!appended.ok || appended.value.status !== 'accepted') return { acts, doubted: true }
    acts += appended.value.actions.length
    await keepCopy(deps, tx, { peer, caseId, actId: act.id, jws, message: copy.message, digest: copy.digest })
  }
  return { acts, doubted: outOfTurn }
}

/** Puts a copy back where it would be had nothing been lost: the next one who was restored may need it from here. */
const keepCopy = async (
  deps: ExchangeDeps,
  tx: Tx,
  kept: { peer: string; caseId: string; actId: string; jws: string; message: Message; digest: string },
): Promise<void> => {
  const { peer, caseId, actId, jws, message, digest } = kept
  const { id, thread, kind, seq, threadSeq, prev } = message
  const now = nowOf(deps)
  if (message.iss === deps.me) {
    const { iat, exp, ...draft } = message
    await sql`
      insert into outbox (message_id, peer, thread, kind, draft, act_id, case_id, seq, thread_seq, digest, state,
        queued_at, next_try_at, expires_at, processed_at)
      values (${id}, ${peer}, ${thread}, ${kind}, ${JSON.stringify(draft)}, ${actId}, ${caseId}, ${seq}, ${threadSeq},
        ${digest}, 'processed', ${iat}, ${now}, ${exp}, ${now})
      on conflict do nothing`.execute(tx)
    return
  }
  const line = await lockLine(tx, peer)
  // What the peer has still to deliver comes by the line, and is answered there.
  if (seq > line.horizon) return
  await sql`
    insert into inbox (peer, message_id, container_digest, digest, kind, thread, seq, prev, thread_seq, state, jws,
      jws_digest, act_id, case_id, received_at, processed_at)
    values (${peer}, ${id}, '', ${digest}, ${kind}, ${thread}, ${seq}, ${prev}, ${threadSeq}, 'processed', ${jws},
      ${await digestOf(jws)}, ${actId}, ${caseId}, ${now}, ${now})
    on conflict do nothing`.execute(tx)
}

/** Whose signature it is, whose act: a peer can give back what it said and what was said to it, and no word of anybody else. */
const isOf = ({ iss, kind, thread }: Message, { act }: ActBody): boolean =>
  act.kind === kind && kind.startsWith('handover.') && act.by.instanceId === iss && act.body['handoverId'] === thread

const isBetween = ({ iss, aud }: Message, me: string, peer: string): boolean =>
  (iss === me && aud === peer) || (iss === peer && aud === me)
