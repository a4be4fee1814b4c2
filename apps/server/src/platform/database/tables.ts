import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/** A moment: ISO 8601 in UTC both ways. */
export type Instant = ColumnType<string, string | Date, string | Date>
type Json<T> = JSONColumnType<T & object>
export type Message = Record<string, string>

export type OrganisationTable = { id: string; name: Json<Message>; kind: string }

export type UnitTable = {
  id: string
  organisation_id: string
  kind: string
  name: Json<Message>
  languages: Generated<string[]>
  on_duty_contact: string | null
  on_duty_state: Generated<'empty' | 'demo' | 'confirmed'>
  on_duty_confirmed_by: string | null
  on_duty_called_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  state: Generated<'active' | 'closed'>
  /** Part of the country it works in. */
  area: ColumnType<string | null, string | null | undefined, string | null>
}

export type MemberTable = {
  id: string
  account_id: string | null
  organisation_id: string
  display_name: string
  language: Generated<string>
  state: Generated<'invited' | 'active' | 'suspended' | 'left'>
  created_at: Instant
}

export type MembershipTable = {
  member_id: string
  unit_id: string
  functions: string[]
  since: Instant
  until: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

export type MemberKeyTable = {
  member_id: string
  version: number
  key_id: string
  public_key: string
  wrapped_seed: string
  created_at: Instant
  retired_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

export type UnitKeyTable = {
  unit_id: string
  version: number
  key_id: string
  public_key: string
  state: Generated<'current' | 'retired'>
  created_by: string
  created_at: Instant
  previous: ColumnType<string | null, string | null | undefined, string | null>
  because: ColumnType<string | null, string | null | undefined, string | null>
  retired_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

export type UnitKeyGrantTable = {
  unit_id: string
  version: number
  member_id: string
  member_key_id: string
  sealed_seed: string
  granted_by: string
  granted_at: Instant
  revoked_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
}

export type RecoveryKitTable = {
  unit_id: string
  version: number
  sealed_seed: string
  created_by: string
  created_at: Instant
}

export type RecoveryKitConfirmationTable = {
  unit_id: string
  version: number
  member_id: string
  confirmed_at: Instant
}

export type RecoveryKitTakenTable = {
  id: Generated<string>
  unit_id: string
  version: number
  member_id: string
  taken_at: Instant
}

export type CommandTable = {
  id: string
  member_id: string
  kind: string
  digest: Buffer
  outcome: Json<unknown>
  received_at: Instant
}

export type RateLimitTable = { key: string; window_start: Instant; count: number }

export type DueTable = {
  id: string
  kind: string
  subject: string
  due_at: Instant
  done_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  attempts: Generated<number>
  last_error: string | null
}

export type InstanceStateTable = {
  single: Generated<boolean>
  instance_id: string | null
  restored_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  reconciled_at: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  live_since: ColumnType<string | null, string | Date | null | undefined, string | Date | null>
  attestations: Json<Record<string, Attestation>>
}

/** Something only people can vouch for, such as a signed controller agreement: who said so, and when. */
export type Attestation = { by: string; at: string; note?: string }

/** The platform's own tables. A stage adds its own with `tx.withTables<StageTables>()`. */
export type Tables = {
  organisation: OrganisationTable
  unit: UnitTable
  member: MemberTable
  membership: MembershipTable
  member_key: MemberKeyTable
  member_public_key: { member_id: string; version: number; key_id: string; public_key: string }
  unit_key: UnitKeyTable
  unit_key_grant: UnitKeyGrantTable
  recovery_kit: RecoveryKitTable
  recovery_kit_confirmation: RecoveryKitConfirmationTable
  recovery_kit_taken: RecoveryKitTakenTable
  command: CommandTable
  rate_limit: RateLimitTable
  due: DueTable
  instance_state: InstanceStateTable
}
