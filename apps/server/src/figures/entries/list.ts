import { sql } from 'kysely'
import type { CellStatus, EnteredFigure } from '@ariadne/domain/statistics'
import type { Tx } from '../../platform/database/index.ts'

export type EntryRow = {
  id: string
  definition: string
  period: string
  key: Record<string, string>
  status: CellStatus
  value: number | null
  low: number | null
  high: number | null
  source: string
  source_title: string
  note: string | null
  entered_at: string
  entered_by: string | null
  replaces: string | null
}

const columns = sql.raw(`e.id, definition, period, key, status, value::float8 as value, low::float8 as low,
  high::float8 as high, source, source_title, note, entered_at, replaces,
  (select m.display_name from member m where m.id = entered_by) as entered_by`)

/** Figures in force: those that no later entry replaces. For this country, where a figure names one. */
export const listEntries = async (
  tx: Tx,
  wanted: { definitions?: readonly string[]; periods?: readonly string[]; country: string },
): Promise<EntryRow[]> => {
  const definitions = wanted.definitions ? sql`and definition = any (${wanted.definitions}::text[])` : sql``
  const periods = wanted.periods ? sql`and period = any (${wanted.periods}::text[])` : sql``
  const { rows } = await sql<EntryRow>`
    select ${columns} from figure_entry e
    where (country is null or country = ${wanted.country}) ${definitions} ${periods}
      and not exists (select from figure_entry later where later.replaces = e.id)
    order by definition, period_from, source, entered_at, id`.execute(tx)
  return rows
}

/** A page of them for the screen, the latest period first. */
export const pageEntries = async (
  tx: Tx,
  wanted: { definition: string | undefined; year: number | undefined; country: string },
  after: readonly [string, string] | undefined,
  limit: number,
): Promise<EntryRow[]> => {
  const of = wanted.definition === undefined ? sql`` : sql`and definition = ${wanted.definition}`
  const year = wanted.year === undefined ? sql`` : sql`and left(period, 4) = ${String(wanted.year)}`
  const bound = after ? sql`and (entered_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const { rows } = await sql<EntryRow>`
    select ${columns} from figure_entry e
    where (country is null or country = ${wanted.country}) ${of} ${year} ${bound}
      and not exists (select from figure_entry later where later.replaces = e.id)
    order by entered_at desc, id desc limit ${limit}`.execute(tx)
  return rows
}

type Earlier = Pick<EntryRow, 'status' | 'value' | 'note' | 'entered_at' | 'entered_by'>

/** What stood in the place of these entries before they were corrected, the latest first. */
export const earlierEntries = async (tx: Tx, ids: readonly string[]): Promise<Map<string, Earlier[]>> => {
  const { rows } = await sql<Earlier & { head: string }>`
    with recursive chain as (
      select e.id as head, e.replaces as id, 1 as step from figure_entry e where e.id = any (${ids}::uuid[])
      union all
      select c.head, e.replaces, c.step + 1 from chain c join figure_entry e on e.id = c.id where c.id is not null
    )
    select c.head, ${columns} from chain c join figure_entry e on e.id = c.id order by c.head, c.step`.execute(tx)
  return Map.groupBy(rows, (row) => row.head)
}

export const asEntered = (row: EntryRow): EnteredFigure => ({
  source: row.source,
  definition: row.definition,
  key: row.key,
  status: row.status,
  value: row.value,
  low: row.low,
  high: row.high,
})

export const besideOf = (row: EntryRow) => ({
  status: row.status,
  value: row.value,
  source: row.source,
  sourceTitle: row.source_title,
  definition: row.definition,
  low: row.low,
  high: row.high,
})
