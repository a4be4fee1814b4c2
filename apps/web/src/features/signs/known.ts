import type { Api } from '@ariadne/contract'
import { type LifeStage, compareVersions } from '@ariadne/domain/screening'
import type { Tone } from '../../components/Tag.tsx'
import type { FunctionName } from '../../lib/session/me.tsx'

type Overview = Api['GET /api/content']['response']
export type KnownSet = Overview['sets'][number]
export type DraftLine = Overview['drafts'][number]
export type ReceivedPackage = Overview['packages'][number]
export type Offered = Overview['offers'][number]

/** Those who write and agree on signs; the server holds the same. */
const EDITORS: readonly FunctionName[] = ['secretariat', 'national_coordinator']
export const isEditor = (functions: ReadonlySet<FunctionName>): boolean => EDITORS.some((one) => functions.has(one))

export const STAGE_TONE: Record<LifeStage, Tone> = {
  proposed: 'plain',
  in_review: 'accent',
  approved: 'accent',
  effective: 'good',
  retired: 'warn',
}

/** Versions by set, the newest first; sets in the order of their titles. */
export const bySet = (sets: readonly KnownSet[], collator: Intl.Collator): KnownSet[][] => {
  const grouped = Map.groupBy(sets, ({ id }) => id)
  return [...grouped.values()]
    .map((versions) => versions.toSorted((a, b) => compareVersions(b.version, a.version)))
    .toSorted((a, b) => collator.compare(a[0]?.title ?? '', b[0]?.title ?? ''))
}

export const setAddress = ({ id, version }: { id: string; version: string }): string =>
  `/signs/${id}/${encodeURIComponent(version)}`
