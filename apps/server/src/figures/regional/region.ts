import { changesBetween } from '@ariadne/domain/statistics'
import type { CellStatus, ReportCell } from '@ariadne/domain/statistics'
import type { TrustList } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { Reading } from '../figures.ts'
import type { ReleaseStatement } from './statement.ts'

type Row = {
  from_instance: string
  country: string | null
  name: string
  version: number
  issued_at: string
  received_at: string
  body: ReleaseStatement
}

/** The reports that every country is expected to release each year. */
const EXPECTED = ['country-update', 'eurostat-thb']

const releasesOf = async ({ tx }: Reading, kind: 'report' | 'alerts', period: string | null): Promise<Row[]> => {
  const within = period === null ? sql`` : sql`and period = ${period}`
  const { rows } = await sql<Row>`
    select from_instance, country, name, version, issued_at, received_at, body from release_received
    where kind = ${kind} ${within} order by from_instance, name, version desc, issued_at desc`.execute(tx)
  return rows
}

const cellsOf = ({ body }: Row): ReportCell[] => (body.kind === 'report' ? (body.cells as ReportCell[]) : [])

/**
 * What the countries released for a year, side by side, and who has not. Nothing is added up: one person may stand in the
 * figures of two countries.
 */
export const readRegion = async (reading: Reading, year: number, list: TrustList | null) => {
  const rows = await releasesOf(reading, 'report', String(year))
  const versions = new Map<string, Row[]>()
  for (const row of rows) {
    const name = `${row.from_instance} ${row.name}`
    versions.set(name, [...(versions.get(name) ?? []), row])
  }
  const latest = [...versions.values()].flatMap(([row]) => (row ? [row] : []))
  const members = (list?.members ?? []).filter((member) => member.kind === 'country')
  const countries = members.map((member) => {
    const reports = latest
      .filter((row) => row.from_instance === member.id)
      .map((row) => {
        const [now, before] = versions.get(`${row.from_instance} ${row.name}`) ?? []
        return {
          report: row.name,
          version: row.version,
          issuedAt: row.issued_at,
          receivedAt: row.received_at,
          // A late or corrected report says how much of it is another number than before.
          changed: now && before ? changesBetween(cellsOf(before), cellsOf(now)).length : 0,
        }
      })
    return {
      instanceId: member.id,
      country: member.country,
      name: member.name,
      reports,
      missing: EXPECTED.filter((name) => !reports.some((one) => one.report === name)),
    }
  })
  type Side = {
    report: string
    table: string
    key: Record<string, string>
    definition: string
    values: { country: string; status: CellStatus; value: number | null }[]
  }
  const cells = new Map<string, Side>()
  for (const row of latest)
    for (const cell of cellsOf(row)) {
      const name = JSON.stringify([row.name, cell.table, Object.entries(cell.key).toSorted()])
      const side = cells.get(name) ?? {
        report: row.name,
        table: cell.table,
        key: cell.key,
        definition: cell.definition,
        values: [],
      }
      side.values.push({ country: row.country ?? row.from_instance, status: cell.status, value: cell.value })
      cells.set(name, side)
    }
  // Each release holds all that the country has told this year: only the latest of a year counts.
  const told = new Map<string, Row>()
  for (const row of await releasesOf(reading, 'alerts', null)) {
    const name = `${row.from_instance} ${row.body.period}`
    if (!told.has(name)) told.set(name, row)
  }
  const alerts = [...told.values()].flatMap((row) =>
    row.body.kind === 'alerts'
      ? row.body.alerts.map((alert) => ({ country: row.country ?? row.from_instance, issuedAt: row.issued_at, alert }))
      : [],
  )
  return { now: reading.now, year, countries, cells: [...cells.values()], alerts }
}
