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

/**
 * The time from one fact to the first of another on the same way. Where only days or years are known, hours are not told
 * and such ways are left out.
 */
export const measureDuration = async (
  tx: Tx,
  definition: Pick<Extract<Definition, { kind: 'duration' }>, 'from' | 'to' | 'in'>,
  span: Span,
  target: number | null,
): Promise<Duration> => {
  const unit = SECONDS[definition.in]
  const exact = definition.in === 'hours' ? sql`precision = 'minute'` : sql`precision <> 'year'`
  const { rows } = await sql<{
    began: number
    reached: number
    median: number | null
    ninetieth: number | null
    within: number
  }>`
    with began as (
      select thread, min(at) as at from figure_fact
      where fact = ${definition.from satisfies FactCode} and nth = 1 and day >= ${span.from}::date and day < ${span.to}::date
        and (source = 'own' or source like 'register%') and ${exact}
      group by thread
    ), timed as (
      select extract(epoch from (select min(f.at) from figure_fact f where f.thread = b.thread
        and f.fact = ${definition.to satisfies FactCode} and f.at >= b.at and ${exact}) - b.at)::float8 / ${unit} as took
      from began b
    )
    select count(*)::int as began, count(took)::int as reached,
      percentile_cont(0.5) within group (order by took) as median,
      percentile_cont(0.9) within group (order by took) as ninetieth,
      count(*) filter (where took <= ${target ?? 0})::int as within
    from timed`.execute(tx)
  const row = rows[0]
  const rounded = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : Math.round(value * 10) / 10
  return {
    began: row?.began ?? 0,
    reached: row?.reached ?? 0,
    median: rounded(row?.median),
    ninetieth: rounded(row?.ninetieth),
    withinTarget: target === null ? null : (row?.within ?? 0),
  }
}
