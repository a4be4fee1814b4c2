import { sql } from 'kysely'
import { isSystem } from './actor.ts'
import type { Tx } from './connect.ts'

export type Attempt<T> = { ok: true; value: T } | { ok: false; error: unknown }

let count = 0

/** Runs `work` so that its failure undoes only what it wrote and the transaction goes on. */
export const inSavepoint = async <T>(tx: Tx, work: () => Promise<T>): Promise<Attempt<T>> => {
  // A name of its own: one within another must not be rolled back in its place.
  const name = sql.raw(`attempt_${(count += 1)}`)
  await sql`savepoint ${name}`.execute(tx)
  try {
    const value = await work()
    // Not released: the end of the transaction does that, and it would cost a way to the database and back.
    return { ok: true, value }
  } catch (error) {
    await sql`rollback to savepoint ${name}`.execute(tx)
    return { ok: false, error }
  }
}

/**
 * Runs `work` within a member's transaction as the instance itself, for the rows that a rule, not the member, writes:
 * the receiving unit's queue entry of a referral, for example. Check first that the member may cause it.
 */
export const asSystem = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  if (isSystem(tx)) return work()
  const before = await sql<{ role: string }>`select current_setting('role') as role,
    set_config('role', regexp_replace(session_user, '_app$', '_system'), true)`.execute(tx)
  const back = () => sql`select set_config('role', ${before.rows[0]?.role ?? 'none'}, true)`.execute(tx)
  try {
    const value = await work()
    await back()
    return value
  } catch (error) {
    // After an error of the database's own the transaction, or its savepoint, takes the role back with everything else.
    await back().catch(() => undefined)
    throw error
  }
}
