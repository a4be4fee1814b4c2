import type { CaseId, CaseState } from '@ariadne/domain'
import { sql } from 'kysely'
import { z } from 'zod'
import type { MessageHandler } from '../network/index.ts'
import type { Tx } from '../platform/database/index.ts'

// What one country erased another may hold a copy of. It is asked to erase that too, over the road that all messages take, and a
// person there answers. Nobody can make them, and the answer may be that their own law or their own work with the person needs it.

export const ASKED = 'erasure.asked'
export const ANSWERED = 'erasure.answered'

export type Send = (
  tx: Tx,
  message: { peer: string; thread: string; kind: string; body: Record<string, unknown>; purpose: string },
) => Promise<string>

/** A thread of its own for each handover: nothing of the handover waits for it. */
const threadOf = (handoverId: string): string => `erasure-${handoverId}`

/** Asks every country that a handover of this case went to or came from. */
export const tellPeers = async (
  tx: Tx,
  send: Send | undefined,
  { caseId, state, now }: { caseId: CaseId; state: CaseState; now: string },
): Promise<void> => {
  for (const { handoverId, peer } of state.handovers) {
    if (!send) return
    await sql`insert into erasure_told (handover_id, case_id, peer, told_at)
      values (${handoverId}, ${caseId}, ${peer}, ${now}) on conflict do nothing`.execute(tx)
    await send(tx, { peer, thread: threadOf(handoverId), kind: ASKED, body: { handoverId }, purpose: 'erasure' })
  }
}

export const answerPeer = (tx: Tx, send: Send, to: { peer: string; handoverId: string; answer: string }) =>
  send(tx, {
    peer: to.peer,
    thread: threadOf(to.handoverId),
    kind: ANSWERED,
    body: { handoverId: to.handoverId, answer: to.answer },
    purpose: 'erasure',
  })

const Asked = z.strictObject({ handoverId: z.uuid() })
const Answered = z.strictObject({ handoverId: z.uuid(), answer: z.enum(['will_erase', 'kept_by_own_law']) })

/** A peer asks: kept until somebody who reads the case answers. Only the other side of that very handover may ask. */
export const takeAsked =
  (now: () => string): MessageHandler =>
  async (tx, { from, body }) => {
    const parsed = Asked.safeParse(body)
    if (!parsed.success) return { ok: false, code: 'body_invalid' }
    const { handoverId } = parsed.data
    const { rows } = await sql<{ case_id: string }>`
      select case_id from case_row
      where state -> 'handovers' @> ${JSON.stringify([{ handoverId, peer: from }])}::jsonb`.execute(tx)
    // Erased here already, or never known: there is nothing left that could be erased.
    const caseId = rows[0]?.case_id
    if (caseId === undefined) return { ok: true }
    await sql`insert into erasure_heard (handover_id, case_id, peer, heard_at)
      values (${handoverId}, ${caseId}, ${from}, ${now()}) on conflict do nothing`.execute(tx)
    return { ok: true }
  }

export const takeAnswered =
  (now: () => string): MessageHandler =>
  async (tx, { from, body }) => {
    const parsed = Answered.safeParse(body)
    if (!parsed.success) return { ok: false, code: 'body_invalid' }
    await sql`update erasure_told set answer = ${parsed.data.answer}, answered_at = ${now()}
      where handover_id = ${parsed.data.handoverId} and peer = ${from}`.execute(tx)
    return { ok: true }
  }
