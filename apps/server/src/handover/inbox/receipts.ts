import { verifyReceipt, type Message } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { raiseAlarm } from '../alarms.ts'
import { decideFor, keepCustody, lockThread } from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { exchangeTables } from '../tables.ts'
import type { ReceiptsBody } from '../wire.ts'
import { followCustody } from './custody.ts'
import type { Outcome } from './outcome.ts'

/** The peer says what became of messages of ours. Evidence is kept; a rejection goes before a person. */
export const processReceipts = async (
  deps: ExchangeDeps,
  tx: Tx,
  message: Message,
  body: ReceiptsBody,
): Promise<Outcome> => {
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
