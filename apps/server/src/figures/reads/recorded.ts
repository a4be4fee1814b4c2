import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import type { Span } from '../count/groups.ts'

/** The first and last day on which this country's records say anything. */
export const findRecorded = async (tx: Tx): Promise<{ from: string; to: string } | null> => {
  const end = (order: 'asc' | 'desc') => sql`
    (select to_char(day, 'YYYY-MM-DD') from figure_fact where source = 'own' or source like 'register%'
      order by day ${sql.raw(order)} limit 1)`
  const { rows } = await sql<{ from: string | null; to: string | null }>`
    select ${end('asc')} as "from", ${end('desc')} as "to"`.execute(tx)
  const { from, to } = rows[0] ?? {}
  return from && to ? { from, to } : null
}

/** Whether records were kept in any of these days: where not, a count of none would not be zero but missing. */
export const isCovered = (recorded: { from: string } | null, span: Span, now: string): boolean =>
  recorded !== null && recorded.from < span.to && span.from <= now.slice(0, 10)
