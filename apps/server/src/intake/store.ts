import type { ReferralView } from '@ariadne/contract'
import { endOfDay } from '@ariadne/domain'
import type { Screening } from '@ariadne/domain'
import { sql } from 'kysely'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { shiftBack } from '../platform/clock-skew.ts'

/** Keeps a screening once. Says whether it is new, was there in the same words, or in others. */
export const keepScreening = (
  tx: Tx,
  screening: Screening,
  digest: string,
  receivedAt: string,
  skewMs = 0,
): Promise<'kept' | 'again' | 'other'> =>
  asSystem(tx, async () => {
    const { rowCount } = await sql<{ digest: string }>`
      insert into screening (screening_id, by_unit, by_member, set_id, set_version, outcome, finished_at, received_at,
        card_code_hash, digest, document, clock_skew_ms, way, group_id, look_again_at)
      values (${screening.screeningId}, ${screening.by.unitId}, ${screening.by.memberId}, ${screening.setId},
        ${screening.setVersion}, ${screening.outcome}, ${shiftBack(screening.finishedAt, skewMs)}, ${receivedAt},
        ${screening.card.codeHash}, ${digest}, ${JSON.stringify(screening)}, ${skewMs}, ${screening.way ?? null},
        ${screening.group?.groupId ?? null}, ${screening.lookAgainOn ? endOfDay(screening.lookAgainOn) : null})
      on conflict (screening_id) do nothing returning digest`
      .execute(tx)
      .then((result) => ({ rowCount: result.rows.length }))
    if (rowCount > 0) return 'kept'
    const { rows } = await sql<{ digest: string }>`
      select digest from screening where screening_id = ${screening.screeningId}`.execute(tx)
    return rows[0]?.digest === digest ? 'again' : 'other'
  })

export type Receipt = {
  screeningId: string
  finishedAt: string
  outcome: string
  setId: string
  way: string | null
  lookAgainAt: string | null
  met: { ageBand: string; sex: string; placeType: string } | null
}

/**
 * The receipts of the member who asks, the latest first. Runs as the member. Coded facts come with those finished since `knownSince`:
 * a second talk goes on from one of the last days, and what is older is nobody's to browse.
 */
export const listReceipts = async (
  tx: Tx,
  after: readonly [string, string] | undefined,
  limit: number,
  knownSince: string,
): Promise<Receipt[]> => {
  const bound = after ? sql`and (finished_at, screening_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const { rows } = await sql<Omit<Receipt, 'met'>>`
    select screening_id as "screeningId", finished_at as "finishedAt", outcome, set_id as "setId", way,
      look_again_at as "lookAgainAt" from screening
    where by_member = (select actor_member()) ${bound}
    order by finished_at desc, screening_id desc limit ${limit}`.execute(tx)
  const met = await findMet(
    tx,
    rows.filter(({ finishedAt }) => finishedAt >= knownSince).map(({ screeningId }) => screeningId),
  )
  return rows.map((row) => ({ ...row, met: met.get(row.screeningId) ?? null }))
}

/** The document itself is read by no member: these three codes of it and no more. */
const findMet = (tx: Tx, ids: readonly string[]): Promise<Map<string, NonNullable<Receipt['met']>>> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ id: string; met: NonNullable<Receipt['met']> }>`
      select screening_id as id, jsonb_build_object('ageBand', document->'encounter'->'ageBand',
        'sex', document->'encounter'->'sex', 'placeType', document->'encounter'->'placeType') as met
      from screening where screening_id = any(${ids})`.execute(tx)
    return new Map(rows.map(({ id, met }) => [id, met]))
  })

type Coded = Pick<Screening, 'setId' | 'setVersion' | 'outcome' | 'present' | 'ruleId'>
export type ScreeningResult = NonNullable<ReferralView['screening']>

const codedOf = ({ setId, setVersion, outcome, present, ruleId }: Screening): Coded => ({
  setId,
  setVersion,
  outcome,
  present,
  ruleId,
})

/** The coded result of a screening, for those whom its alarm called; null while it has not come. */
export const findCodedResult = (tx: Tx, screeningId: string): Promise<Coded | null> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ document: Screening }>`
      select document from screening where screening_id = ${screeningId}`.execute(tx)
    return rows[0] ? codedOf(rows[0].document) : null
  })

/** Talks that a screening says it goes on from: by id only the same unit's, by a card's code whoever gave the card. */
const findEarlier = async (tx: Tx, screeningId: string): Promise<ScreeningResult['earlier']> => {
  const { rows } = await sql<ScreeningResult['earlier'][number]>`
    with recursive thread as (
      select e.screening_id, e.finished_at, e.outcome, 1 as depth
      from screening_link l join screening s on s.screening_id = l.screening_id
      join screening e on (e.screening_id = l.earlier_id and e.by_unit = s.by_unit) or e.card_code_hash = l.card_code_hash
      where l.screening_id = ${screeningId} and e.screening_id <> l.screening_id
      union
      select e.screening_id, e.finished_at, e.outcome, t.depth + 1
      from thread t join screening_link l on l.screening_id = t.screening_id
      join screening s on s.screening_id = l.screening_id
      join screening e on (e.screening_id = l.earlier_id and e.by_unit = s.by_unit) or e.card_code_hash = l.card_code_hash
      where t.depth < 10
    )
    select distinct finished_at as "finishedAt", outcome from thread order by finished_at desc`.execute(tx)
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
): Promise<(Omit<ScreeningResult, 'companions'> & { group: Screening['group'] }) | null> =>
  asSystem(tx, async () => {
    const { rows } = await sql<{ document: Screening }>`
      select document from screening where screening_id = ${screeningId} and by_member = ${byMember}`.execute(tx)
    const document = rows[0]?.document
    if (document === undefined) return null
    return { ...codedOf(document), earlier: await findEarlier(tx, screeningId), group: document.group }
  })

export type Together = { screeningId: string; ageBand: string; companions: Companions }
type Companions = NonNullable<Screening['group']>['companions']

/** The people of one group, as far as their own screenings have come from the same member. */
export const findTogether = (tx: Tx, groupId: string, byMember: string | null): Promise<Together[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Together>`
      select screening_id as "screeningId", document -> 'encounter' ->> 'ageBand' as "ageBand",
        document -> 'group' -> 'companions' as companions
      from screening where group_id = ${groupId} and by_member = ${byMember} order by finished_at, screening_id limit 50`.execute(
      tx,
    )
    return rows
  })
