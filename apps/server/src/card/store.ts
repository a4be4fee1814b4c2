import { CARD_DECIDERS, plusDays, UNITS_WITHOUT_CASES } from '@ariadne/domain'
import type { CardShown, CardThread, CardUnit, UnitId, UnitKind } from '@ariadne/domain'
import { sql } from 'kysely'
import type { Tx } from '../platform/database/index.ts'

const CHILD_BANDS = ['under_12', '12_15', '16_17', 'doubt_child']

type Found = CardThread & { referralId: string | null; caseId: string | null }

/**
 * What a code belongs to here: the talks it was given in or shown in again, the latest referral of these, its case. A referral that
 * somebody else made of a talk is none of that talk's.
 */
export const findThread = async (tx: Tx, codeHash: string): Promise<Found | undefined> => {
  type Row = {
    by_unit: UnitId
    age_band: string | null
    referral_id: string | null
    responsible_unit: UnitId | null
    case_id: string | null
    lead_unit: UnitId | null
  }
  const { rows } = await sql<Row>`
    with talk as (
      select s.screening_id, s.by_unit, s.by_member, s.finished_at, s.document -> 'encounter' ->> 'ageBand' as age_band, true as gave
      from screening s where s.card_code_hash = ${codeHash}
      union all
      select s.screening_id, s.by_unit, s.by_member, s.finished_at, s.document -> 'encounter' ->> 'ageBand', false
      from screening_link l join screening s on s.screening_id = l.screening_id
      where l.card_code_hash = ${codeHash} and exists (select from screening g where g.card_code_hash = ${codeHash})
    )
    select t.by_unit, t.age_band, r.referral_id, r.responsible_unit, r.case_id,
      case when c.lead_here then c.state -> 'lead' ->> 'unitId' end as lead_unit
    from talk t
    left join lateral (
      select * from referral r where r.screening_id = t.screening_id and r.from_member = t.by_member order by r.received_at desc limit 1
    ) r on true
    left join case_row c on c.case_id = r.case_id
    order by r.received_at desc nulls last, t.gave desc, t.finished_at desc limit 1`.execute(tx)
  const row = rows[0]
  return (
    row && {
      child: CHILD_BANDS.includes(row.age_band ?? ''),
      caseUnit: row.lead_unit,
      referralUnit: row.responsible_unit,
      givenBy: row.by_unit,
      referralId: row.referral_id,
      caseId: row.case_id,
    }
  )
}

/** Units here, with whether somebody there could decide about an answer. */
export const listDecidingUnits = async (tx: Tx): Promise<CardUnit[]> => {
  const { rows } = await sql<{ unitId: UnitId; kind: UnitKind; decides: boolean }>`
    select u.id as "unitId", u.kind, u.kind <> all (${[...UNITS_WITHOUT_CASES]}::text[]) and exists (
      select from membership s join member m on m.id = s.member_id and m.state = 'active'
      where s.unit_id = u.id and s.until is null and s.functions && ${[...CARD_DECIDERS]}::text[]
    ) as decides from unit u where u.state = 'active' order by u.id`.execute(tx)
  return rows
}

/** Codes that came since `from`, from one unit and from its whole country. */
export const countToday = async (
  tx: Tx,
  peer: string,
  unitId: string,
  from: string,
): Promise<{ unit: number; instance: number }> => {
  const { rows } = await sql<{ unit: number; instance: number }>`
    select (count(*) filter (where peer_unit = ${unitId}))::int as unit, count(*)::int as instance
    from card_shown where peer = ${peer} and received_at > ${from}`.execute(tx)
  return rows[0] ?? { unit: 0, instance: 0 }
}

type NewShown = Omit<CardShown, 'present' | 'willing'> & {
  peer: string
  became: string
  unitIdHere: string | null
  referralId: string | null
  caseId: string | null
  hints: Record<string, string>
  receivedAt: string
  dueAt: string | null
}

/** Once for each request: one that is told again under the same id changes nothing. */
export const insertShown = async (tx: Tx, shown: NewShown): Promise<void> => {
  await sql`insert into card_shown (request_id, peer, peer_unit, code_hash, became, unit_id, referral_id, case_id, hints, reason,
      language, shown_at, expires_at, received_at, due_at)
    values (${shown.requestId}, ${shown.peer}, ${shown.unitId}, ${shown.codeHash}, ${shown.became}, ${shown.unitIdHere},
      ${shown.referralId}, ${shown.caseId}, ${JSON.stringify(shown.hints)}, ${shown.reason}, ${shown.language},
      ${shown.shownAt}, ${shown.expiresAt}, ${shown.receivedAt}, ${shown.dueAt})
    on conflict (request_id) do nothing`.execute(tx)
}

/** Codes that led nowhere are kept for so long: what is needed to see that somebody guesses. */
const KEEP_UNKNOWN_DAYS = 90

export const forgetUnknown = async (tx: Tx, peer: string, now: string): Promise<void> => {
  await sql`delete from card_shown where peer = ${peer} and received_at < ${plusDays(now, -KEEP_UNKNOWN_DAYS)}
    and became in ('unknown', 'late', 'too_many', 'nobody')`.execute(tx)
}

/** With a case goes what was asked about its person's card. */
export const forgetCase = async (tx: Tx, caseId: string): Promise<void> => {
  await sql`delete from card_shown where case_id = ${caseId}`.execute(tx)
}

export type StoredShown = {
  request_id: string
  peer: string
  peer_unit: string
  became: string
  unit_id: string | null
  answer: string | null
}

/** Holds a request until the transaction ends. */
export const lockShown = async (tx: Tx, requestId: string): Promise<StoredShown | undefined> =>
  (
    await sql<StoredShown>`select request_id, peer, peer_unit, became, unit_id, answer from card_shown
      where request_id = ${requestId} for update`.execute(tx)
  ).rows[0]
