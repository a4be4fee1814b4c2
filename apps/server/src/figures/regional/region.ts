import { changesBetween } from '@ariadne/domain/statistics'
import type { CellStatus, ReportCell } from '@ariadne/domain/statistics'
import type { TrustList } from '@ariadne/exchange'
import { sql } from 'kysely'
import type { Reading } from '../figures.ts'
import { listRefused } from '../published/refused.ts'
import type { ReleaseStatement } from './statement.ts'

type Row = {
  from_instance: string
  country: string | null
  name: string
  version: number
  issued_at: string
  received_at: string
  way: 'file' | 'message'
  body: ReleaseStatement
}

/** What every member releases to the network each year. What others collect is owed to them, not here. */
const EXPECTED = ['country-update']

const releasesOf = async ({ tx }: Reading, kind: 'report' | 'alerts', period: string | null): Promise<Row[]> => {
  const within = period === null ? sql`` : sql`and period = ${period}`
  const { rows } = await sql<Row>`
    select from_instance, country, name, version, issued_at, received_at, way, body from release_received
    where kind = ${kind} ${within} order by from_instance, name, version desc, issued_at desc`.execute(tx)
  return rows
}

const cellsOf = ({ body }: Row): ReportCell[] => (body.kind === 'report' ? (body.cells as ReportCell[]) : [])

const METHODS = { suppression: 'suppress', rounding: 'round', noise: 'noise' } as const
const methodOf = ({ body }: Row) => {
  const method = body.kind === 'report' ? body.certificate['method'] : undefined
  return typeof method === 'string' && Object.hasOwn(METHODS, method)
    ? METHODS[method as keyof typeof METHODS]
    : 'suppress'
}

/** The day by which a report on a year is asked for, in the year after; null where no day is known. */
const dueDay = ({ statistics }: Reading, report: string, year: number): string | null => {
  const due = statistics.reports.find(({ id }) => id === report)?.due
  if (!due) return null
  return `${year + 1}-${String(due.month).padStart(2, '0')}-${String(due.day).padStart(2, '0')}`
}

/** What each version of a report corrected in the one before it. */
const versionsOf = (rows: readonly Row[]) =>
  rows.map((row, at) => {
    const before = rows[at + 1]
    const definitions = new Map(
      [...(before ? cellsOf(before) : []), ...cellsOf(row)].map((cell) => [
        JSON.stringify([cell.table, cell.key]),
        cell.definition,
      ]),
    )
    const changes = before ? changesBetween(cellsOf(before), cellsOf(row)) : []
    return {
      version: row.version,
      issuedAt: row.issued_at,
      receivedAt: row.received_at,
      way: row.way,
      changes: changes.map((change) => ({
        ...change,
        definition: definitions.get(JSON.stringify([change.table, change.key])) ?? '',
      })),
    }
  })

/**
 * What the countries released for a year, side by side, who has not, and what was corrected when. Nothing is added up: one
 * person may stand in the figures of two countries.
 */
export const readRegion = async (reading: Reading, year: number, list: TrustList | null) => {
  const rows = await releasesOf(reading, 'report', String(year))
  const versions = Map.groupBy(rows, (row) => `${row.from_instance} ${row.name}`)
  // In whatever order they came: the highest version is what stands.
  const latest = [...versions.values()].flatMap(([row]) => (row ? [row] : []))
  const members = (list?.members ?? []).filter((member) => member.kind === 'country')
  const countries = members.map((member) => {
    const reports = latest
      .filter((row) => row.from_instance === member.id)
      .map((row) => {
        const told = versionsOf(versions.get(`${row.from_instance} ${row.name}`) ?? [])
        const due = dueDay(reading, row.name, year)
        return {
          report: row.name,
          version: row.version,
          issuedAt: row.issued_at,
          receivedAt: row.received_at,
          method: methodOf(row),
          late: due === null ? null : (told.at(-1)?.issuedAt ?? row.issued_at).slice(0, 10) > due,
          changed: told[0]?.changes.length ?? 0,
          versions: told,
        }
      })
    return {
      instanceId: member.id,
      country: member.country,
      name: member.name,
      reports,
      missing: EXPECTED.filter((name) => !reports.some((one) => one.report === name)).map((report) => {
        const due = dueDay(reading, report, year)
        return { report, overdue: due === null ? null : reading.now.slice(0, 10) > due }
      }),
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
      ? row.body.alerts.map((alert) => ({
          country: row.country ?? row.from_instance,
          issuedAt: row.issued_at,
          receivedAt: row.received_at,
          alert,
        }))
      : [],
  )
  return {
    now: reading.now,
    year,
    countries,
    cells: [...cells.values()],
    alerts,
    refused: await listRefused(reading.tx),
  }
}
