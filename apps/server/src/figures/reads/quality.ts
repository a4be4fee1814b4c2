import { boundsOf } from '@ariadne/domain/statistics'
import type { DimensionId, Period } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Message } from '../../platform/database/index.ts'
import { nameIn } from '../../platform/organisation/names.ts'
import type { Span } from '../count/groups.ts'
import { besideOf, listEntries } from '../entries/list.ts'
import { nameOf } from '../figures.ts'
import type { Reading } from '../figures.ts'

const OWN = sql`(source = 'own' or source like 'register%')`
/** What a report asks of every registered person. */
const ASKED: readonly (readonly [DimensionId, string])[] = [
  ['sex', 'sex is null'],
  ['age_group', `age_band is null`],
  ['citizenship', 'citizenship is null'],
  ['form', `forms = '{}'`],
  ['exploited_in', 'exploited_in is null'],
  ['detector', 'detector is null'],
]

const missingOf = async ({ tx, word }: Reading, { from, to }: Span) => {
  const counts = sql.raw(ASKED.map(([, lacks], at) => `count(*) filter (where ${lacks})::int as u${at}`).join(', '))
  const { rows } = await sql<Record<string, number>>`
    select count(*)::int as n, ${counts} from figure_fact
    where fact = 'registered' and nth = 1 and day >= ${from}::date and day < ${to}::date and ${OWN}`.execute(tx)
  return ASKED.map(([dimension], at) => ({
    dimension,
    name: word(`dimension.${dimension}`),
    of: rows[0]?.['n'] ?? 0,
    unknown: rows[0]?.[`u${at}`] ?? 0,
  }))
}

const latenessOf = async ({ tx }: Reading, { from, to }: Span) => {
  const { rows } = await sql<{ facts: number; moreThanDay: number; moreThanWeek: number; moreThanMonth: number }>`
    select count(*)::int as facts, count(*) filter (where known_at - at > interval '1 day')::int as "moreThanDay",
      count(*) filter (where known_at - at > interval '7 days')::int as "moreThanWeek",
      count(*) filter (where known_at - at > interval '30 days')::int as "moreThanMonth"
    from figure_fact where source = 'own' and fact <> 'follow_up_due' and day >= ${from}::date and day < ${to}::date`.execute(
    tx,
  )
  return rows[0] ?? { facts: 0, moreThanDay: 0, moreThanWeek: 0, moreThanMonth: 0 }
}

const unitsOf = async ({ tx }: Reading, language: string, { from, to }: Span) => {
  const { rows } = await sql<{ id: string; name: Message; kind: string; records: number; last: string | null }>`
    select u.id, u.name, u.kind, coalesce(f.n, 0)::int as records, f.last
    from unit u left join (
      select unit, count(distinct subject) as n, to_char(max(day), 'YYYY-MM-DD') as last from figure_fact
      where day >= ${from}::date and day < ${to}::date and ${OWN} group by unit) f on f.unit = u.id
    where u.state = 'active' and u.kind not in ('coordinator_office', 'rapporteur_office', 'secretariat', 'investigation')
    order by u.kind, u.id`.execute(tx)
  return rows.map((row) => ({
    unitId: row.id,
    name: nameIn(row.name, language),
    kind: row.kind,
    records: row.records,
    lastDay: row.last,
  }))
}

/** The same sex, age and citizenship met by the same unit on the same day: perhaps two people, perhaps one twice. */
const twinsOf = async ({ tx }: Reading, { from, to }: Span): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(n - 1), 0)::int as count from (
      select count(*) as n from figure_fact
      where fact = 'registered' and nth = 1 and precision <> 'year' and day >= ${from}::date and day < ${to}::date and ${OWN}
        and sex is not null and citizenship is not null
      group by day, unit, sex, age_band, citizenship having count(*) > 1) alike`.execute(tx)
  return rows[0]?.count ?? 0
}

const conflictsOf = async (reading: Reading, period: Period) => {
  const entries = await listEntries(reading.tx, { periods: [period], country: reading.country })
  const cells = new Map<string, typeof entries>()
  for (const entry of entries) {
    const name = `${entry.definition} ${JSON.stringify(Object.entries(entry.key).toSorted())}`
    cells.set(name, [...(cells.get(name) ?? []), entry])
  }
  return [...cells.values()]
    .filter((same) => new Set(same.map(({ status, value }) => `${status} ${value}`)).size > 1)
    .map((same) => ({
      definition: same[0]?.definition ?? '',
      name: nameOf(reading, same[0]?.definition ?? ''),
      values: same.map(besideOf),
    }))
}

export const readQuality = async (reading: Reading, language: string, period: Period) => {
  const span = boundsOf(period)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from figure_fact where precision = 'year' and nth = 1
      and day >= ${span.from}::date and day < ${span.to}::date`.execute(reading.tx)
  return {
    period,
    missing: await missingOf(reading, span),
    late: await latenessOf(reading, span),
    units: await unitsOf(reading, language, span),
    possiblyTwice: await twinsOf(reading, span),
    onlyYearKnown: rows[0]?.count ?? 0,
    conflicts: await conflictsOf(reading, period),
  }
}
