import { CONTAINERS_TYPE, CONTAINER_TYPE, SENDER_HEADER } from '@ariadne/contract'
import { verifyReceipt, type DeliveryReceipt } from '@ariadne/exchange'
import { sql } from 'kysely'
import { TrustMissing } from '../../network/index.ts'
import { withSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { nowOf, plusMs, type ExchangeDeps } from '../deps.ts'
import { exchangeTables } from '../tables.ts'
import { alarmAbout, claim, type Claimed } from './claim.ts'
import { voidMessage } from './lapse.ts'
import { lockLine } from './line.ts'
import { SealingFailed } from './seal.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 10 * 60_000
export const POST_TIMEOUT_MS = 20_000

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
const pauseAfter = (failures: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20)) * (0.5 + Math.random())

/** What came back: a verified delivery receipt, or nothing one could rely on. */
type Answer = { receipt: DeliveryReceipt; jws: string } | { failed: string }

const readAnswer = async (deps: ExchangeDeps, row: Claimed, receipt: unknown): Promise<Answer> => {
  if (typeof receipt !== 'string') return { failed: 'no_receipt' }
  try {
    const verified = await verifyReceipt(receipt, {
      from: row.peer,
      me: deps.me,
      trustList: deps.trust.freshList(),
      now: nowOf(deps),
      sent: { containerDigest: row.containerDigest },
    })
    if (!verified.ok) return { failed: `receipt_${verified.code}` }
    return verified.receipt.type === 'delivery' ? { receipt: verified.receipt, jws: receipt } : { failed: 'no_receipt' }
  } catch {
    return { failed: 'no_receipt' }
  }
}

/** The receipts in an answer, one for each message sent, or nothing where there is none. */
const receiptsIn = (text: string): readonly unknown[] => {
  try {
    const body = JSON.parse(text) as { receipt?: unknown; answers?: unknown }
    if (!Array.isArray(body.answers)) return [body.receipt]
    return body.answers.map((one: unknown) => (one as { receipt?: unknown } | null)?.receipt)
  } catch {
    return []
  }
}

/** Sends some messages in one request, and reads what came back for each. */
const send = async (deps: ExchangeDeps, url: string, rows: readonly Claimed[]): Promise<Tried[]> => {
  let text: string
  try {
    const response = await deps.post(url, {
      headers: { 'Content-Type': rows.length > 1 ? CONTAINERS_TYPE : CONTAINER_TYPE, [SENDER_HEADER]: deps.me },
      body: rows.map((row) => row.container).join('\n'),
    })
    text = await response.text()
  } catch {
    return rows.map((row) => ({ row, answer: { failed: 'unreachable' } }))
  }
  const receipts = receiptsIn(text)
  return Promise.all(rows.map(async (row, at) => ({ row, answer: await readAnswer(deps, row, receipts[at]) })))
}

/** What goes into one request at most, in characters; a larger message goes alone. */
const LARGEST_REQUEST = 2 ** 19

/** Cut into requests, in their order. */
const inRequests = (rows: readonly Claimed[]): Claimed[][] => {
  const requests: Claimed[][] = []
  let size = 0
  for (const row of rows) {
    const last = requests.at(-1)
    size += row.container.length + 1
    if (last && size <= LARGEST_REQUEST) last.push(row)
    else {
      requests.push([row])
      size = row.container.length
    }
  }
  return requests
}

type Tried = { row: Claimed; answer: Answer }

const refusalIn = (answer: Answer): string | undefined =>
  'receipt' in answer && answer.receipt.outcome !== 'stored' ? answer.receipt.outcome.refused : undefined

/** What stopped the line, if it did: no answer, or a refusal that time may mend. */
const failureIn = (answer: Answer): string | undefined => {
  if ('failed' in answer) return answer.failed
  const refusal = refusalIn(answer)
  return refusal !== undefined && !FINAL.has(refusal) ? refusal : undefined
}

/** Writes down what became of a batch: what was delivered, what was refused for good, and what waits again. */
const settle = async (
  deps: ExchangeDeps,
  tx: Tx,
  peer: string,
  tried: readonly Tried[],
  untried: readonly Claimed[],
) => {
  const now = nowOf(deps)
  const delivered = tried.flatMap(({ row, answer }) =>
    'receipt' in answer && answer.receipt.outcome === 'stored' ? [{ id: row.message_id, receipt: answer.jws }] : [],
  )
  if (delivered.length > 0)
    await sql`
      update outbox o set state = case when o.kind like 'line.%' then 'processed' else 'delivered' end, code = null,
        delivered_at = ${now}, delivery_receipt = d.receipt, container = null
      from jsonb_to_recordset(${JSON.stringify(delivered)}::jsonb) as d (id uuid, receipt text)
      -- The processing receipt may have been quicker than the answer to the delivery.
      where o.message_id = d.id and o.state in ('sent', 'waiting')`.execute(tx)
  for (const { row, answer } of tried) {
    const refusal = refusalIn(answer)
    if (refusal === undefined || !FINAL.has(refusal)) continue
    await voidMessage(deps, tx, { ...row, ...row.sealed }, { state: 'refused', code: refusal })
    await alarmAbout(deps, tx, row, refusal)
  }
  const failed = tried.filter(({ answer }) => failureIn(answer) !== undefined)
  const failure = failed[0] && failureIn(failed[0].answer)
  const waiting = [...failed.map(({ row }) => row), ...untried].map((row) => row.message_id)
  if (waiting.length > 0)
    await sql`
      update outbox set state = 'waiting', next_try_at = ${now}, code = ${failure ?? null}
      where message_id = any (${waiting}::uuid[]) and state = 'sent'`.execute(tx)
  const line = await lockLine(tx, peer)
  await exchangeTables(tx)
    .updateTable('peer_line')
    .set(
      failure === undefined
        ? { failures: 0, not_before: null, last_delivered_at: now }
        : { failures: line.failures + 1, not_before: plusMs(now, pauseAfter(line.failures)) },
    )
    .where('peer', '=', peer)
    .execute()
}

/** Sends what waits for one peer, in its order, until nothing waits or the peer does not answer. */
export const deliverTo = async (deps: ExchangeDeps, peer: string): Promise<void> => {
  for (;;) {
    let batch: Awaited<ReturnType<typeof claim>>
    try {
      batch = await withSystem(deps.db, 'deliver', (tx) => claim(deps, tx, peer))
    } catch (error) {
      // Fail closed: it stays in the outbox until there is a list that names the peer again.
      if (!(error instanceof TrustMissing) && !(error instanceof SealingFailed)) throw error
      deps.log.warn({ code: error.code, peer }, 'nothing sent')
      return
    }
    if (batch === undefined) return
    const tried: Tried[] = []
    for (const rows of inRequests(batch.rows)) {
      const answered = await send(deps, batch.url, rows)
      tried.push(...answered)
      if (answered.some(({ answer }) => failureIn(answer) !== undefined)) break
    }
    const untried = batch.rows.slice(tried.length)
    await withSystem(deps.db, 'deliver', (tx) => settle(deps, tx, peer, tried, untried))
    if (untried.length > 0 || tried.some(({ answer }) => failureIn(answer) !== undefined)) return
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
