import type { CellStatus, ReportCell } from '@ariadne/domain/statistics'
import { sql } from 'kysely'
import type { Reading } from '../figures.ts'

type Row = { from_instance: string; country: string | null; year: number; cells: ReportCell[] }

const keyName = (key: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(key).toSorted())

/**
 * One released figure over the years, a line a country, from the latest version that each released of each year. A year
 * without a release is missing; nothing is added up and nothing is filled in.
 */
export const readRegionTrend = async (
  { tx }: Reading,
  wanted: { report: string; table: string; key: Readonly<Record<string, string>>; to: number; years: number },
) => {
  const years = Array.from({ length: wanted.years }, (_, at) => wanted.to - wanted.years + 1 + at)
  const { rows } = await sql<Row>`
    select distinct on (from_instance, period) from_instance, country, period::int as year, body -> 'cells' as cells
    from release_received
    where kind = 'report' and name = ${wanted.report} and period = any (${years.map(String)}::text[])
    order by from_instance, period, version desc, issued_at desc`.execute(tx)
  const name = keyName(wanted.key)
  type Point = { status: CellStatus; value: number | null }
  const countries = new Map<string, Map<number, Point>>()
  for (const row of rows) {
    const cell = row.cells.find((one) => one.table === wanted.table && keyName(one.key) === name)
    const country = row.country ?? row.from_instance
    const points = countries.get(country) ?? new Map<number, Point>()
    if (cell) points.set(row.year, { status: cell.status, value: cell.value })
    countries.set(country, points)
  }
  return {
    years,
    countries: [...countries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([country, points]) => ({
        country,
        points: years.map((year): Point => points.get(year) ?? { status: 'missing', value: null }),
      })),
  }
}
