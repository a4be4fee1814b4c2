import { sql } from 'kysely'
import { asSystem } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import type { Quarter } from './quarters.ts'

/** One sign in one version of a set: how often it fired, and how far what came of it went. Exact; never shown so. */
export type Fired = {
  setId: string
  setVersion: string
  sign: string
  fired: number
  referred: number
  acknowledged: number
  opened: number
  presumed: number
  grounds: number
  lowered: number
}
export type FiredBy = { setId: string; setVersion: string; sign: string; by: string; group: string; fired: number }
type Counted = { setId: string; setVersion: string; count: number }

/**
 * Screenings of a quarter, each once with the furthest that came of it: its referrals, the case that was opened from one,
 * and where identification stands there now. A second talk is a screening of its own.
 */
const came = ({ from, until }: Quarter) => sql`
  with came as (
    select s.screening_id, s.set_id, s.set_version, s.document,
      bool_or(r.referral_id is not null) as referred,
      bool_or(r.acknowledged_at is not null) as acknowledged,
      bool_or(c.case_id is not null) as opened,
      bool_or(c.identification in ('presumed', 'reasonable_grounds', 'formally_identified')) as presumed,
      bool_or(c.identification in ('reasonable_grounds', 'formally_identified')) as grounds,
      -- Somebody whose case was opened is always in one group, so that no group is found by subtraction.
      max(case when c.case_id is not null then coalesce(c.state -> 'person' ->> 'nationalityClaimed', 'ZZ') end) as nationality
    from screening s
    left join referral r on r.screening_id = s.screening_id
    left join case_row c on c.case_id = r.case_id and r.acknowledged_at is not null
    where s.finished_at >= ${from}::timestamptz and s.finished_at < ${until}::timestamptz
    group by s.screening_id, s.set_id, s.set_version, s.document
  ), fired as (
    select came.*, sign from came, jsonb_array_elements_text(document -> 'present') sign
  )`

const head = sql`set_id as "setId", set_version as "setVersion"`

export const countScreenings = (tx: Tx, { from, until }: Quarter): Promise<Counted[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Counted>`
      select ${head}, count(*)::int as count from screening
      where finished_at >= ${from}::timestamptz and finished_at < ${until}::timestamptz
      group by set_id, set_version order by set_id, set_version`.execute(tx)
    return rows
  })

export const countFired = (tx: Tx, quarter: Quarter): Promise<Fired[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Fired>`${came(quarter)}
      select ${head}, sign, count(*)::int as fired,
        count(*) filter (where referred)::int as referred,
        count(*) filter (where acknowledged)::int as acknowledged,
        count(*) filter (where opened)::int as opened,
        count(*) filter (where presumed)::int as presumed,
        count(*) filter (where grounds)::int as grounds,
        count(*) filter (where document ->> 'loweredBecause' is not null)::int as lowered
      from fired group by set_id, set_version, sign order by set_id, set_version, sign`.execute(tx)
    return rows
  })

/** Looked for and could not tell. */
export const countNotKnown = (tx: Tx, { from, until }: Quarter): Promise<(Counted & { sign: string })[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Counted & { sign: string }>`
      select ${head}, sign, count(*)::int as count
      from screening, jsonb_array_elements_text(document -> 'notKnown') sign
      where finished_at >= ${from}::timestamptz and finished_at < ${until}::timestamptz
      group by set_id, set_version, sign`.execute(tx)
    return rows
  })

/** By sex and age as they were seen, and by the nationality that was claimed once a case was opened. */
export const countFiredBy = (tx: Tx, quarter: Quarter): Promise<FiredBy[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<FiredBy>`${came(quarter)}
      select ${head}, sign, by, "group", count(*)::int as fired from fired,
        lateral (values ('sex', document -> 'encounter' ->> 'sex'), ('age', document -> 'encounter' ->> 'ageBand'),
          ('nationality', nationality)) as facts (by, "group")
      where "group" is not null group by set_id, set_version, sign, by, "group"
      order by set_id, set_version, sign, by, "group"`.execute(tx)
    return rows
  })
