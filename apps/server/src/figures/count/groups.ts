import type { Counted, CountDefinition, CountedGroup, DimensionId, Grain, Profile } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'

/** From the first day to the one before the last. */
export type Span = { from: string; to: string }
export type SourceFilter = { own: true } | { only: string } | { any: true }

/** Which column a dimension is made from. */
const COLUMNS: Readonly<Record<DimensionId, string>> = {
  sex: 'sex',
  age_group: 'age_band',
  age_band: 'age_band',
  citizenship: 'citizenship',
  citizenship_group: 'citizenship',
  form: 'forms',
  exploited_in: 'exploited_in',
  place: 'place',
  area: 'area',
  detector: 'detector',
  unit: 'unit',
  detail: 'detail',
  country: 'country',
  source: 'source',
}

/** Records of the country itself: its cases, and the closed ones brought in from its own registers. */
const OWN = sql`(source = 'own' or source like 'register%')`

/** The same in memory, for groups of any source. */
export const isOwn = (source: string): boolean => source === 'own' || source.startsWith('register')

const sourceIs = (filter: SourceFilter): RawBuilder<unknown> =>
  'own' in filter ? OWN : 'only' in filter ? sql`source = ${filter.only}` : sql`true`

const PERIODS: Readonly<Record<Grain, string>> = {
  week: 'IYYY-"W"IW',
  month: 'YYYY-MM',
  quarter: 'YYYY-"Q"Q',
  year: 'YYYY',
}

type Row = {
  period: string | null
  age_band: Profile['ageBand']
  sex: Profile['sex']
  citizenship: string | null
  forms: string[] | null
  exploited_in: string | null
  place: string | null
  area: string | null
  detector: string | null
  unit: string | null
  detail: string | null
  country: string | null
  source: string
  count: number
}

const grouped = (row: Row): CountedGroup & { period: string | null } => ({
  period: row.period,
  count: row.count,
  detail: row.detail,
  country: row.country,
  source: row.source,
  profile: {
    ageBand: row.age_band,
    sex: row.sex,
    citizenship: row.citizenship,
    forms: row.forms ?? [],
    exploitedIn: row.exploited_in,
    place: row.place,
    area: row.area,
    detector: row.detector,
    unit: row.unit,
  },
})

const columnsOf = (dimensions: readonly DimensionId[]): string[] => [
  ...new Set([...dimensions.map((one) => COLUMNS[one]), 'source']),
]

/** The facts that count in a span by a rule, one row each. The same rules as `countRecords` of the domain. */
const counting = ({ fact, detail, rule }: Counted, day: RawBuilder<unknown>, { from, to }: Span) => {
  const which = detail ? sql`fact = ${fact} and detail = any (${detail}::text[])` : sql`fact = ${fact}`
  const within = sql`${day} >= ${from}::date and ${day} < ${to}::date`
  // Once a record: the earliest that fits decides the categories.
  const once = (fits: RawBuilder<unknown>) =>
    sql`(select distinct on (subject) * from figure_fact where ${which} and ${fits} order by subject, at, detail) f`
  switch (rule) {
    case 'first':
      return sql`(select * from figure_fact where ${which} and ${detail ? sql`nth_detail = 1` : sql`nth = 1`} and ${within}) f`
    case 'every':
      return sql`(select * from figure_fact where ${which} and ${within}) f`
    case 'each_period':
      return once(within)
    case 'during':
      return once(sql`${day} < ${to}::date and (until_day is null or until_day >= ${from}::date)`)
    case 'at_end':
      return once(sql`${day} < ${to}::date and (until_day is null or until_day >= ${to}::date)`)
  }
}

export type Counting = Pick<CountDefinition, 'counts' | 'date'>

/** A figure, and the dimensions by whose codes it is counted. */
export type Wanted = { id: string; definition: Counting; dimensions: readonly DimensionId[] }

/**
 * How many of each figure, by the codes that its dimensions need: those that need the same in one query, since the way to
 * the database and back takes longer than most counts. Runs as the instance: rows of facts are nobody's to read.
 */
export const countAll = async (
  tx: Tx,
  wanted: readonly Wanted[],
  span: Span,
  source: SourceFilter = { own: true },
): Promise<Map<string, CountedGroup[]>> => {
  const found = new Map<string, CountedGroup[]>(wanted.map(({ id }) => [id, []]))
  for (const [names, alike] of Map.groupBy(wanted, ({ dimensions }) => columnsOf(dimensions).toSorted().join(', '))) {
    const columns = sql.raw(names)
    const parts = alike.map(({ id, definition: { counts, date } }) => {
      const day = date === 'known' ? sql`(known_at at time zone 'UTC')::date` : sql.ref('day')
      return sql`select ${id}::text as name, ${columns}, count(*)::int as count from ${counting(counts, day, span)}
        where ${sourceIs(source)} group by ${columns}`
    })
    const { rows } = await sql<Row & { name: string }>`${sql.join(parts, sql` union all `)}`.execute(tx)
    for (const row of rows) found.get(row.name)?.push(grouped(row))
  }
  return found
}

/** The same of one figure. */
export const countGroups = async (
  tx: Tx,
  definition: Counting,
  span: Span,
  dimensions: readonly DimensionId[],
  source: SourceFilter = { own: true },
): Promise<CountedGroup[]> => (await countAll(tx, [{ id: 'it', definition, dimensions }], span, source)).get('it') ?? []

/** The same for every period of a span, in one query where each fact counts in one period only. */
export const countSeries = async (
  tx: Tx,
  { counts, date }: Counting,
  spans: readonly (Span & { period: string })[],
  grain: Grain,
  dimensions: readonly DimensionId[],
  source: SourceFilter = { own: true },
): Promise<Map<string, CountedGroup[]>> => {
  const found = new Map<string, CountedGroup[]>(spans.map(({ period }) => [period, []]))
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return found
  if (counts.rule !== 'first' && counts.rule !== 'every') {
    for (const span of spans) found.set(span.period, await countGroups(tx, { counts, date }, span, dimensions, source))
    return found
  }
  const day = date === 'known' ? sql`(known_at at time zone 'UTC')::date` : sql.ref('day')
  const columns = sql.raw(columnsOf(dimensions).join(', '))
  const { rows } = await sql<Row>`
    select to_char(${day}, ${sql.lit(PERIODS[grain])}) as period, ${columns}, count(*)::int as count
    from ${counting(counts, day, { from: first.from, to: last.to })}
    where ${sourceIs(source)} group by 1, ${columns}`.execute(tx)
  for (const row of rows) found.get(row.period ?? '')?.push(grouped(row))
  return found
}

/** How many in all, of several figures and spans, in one query. Own records only. Named `${definition} ${from}`. */
export const countWholes = async (
  tx: Tx,
  definitions: readonly (Counting & { id: string })[],
  spans: readonly Span[],
): Promise<(id: string, span: Pick<Span, 'from'>) => number> => {
  const asked = definitions.flatMap(({ id, counts, date }) => {
    const day = date === 'known' ? sql`(known_at at time zone 'UTC')::date` : sql.ref('day')
    return spans.map(
      (span) => sql`select ${`${id} ${span.from}`}::text as name, count(*)::int as count
        from ${counting(counts, day, span)} where ${OWN}`,
    )
  })
  if (asked.length === 0) return () => 0
  const { rows } = await sql<{ name: string; count: number }>`${sql.join(asked, sql` union all `)}`.execute(tx)
  const found = new Map(rows.map(({ name, count }) => [name, count]))
  return (id, { from }) => found.get(`${id} ${from}`) ?? 0
}

/** The same day by day, of facts that count once or every time. Only days and categories that occur. */
export const countDays = async (
  tx: Tx,
  { counts, date }: Counting,
  span: Span,
  dimensions: readonly DimensionId[],
): Promise<(CountedGroup & { day: string })[]> => {
  const day = date === 'known' ? sql`(known_at at time zone 'UTC')::date` : sql.ref('day')
  const columns = sql.raw(columnsOf(dimensions).join(', '))
  const { rows } = await sql<Row>`
    select to_char(${day}, 'YYYY-MM-DD') as period, ${columns}, count(*)::int as count
    from ${counting(counts, day, span)} where ${OWN} group by 1, ${columns}`.execute(tx)
  return rows.map((row) => ({ ...grouped(row), day: row.period ?? '' }))
}
