import type { JSONColumnType } from 'kysely'
import type { GeneralJws } from '@ariadne/exchange'
import type { Instant } from '../platform/database/index.ts'

export type NetworkTables = {
  trust_root: { version: number; signed: JSONColumnType<GeneralJws>; accepted_at: Instant }
  trust_list: {
    version: number
    digest: string
    signed: JSONColumnType<GeneralJws>
    issued_at: Instant
    expires_at: Instant
    accepted_at: Instant
  }
}
