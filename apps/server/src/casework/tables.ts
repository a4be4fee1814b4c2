import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Act, CaseState, PartRef } from '@ariadne/domain'
import type { Instant, Tx } from '../platform/database/index.ts'
import type { AccessRow, QueueRow } from './project.ts'

type MaybeInstant = ColumnType<string | null, string | null | undefined, string | null>

export type CaseRowTable = {
  case_id: string
  reference: string
  status: string
  age_band: string
  sex: string
  identification: string
  lead_here: boolean
  historic: boolean
  last_activity_at: Instant
  next_due_at: MaybeInstant
  sequence: number
  last_hash: string
  fold: number
  state: JSONColumnType<CaseState>
}

export type CaseActionTable = {
  id: string
  case_id: string
  sequence: number
  kind: string
  version: number
  by_instance: string
  by_unit: string
  by_member: string | null
  by_function: string
  occurred_at: Instant
  received_at: Instant
  relies_on: JSONColumnType<Act['reliesOn']>
  body: ColumnType<Record<string, unknown> | null, string, null>
  parts: JSONColumnType<PartRef[]>
  salt: ColumnType<string | null, string, null>
  digest: string
  hash: string
}

export type CaseAccessTable = Omit<AccessRow, 'last_activity_at'> & { last_activity_at: Instant }

export type QueueEntryTable = Omit<QueueRow, 'since' | 'due_at' | 'hints'> & {
  id: Generated<number>
  since: Instant
  due_at: MaybeInstant
  due_order: ColumnType<string, never, never>
  hints: JSONColumnType<Record<string, string>>
  escalated_at: MaybeInstant
}

export type SealedPartTable = {
  part_id: string
  owner_kind: 'case' | 'referral'
  owner_id: string
  subject: string
  class: string
  minted_by: string
  iv: string
  ciphertext: string
  stored_at: Instant
}

export type PartWrapTable = {
  part_id: string
  unit_id: string
  key_id: string
  enc: string
  ct: string
  added_by: ColumnType<string | null, string | null | undefined, string | null>
}

export type CaseTables = {
  case_row: CaseRowTable
  case_action: CaseActionTable
  case_access: CaseAccessTable
  queue_entry: QueueEntryTable
  sealed_part: SealedPartTable
  part_wrap: PartWrapTable
}

/** The transaction, with the stage's own tables known to it. */
export const caseTables = (tx: Tx) => tx.withTables<CaseTables>()
