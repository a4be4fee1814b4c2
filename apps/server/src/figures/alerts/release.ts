import { mintId } from '@ariadne/domain'
import type { Alert } from '@ariadne/signals/watch'
import type { SigningKey } from '@ariadne/exchange'
import { sql } from 'kysely'
import { SAFE_THRESHOLD } from '../cells.ts'
import type { Reading } from '../figures.ts'
import { signRelease } from '../regional/statement.ts'
import { alertTables } from './tables.ts'
import type { Told } from './tables.ts'

/** The name of the release that tells alerts. */
export const EARLY_WARNING = 'early-warning'

/** Round steps of "once in so many days": a month, a quarter, a year, ten years. */
const STEPS = [3650, 365, 91, 30]

/**
 * What leaves about an alert: the categories, the weeks, and round lower limits. Counts stay, because beside a released
 * table they could be subtracted from it.
 */
export const toldOf = (definition: string, { fixed, from, to, ratio, recurrence }: Alert): Told => ({
  definition,
  fixed: { ...fixed },
  from,
  to,
  times: Math.max(1, Math.floor(ratio.lower95)),
  recurrence: STEPS.find((step) => recurrence >= step) ?? 0,
})

/** Fewer than this are not a pattern to tell others but people to talk about, case by case. */
export const isTellable = ({ observed }: Alert): boolean => observed >= SAFE_THRESHOLD

/** Signs all alerts told so far this year, this one included: the latest release is the whole list. */
export const releaseAlert = async (
  { tx, now, country }: Reading,
  release: { alertId: string; told: Told; instanceId: string; key: SigningKey; by: string },
): Promise<{ id: string; period: string; signed: string }> => {
  const tables = alertTables(tx)
  // One after the other: each tells the whole list, and its length is its version.
  await sql`select pg_advisory_xact_lock(4130, 721)`.execute(tx)
  const id = mintId<string>(Date.parse(now))
  await tables
    .insertInto('alert_release')
    .values({
      id,
      alert_id: release.alertId,
      told: JSON.stringify(release.told),
      by_member: release.by,
      at: now,
    })
    .execute()
  const year = now.slice(0, 4)
  const all = await tables.selectFrom('alert_release').select(['told', 'at']).orderBy('at').execute()
  const told = all.filter(({ at }) => at.startsWith(year)).map((one) => one.told)
  const signed = await signRelease(
    {
      v: 1,
      kind: 'alerts',
      from: release.instanceId,
      country: country === '' ? null : country,
      name: EARLY_WARNING,
      period: year,
      version: told.length,
      issued: now,
      alerts: told,
    },
    release.key,
  )
  return { id, period: year, signed }
}
