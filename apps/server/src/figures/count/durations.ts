import type { Definition, FactCode } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Span } from './groups.ts'

export type Duration = {
  /** Ways that began in the span. */
  began: number
  /** Of those, how many have reached the second step. */
  reached: number
  median: number | null
  ninetieth: number | null
  /** Of those reached, how many within the target; null without a target. */
  withinTarget: number | null
}

const SECONDS = { hours: 3_600, days: 86_400 } as const

type Measured = Pick<Extract<Definition, { kind: 'duration' }>, 'from' | 'to' | 'in'>
/** A step, and within what it should be done; null without a target. */
export type WantedDuration = { id: string; definition: Measured; target: number | null }

type Row = {
  name: string
  began: number
  reached: number
  median: number | null
  ninetieth: number | null
  within: number
}

const measuring = ({ id, definition, target }: WantedDuration, span: Span) => {
  const exact = definition.in === 'hours' ? sql`precision = 'minute'` : sql`precision <> 'year'`
  return sql`
    select ${id}::text as name, count(*)::int as began, count(took)::int as reached,
      percentile_cont(0.5) within group (order by took) as median,
      percentile_cont(0.9) within group (order by took) as ninetieth,
      count(*) filter (where took <= ${target ?? 0}::float8)::int as within
    from (
      select extract(epoch from (select min(f.at) from figure_fact f where f.thread = b.thread
        and f.fact = ${definition.to satisfies FactCode} and f.at >= b.at and ${exact}) - b.at)::float8
          / ${SECONDS[definition.in]}::int as took
      from (
        select thread, min(at) as at from figure_fact
        where fact = ${definition.from satisfies FactCode} and nth = 1
          and day >= ${span.from}::date and day < ${span.to}::date
          and (source = 'own' or source like 'register%') and ${exact}
        group by thread
      ) b
    ) timed`
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10)

/**
 * The times from one fact to the first of another on the same way, all steps in one query. Where only days or years are
 * known, hours are not told and such ways are left out.
 */
export const measureDurations = async (
  tx: Tx,
  wanted: readonly WantedDuration[],
  span: Span,
): Promise<Map<string, Duration>> => {
  if (wanted.length === 0) return new Map()
  const parts = wanted.map((one) => measuring(one, span))
  const { rows } = await sql<Row>`${sql.join(parts, sql` union all `)}`.execute(tx)
  const targets = new Map(wanted.map(({ id, target }) => [id, target]))
  return new Map(
    rows.map(({ name, began, reached, median, ninetieth, within }) => [
      name,
      {
        began,
        reached,
        median: rounded(median),
        ninetieth: rounded(ninetieth),
        withinTarget: (targets.get(name) ?? null) === null ? null : within,
      },
    ]),
  )
}
