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
export type FiredBy = {
  setId: string
  setVersion: string
  sign: string
  by: 'sex' | 'age' | 'nationality'
  group: string
  fired: number
}
type Counted = { setId: string; setVersion: string; count: number }

/**
 * Signs of a quarter, one row each time one fired, with the furthest that came of its screening: its referrals, the case
 * that was opened from one, and where identification stands there now. A second talk is a screening of its own.
 */
const fired = ({ from, until }: Quarter) => sql`
  with came as (
    select s.set_id, s.set_version, s.document -> 'present' as present,
      s.document ->> 'loweredBecause' is not null as is_lowered,
      s.document -> 'encounter' ->> 'sex' as sex, s.document -> 'encounter' ->> 'ageBand' as age,
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
    group by s.screening_id
  ), fired as (
    select came.*, sign from came, jsonb_array_elements_text(present) sign
  )`

const head = sql`set_id as "setId", set_version as "setVersion"`

const countScreenings = (tx: Tx, { from, until }: Quarter): Promise<Counted[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Counted>`
      select ${head}, count(*)::int as count from screening
      where finished_at >= ${from}::timestamptz and finished_at < ${until}::timestamptz
      group by set_id, set_version order by set_id, set_version`.execute(tx)
    return rows
  })

type Row = Fired & { by: FiredBy['by'] | 'all'; group: string | null }

/**
 * How often each sign fired and what came of it; and by sex and age as they were seen, and by the nationality that was
 * claimed once a case was opened. In one pass: a quarter may hold a million screenings.
 */
const countFired = (tx: Tx, quarter: Quarter): Promise<{ fired: Fired[]; firedBy: FiredBy[] }> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Row>`${fired(quarter)}
      select ${head}, sign,
        case when grouping(sex) = 0 then 'sex' when grouping(age) = 0 then 'age'
          when grouping(nationality) = 0 then 'nationality' else 'all' end as by,
        coalesce(sex, age, nationality) as "group",
        count(*)::int as fired,
        count(*) filter (where referred)::int as referred,
        count(*) filter (where acknowledged)::int as acknowledged,
        count(*) filter (where opened)::int as opened,
        count(*) filter (where presumed)::int as presumed,
        count(*) filter (where grounds)::int as grounds,
        count(*) filter (where is_lowered)::int as lowered
      from fired
      group by grouping sets ((set_id, set_version, sign), (set_id, set_version, sign, sex),
        (set_id, set_version, sign, age), (set_id, set_version, sign, nationality))
      order by set_id, set_version, sign, by, "group"`.execute(tx)
    return {
      fired: rows.flatMap(({ by, group: _group, ...one }) => (by === 'all' ? [one] : [])),
      firedBy: rows.flatMap(({ setId, setVersion, sign, by, group, fired: count }) =>
        by === 'all' || group === null ? [] : [{ setId, setVersion, sign, by, group, fired: count }],
      ),
    }
  })

/** Looked for and could not tell. */
const countNotKnown = (tx: Tx, { from, until }: Quarter): Promise<(Counted & { sign: string })[]> =>
  asSystem(tx, async () => {
    const { rows } = await sql<Counted & { sign: string }>`
      select ${head}, sign, count(*)::int as count
      from screening, jsonb_array_elements_text(document -> 'notKnown') sign
      where finished_at >= ${from}::timestamptz and finished_at < ${until}::timestamptz
      group by set_id, set_version, sign`.execute(tx)
    return rows
  })

export type Counts = Awaited<ReturnType<typeof countQuarter>>

/** Everything that is counted of a quarter, exact. */
export const countQuarter = async (tx: Tx, quarter: Quarter) => ({
  screenings: await countScreenings(tx, quarter),
  ...(await countFired(tx, quarter)),
  notKnown: await countNotKnown(tx, quarter),
})

const KEEP_MS = 60_000

/**
 * The same for pages, counted again after a minute: what came of a quarter that is over moves with cases, not with each
 * reader, and a large one takes seconds to count. Whoever asks meanwhile waits for the same count.
 */
export const keptCounts = (now: () => number) => {
  const kept = new Map<string, { at: number; counts: Promise<Counts> }>()
  return (quarter: Quarter & { name: string }, count: () => Promise<Counts>): Promise<Counts> => {
    const known = kept.get(quarter.name)
    if (known && now() - known.at < KEEP_MS && now() >= known.at) return known.counts
    const fresh = { at: now(), counts: count() }
    kept.set(quarter.name, fresh)
    // A count that failed is counted again by whoever asks next.
    fresh.counts.catch(() => kept.get(quarter.name) === fresh && kept.delete(quarter.name))
    return fresh.counts
  }
}
