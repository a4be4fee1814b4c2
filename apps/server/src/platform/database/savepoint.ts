import { sql } from 'kysely'
import type { Tx } from './connect.ts'

export type Attempt<T> = { ok: true; value: T } | { ok: false; error: unknown }

/** Runs `work` so that its failure undoes only what it wrote and the transaction goes on. */
export const inSavepoint = async <T>(tx: Tx, work: () => Promise<T>): Promise<Attempt<T>> => {
  await sql`savepoint attempt`.execute(tx)
  try {
    const value = await work()
    await sql`release savepoint attempt`.execute(tx)
    return { ok: true, value }
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(tx)
    return { ok: false, error }
  }
}

/**
 * Runs `work` within a member's transaction as the instance itself, for the rows that a rule, not the member, writes:
 * the receiving unit's queue entry of a referral, for example. Check first that the member may cause it.
 */
export const asSystem = async <T>(tx: Tx, work: () => Promise<T>): Promise<T> => {
  // The role is put back as it was: within a job's own transaction it stays the system's.
  const before = await sql<{ role: string }>`select current_setting('role') as role,
    set_config('role', regexp_replace(session_user, '_app$', '_system'), true)`.execute(tx)
  const value = await work()
  await sql`select set_config('role', ${before.rows[0]?.role ?? 'none'}, true)`.execute(tx)
  return value
}
