import type { GeneratedAlways, JSONColumnType } from 'kysely'
import type { GeneralJws, PackageSigner } from '@ariadne/exchange'
import type { Lifecycle } from '@ariadne/domain/screening'
import type { Instant } from '../platform/database/index.ts'

type Json = Record<string, unknown>

/** Where a review was given that this instance took over. */
export type TakenFrom = {
  instance: string
  country: string | null
  function: string | null
  organisation: string | null
  reviewedAt: string
}

export type LibraryTables = {
  content_package: {
    receipt: GeneratedAlways<number>
    name: string | null
    version: number | null
    digest: string
    issued_at: Instant | null
    received_at: Instant
    adopted: boolean
    code: string | null
    detail: string | null
    signers: JSONColumnType<PackageSigner[]>
    contents: JSONColumnType<string[]>
    signed: JSONColumnType<GeneralJws> | null
  }
  content_version: { set_id: string; version: string; digest: string; met_at: Instant }
  content_draft: {
    draft_id: string
    revision: number
    state: Lifecycle['state']
    definition: JSONColumnType<Json>
    texts: JSONColumnType<Record<string, Json>>
    changed_at: Instant
    changed_by: string
  }
  content_offer: {
    digest: string
    name: string
    version: number
    signed: JSONColumnType<GeneralJws>
    met_at: Instant
    handed_in_at: Instant | null
  }
  content_review: {
    kind: string
    id: string
    version: string
    language: string
    digest: string
    by_member: string
    by_name: string
    reviewed_at: Instant
    by_function: string | null
    by_organisation: string | null
    taken_from: JSONColumnType<TakenFrom> | null
    reason: string | null
  }
  content_wording: {
    kind: string
    id: string
    version: string
    language: string
    of_digest: string
    digest: string
    words: JSONColumnType<Json>
    by_member: string
    by_name: string
    at: Instant
  }
  content_review_elsewhere: { instance: string; issued: Instant; signed: string; met_at: Instant }
  content_draft_history: { draft_id: string; revision: number; act: string; by_member: string; at: Instant }
}
