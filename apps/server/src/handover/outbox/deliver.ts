import { CONTAINER_TYPE, SENDER_HEADER } from '@ariadne/contract'
import { findMember, verifyReceipt, type DeliveryReceipt } from '@ariadne/exchange'
import type { Selectable } from 'kysely'
import { TrustMissing } from '../../network/index.ts'
import { inSavepoint, withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { isLineOpen } from '../reconcile/restored.ts'
import { exchangeTables, type ExchangeTables } from '../tables.ts'
import { voidMessage } from './lapse.ts'
import { isAboutTheLine } from '../wire.ts'
import { SealingFailed, lockLine, sealRow } from './seal.ts'

type Row = Selectable<ExchangeTables['outbox']>
type Claimed = { row: Row; url: string }

/** How many are sealed in one go. */
const BATCH = 16
/** How long a message that is on its way is left alone, so that two deliverers do not both send it. */
const LEASE_MS = 30_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10 * 60_000
const POST_TIMEOUT_MS = 20_000

/** Refusals that the message itself is to blame for: sending it again cannot help. */
const FINAL = new Set([
  'malformed',
  'oversized',
  'unsupported_version',
  'readdressed',
  'tampered',
  'expiry_too_far',
  'id_reused',
  'sequence_reused',
  'chain_broken',
  'too_old',
])

/** Grows with every failure, and differs from peer to peer, so that a region that comes back is not flooded at once. */
export const pauseAfter = (failures: number, random = Math.random()): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20)) * (0.5 + random)

/** What waits for a peer, in the order of its numbers; what has none yet comes after, in the order it was queued. */
const waitingFor = async (tx: Tx, peer: string, now: string): Promise<Row[]> => {
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
  if (held >= 0) return numbered.slice(0, held)
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

/** Takes the next messages of a peer and seals those that were not yet. Locks the peer's line meanwhile. */
const claim = async (deps: ExchangeDeps, tx: Tx, peer: string): Promise<Claimed[]> => {
  const tables = exchangeTables(tx)
  const now = nowOf(deps)
  const line = await lockLine(tx, peer)
  if (line.not_before !== null && line.not_before > now) return []
  if (!(await isLineOpen(tx, line))) return []
  const member = findMember(deps.trust.freshList(), peer)
  const rows = await waitingFor(tx, peer, now)
  if (rows.length === 0) return []
  if (!member) throw new SealingFailed('peer_unknown', `${peer} is not in the trust list`)
  for (const row of rows) {
    if (row.container !== null) continue
    const sealing = await inSavepoint(tx, () => sealRow(deps, tx, row))
    if (sealing.ok) continue
    if (!(sealing.error instanceof SealingFailed) || sealing.error.code === 'peer_unknown') throw sealing.error
    await tables
      .updateTable('outbox')
      .set({ state: 'refused', code: sealing.error.code })
      .where('message_id', '=', row.message_id)
      .execute()
    await alarmFor(deps, tx, row, sealing.error.code)
  }
  const claimed = await tables
    .updateTable('outbox')
    .set((eb) => ({ state: 'sent' as const, attempts: eb('attempts', '+', 1), next_try_at: plusMs(now, LEASE_MS) }))
    .where(
      'message_id',
      'in',
      rows.map((row) => row.message_id),
    )
    .where('state', 'in', ['waiting', 'sent'])
    .returningAll()
    .execute()
  const url = new URL('/exchange/v1/inbox', member.baseUrl).href
  return claimed.toSorted((one, other) => (one.seq ?? 0) - (other.seq ?? 0)).map((row) => ({ row, url }))
}

const alarmFor = (deps: ExchangeDeps, tx: Tx, row: Row, code: string): Promise<void> =>
  raiseAlarm(deps, tx, {
    code,
    peer: row.peer,
    unitId: row.unit_id,
    messageId: row.message_id,
    caseId: row.case_id,
    handoverId: row.act_id === null ? null : row.thread,
  })

/** What came back: a verified delivery receipt, or nothing one could rely on. */
type Answer = { receipt: DeliveryReceipt; jws: string } | { failed: string }

const send = async (deps: ExchangeDeps, { row, url }: Claimed): Promise<Answer> => {
  let text: string
  try {
    const response = await deps.post(url, {
      headers: { 'Content-Type': CONTAINER_TYPE, [SENDER_HEADER]: deps.me },
      body: row.container ?? '',
    })
    text = await response.text()
  } catch {
    return { failed: 'unreachable' }
  }
  try {
    const { receipt } = JSON.parse(text) as { receipt?: unknown }
    if (typeof receipt !== 'string') return { failed: 'no_receipt' }
    const verified = await verifyReceipt(receipt, {
      from: row.peer,
      me: deps.me,
      trustList: deps.trust.freshList(),
      now: nowOf(deps),
      sent: { containerDigest: row.container_digest ?? '' },
    })
    if (!verified.ok) return { failed: `receipt_${verified.code}` }
    return verified.receipt.type === 'delivery' ? { receipt: verified.receipt, jws: receipt } : { failed: 'no_receipt' }
  } catch {
    return { failed: 'no_receipt' }
  }
}

/** Writes down what became of one try. Returns whether to go on with this peer now. */
const settle = async (deps: ExchangeDeps, tx: Tx, { row }: Claimed, answer: Answer): Promise<boolean> => {
  const tables = exchangeTables(tx)
  const now = nowOf(deps)
  const line = await lockLine(tx, row.peer)
  const refusal =
    'receipt' in answer && answer.receipt.outcome !== 'stored' ? answer.receipt.outcome.refused : undefined
  const failure =
    'failed' in answer ? answer.failed : refusal !== undefined && !FINAL.has(refusal) ? refusal : undefined
  if (failure !== undefined) {
    const notBefore = plusMs(now, pauseAfter(line.failures))
    await tables
      .updateTable('peer_line')
      .set({ failures: line.failures + 1, not_before: notBefore })
      .where('peer', '=', row.peer)
      .execute()
    await tables
      .updateTable('outbox')
      .set({ state: 'waiting', code: failure, next_try_at: now })
      .where('message_id', '=', row.message_id)
      .where('state', '=', 'sent')
      .execute()
    return false
  }
  await tables
    .updateTable('peer_line')
    .set({ failures: 0, not_before: null, last_delivered_at: now })
    .where('peer', '=', row.peer)
    .execute()
  if (refusal !== undefined) {
    await voidMessage(deps, tx, row, { state: 'refused', code: refusal })
    await alarmFor(deps, tx, row, refusal)
    return true
  }
  await tables
    .updateTable('outbox')
    .set({
      state: isAboutTheLine(row.kind) ? 'processed' : 'delivered',
      code: null,
      delivered_at: now,
      delivery_receipt: (answer as { jws: string }).jws,
      container: null,
    })
    .where('message_id', '=', row.message_id)
    // The processing receipt may have been quicker than the answer to the delivery.
    .where('state', 'in', ['sent', 'waiting'])
    .execute()
  return true
}

/** Gives messages back that were taken and not tried. */
const release = (deps: ExchangeDeps, rows: readonly Claimed[]): Promise<unknown> =>
  withSystem(deps.db, 'deliver', (tx) =>
    exchangeTables(tx)
      .updateTable('outbox')
      .set({ state: 'waiting', next_try_at: nowOf(deps) })
      .where(
        'message_id',
        'in',
        rows.map(({ row }) => row.message_id),
      )
      .where('state', '=', 'sent')
      .execute(),
  )

/** Sends what waits for one peer, one after the other, until nothing waits or the peer does not answer. */
export const deliverTo = async (deps: ExchangeDeps, peer: string): Promise<number> => {
  for (let count = 0; ;) {
    let batch: Claimed[]
    try {
      batch = await withSystem(deps.db, 'deliver', (tx) => claim(deps, tx, peer))
    } catch (error) {
      // Fail closed: it stays in the outbox until there is a list that names the peer again.
      if (error instanceof TrustMissing || error instanceof SealingFailed) {
        deps.log.warn({ code: error.code, peer }, 'nothing sent')
        return count
      }
      throw error
    }
    if (batch.length === 0) return count
    for (const [at, sent] of batch.entries()) {
      const answer = await send(deps, sent)
      if (await withSystem(deps.db, 'deliver', (tx) => settle(deps, tx, sent, answer))) {
        count += 1
        continue
      }
      if (at + 1 < batch.length) await release(deps, batch.slice(at + 1))
      return count
    }
  }
}

/** A process that ended while it was sending left messages marked as on their way: nobody is carrying them. */
export const takeBackSent = (deps: ExchangeDeps): Promise<unknown> =>
  withSystem(deps.db, 'deliver', (tx) =>
    exchangeTables(tx)
      .updateTable('outbox')
      .set({ next_try_at: nowOf(deps) })
      .where('state', '=', 'sent')
      .execute(),
  )

/** Peers that something waits for. */
export const peersToServe = async (deps: ExchangeDeps): Promise<string[]> => {
  const rows = await withSystem(deps.db, 'deliver', (tx) =>
    exchangeTables(tx)
      .selectFrom('outbox')
      .select('peer')
      .distinct()
      .where('state', 'in', ['waiting', 'sent'])
      .execute(),
  )
  return rows.map((row) => row.peer)
}

export { POST_TIMEOUT_MS }
