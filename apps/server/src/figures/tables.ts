import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CellStatus, ReportCell } from '@ariadne/domain/statistics'
import type { Instant, Tx } from '../platform/database/index.ts'

/** A day as text; PostgreSQL's own type for it would be read as a moment of some time zone. */
type Day = ColumnType<string, string, string>

export type FigureEntryTable = {
  id: string
  definition: string
  period: string
  period_from: Day
  country: string | null
  key: JSONColumnType<Record<string, string>>
  status: CellStatus
  value: ColumnType<string | null, number | null, never>
  low: ColumnType<string | null, number | null, never>
  high: ColumnType<string | null, number | null, never>
  source: string
  source_title: string
  note: string | null
  entered_by: string | null
  entered_at: Instant
  batch: string | null
  replaces: string | null
  digest: string
}

export type ReportVersionTable = {
  id: string
  report: string
  year: number
  version: number
  template: string
  cells: JSONColumnType<ReportCell[]>
  digest: string
  kept_by: string | null
  kept_at: Instant
}

export type ReleaseReceivedTable = {
  id: string
  from_instance: string
  country: string | null
  kind: 'report' | 'alerts'
  name: string
  period: string
  version: number
  body: JSONColumnType<Record<string, unknown>>
  signed: string
  digest: string
  issued_at: Instant
  received_at: Instant
  way: Generated<'file' | 'message'>
}

export type GroundNoteTable = {
  id: string
  by_unit: string
  by_member: string
  kind: string
  code: string
  forms: string[]
  age_groups: string[]
  country: string | null
  place: string | null
  times: string
  seen_on: Day
  words: string | null
  sent_at: Instant
  state: Generated<'sent' | 'accepted' | 'set_aside'>
  reviewed_by: string | null
  reviewed_at: ColumnType<string | null, string | null, string | null>
  set_aside_because: string | null
}

export const figureTables = (tx: Tx) =>
  tx.withTables<{
    figure_entry: FigureEntryTable
    report_version: ReportVersionTable
    release_received: ReleaseReceivedTable
    ground_note: GroundNoteTable
  }>()
