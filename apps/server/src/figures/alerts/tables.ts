import type { ColumnType, JSONColumnType } from 'kysely'
import type { Alert } from '@ariadne/signals/watch'
import type { Instant, Tx } from '../../platform/database/index.ts'

type Day = ColumnType<string, string, string>

export type Looked = { definition: string; sums: number; refused: string | null }
export type Series = { from: string; counts: number[] }
/** What the network is told: what rose and since when, in round words. No count that could be set against a released table. */
export type Told = {
  definition: string
  fixed: Record<string, string>
  from: string
  to: string
  /** At least so many times what is usual. */
  times: number
  /** Chance alone brings as much once in so many days, at least. */
  recurrence: number
}

export const alertTables = (tx: Tx) =>
  tx.withTables<{
    alert_run: {
      id: string
      day: Day
      ran_at: Instant
      budget_days: number
      looked: JSONColumnType<Looked[]>
    }
    alert: {
      id: string
      definition: string
      found: JSONColumnType<Alert>
      series: JSONColumnType<Series>
      first_found_at: Instant
      last_day: Day
    }
    alert_look: {
      id: string
      alert_id: string
      by_member: string
      at: Instant
      finding: 'looking' | 'real' | 'recording_changed' | 'chance'
      note: string | null
    }
    alert_release: {
      id: string
      alert_id: string
      told: JSONColumnType<Told>
      by_member: string | null
      at: Instant
    }
  }>()
