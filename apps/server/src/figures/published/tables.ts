import type { ColumnType, JSONColumnType } from 'kysely'
import type { AnyCertificate, Method, Table } from '@ariadne/disclosure'
import type { ReportCell } from '@ariadne/domain/statistics'
import type { Instant, Tx } from '../../platform/database/index.ts'

type Maybe<T> = ColumnType<T | null, T | null, never>

export const publishedTables = (tx: Tx) =>
  tx.withTables<{
    figure_release: {
      id: string
      report: string
      year: number
      version: number
      method: Method
      cells: JSONColumnType<ReportCell[]>
      published: JSONColumnType<Table>
      certificate: JSONColumnType<AnyCertificate>
      digest: string
      made_from: Maybe<string>
      signed: Maybe<string>
      released_by: Maybe<string>
      released_at: Instant
    }
    release_sending: {
      message_id: string
      release_id: Maybe<string>
      alert_release_id: Maybe<string>
      peer: string
      sent_by: Maybe<string>
      sent_at: Instant
    }
    noise_budget: { family: string; period: string; most: string }
    noise_spending: {
      release_id: string
      family: string
      period: string
      epsilon: string
      rho: string
      at: Instant
    }
    statutory_transmission: {
      id: string
      report: string
      year: number
      recipient: string
      legal_basis: string
      cells: Maybe<number>
      digest: string
      sent_by: Maybe<string>
      sent_at: Instant
    }
    release_refused: {
      id: string
      way: 'file' | 'message'
      peer: Maybe<string>
      code: string
      name: Maybe<string>
      period: Maybe<string>
      version: Maybe<number>
      digest: string
      at: Instant
    }
  }>()
