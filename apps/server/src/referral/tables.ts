import type { ColumnType, JSONColumnType } from 'kysely'
import type { ReferralSent } from '@ariadne/domain'
import type { Instant, Tx } from '../platform/database/index.ts'

type MaybeInstant = ColumnType<string | null, string | null | undefined, string | null>

export type ReferralTable = {
  referral_id: string
  screening_id: string | null
  from_unit: string
  from_member: string
  to_unit: string
  responsible_unit: string
  redirected_to: string | null
  status: 'sent' | 'acknowledged' | 'opened' | 'declined'
  queue: string | null
  audiences: string[]
  since: Instant
  due_at: MaybeInstant
  due_order: ColumnType<string, never, never>
  hints: JSONColumnType<Record<string, string>>
  sent_at: Instant
  received_at: Instant
  acknowledged_at: MaybeInstant
  acknowledged_by: string | null
  declined_because: string | null
  case_id: string | null
  digest: string
  document: JSONColumnType<ReferralSent>
}

export type ReferralStepTable = {
  id: string
  referral_id: string
  step: string
  by_unit: string
  by_member: string
  by_function: string
  at: Instant
  detail: JSONColumnType<Record<string, unknown>>
}

export const referralTables = (tx: Tx) => tx.withTables<{ referral: ReferralTable; referral_step: ReferralStepTable }>()
