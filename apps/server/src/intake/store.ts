import type { Screening } from '@ariadne/domain'
import { sql } from 'kysely'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'

/** Keeps a screening once. Says whether it is new, was there in the same words, or in others. */
export const keepScreening = (
  tx: Tx,
  screening: Screening,
  digest: string,
  receivedAt: string,
): Promise<'kept' | 'again' | 'other'> =>
  asSystem(tx, async () => {
    const { rowCount } = await sql<{ digest: string }>`
      insert into screening (screening_id, by_unit, by_member, set_id, set_version, outcome, finished_at, received_at,
        card_code_hash, digest, document)
      values (${screening.screeningId}, ${screening.by.unitId}, ${screening.by.memberId}, ${screening.setId},
        ${screening.setVersion}, ${screening.outcome}, ${screening.finishedAt}, ${receivedAt},
        ${screening.card.codeHash}, ${digest}, ${JSON.stringify(screening)})
      on conflict (screening_id) do nothing returning digest`
      .execute(tx)
      .then((result) => ({ rowCount: result.rows.length }))
    if (rowCount > 0) return 'kept'
    const { rows } = await sql<{ digest: string }>`
      select digest from screening where screening_id = ${screening.screeningId}`.execute(tx)
    return rows[0]?.digest === digest ? 'again' : 'other'
  })

export type Receipt = { screeningId: string; finishedAt: string; outcome: string; setId: string }

/** The receipts of the member who asks, the latest first. Runs as the member. */
export const listReceipts = async (
  tx: Tx,
  after: readonly [string, string] | undefined,
  limit: number,
): Promise<Receipt[]> => {
  const bound = after ? sql`and (finished_at, screening_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const { rows } = await sql<Receipt>`
    select screening_id as "screeningId", finished_at as "finishedAt", outcome, set_id as "setId" from screening
    where by_member = (select actor_member()) ${bound}
    order by finished_at desc, screening_id desc limit ${limit}`.execute(tx)
  return rows
}

/**
 * The coded result of a screening for whoever its referral reached. A screening of somebody else is none of this
 * referral's: then there is nothing.
 */
export const findResult = (
  tx: Tx,
  screeningId: string,
  byMember: string | null,
): Promise<Pick<Screening, 'setId' | 'setVersion' | 'outcome' | 'present' | 'ruleId'> | null> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ document: Screening }>`
      select document from screening where screening_id = ${screeningId} and by_member = ${byMember}`.execute(tx)
    const document = rows[0]?.document
    if (document === undefined) return null
    const { setId, setVersion, outcome, present, ruleId } = document
    return { setId, setVersion, outcome, present, ruleId }
  })
