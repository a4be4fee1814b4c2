import type { GroundNote } from '@ariadne/contract'
import type { Grain } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Message, Tx } from '../../platform/database/index.ts'
import { nameIn } from '../../platform/organisation/names.ts'

const PERIODS: Readonly<Record<Grain, string>> = {
  week: 'IYYY-"W"IW',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
}

/** Accepted notes beside the numbers: how many of each kind, by period. */
export const countNotes = async (tx: Tx, from: string, to: string, grain: Grain) => {
  const { rows } = await sql<{ period: string; kind: string; code: string; notes: number }>`
    select to_char(seen_on, ${sql.lit(PERIODS[grain])}) as period, kind, code, count(*)::int as notes from ground_note
    where state = 'accepted' and seen_on >= ${from}::date and seen_on < ${to}::date
    group by 1, 2, 3 order by 1, 2, 3`.execute(tx)
  return rows
}

type NoteRow = {
  id: string
  by_unit: string
  unit_name: Message
  kind: GroundNote['kind']
  code: string
  forms: string[]
  age_groups: GroundNote['ageGroups']
  country: string | null
  place: string | null
  times: GroundNote['times']
  seen_on: string
  words: string | null
  sent_at: string
  state: 'sent' | 'accepted' | 'set_aside'
  set_aside_because: string | null
}

const MOST = 300

/**
 * Notes somebody may read: their units', the accepted ones, and, for who reviews, those that wait. The units of others
 * are not named to those who do not review.
 */
export const listNotes = async (
  tx: Tx,
  who: {
    units: readonly string[]
    reviews: boolean
    language: string
    areas: readonly { code: string; name: string }[]
  },
) => {
  const { rows } = await sql<NoteRow>`
    select n.id, n.by_unit, u.name as unit_name, n.kind, n.code, n.forms, n.age_groups, n.country, n.place, n.times,
      to_char(n.seen_on, 'YYYY-MM-DD') as seen_on, n.words, n.sent_at, n.state, n.set_aside_because
    from ground_note n join unit u on u.id = n.by_unit
    where n.state = 'accepted' or ${who.reviews} or n.by_unit = any (${who.units}::text[])
    order by n.sent_at desc, n.id limit ${MOST}`.execute(tx)
  return rows.map((row) => ({
    noteId: row.id,
    unitId: row.by_unit,
    unitName: who.reviews || who.units.includes(row.by_unit) ? nameIn(row.unit_name, who.language) : '',
    kind: row.kind,
    code: row.code,
    forms: row.forms,
    ageGroups: row.age_groups,
    country: row.country,
    place: row.place,
    placeName: who.areas.find(({ code }) => code === row.place)?.name ?? row.place,
    times: row.times,
    seenOn: row.seen_on,
    words: row.words,
    sentAt: row.sent_at,
    state: row.state,
    setAsideBecause: row.set_aside_because,
    mayReview: who.reviews && row.state === 'sent',
  }))
}
