import { sql } from 'kysely'
import type { Database, Tx } from './connect.ts'

/** Who acts, as row-level security sees them. */
export type Actor = { member: string; units: readonly string[]; functions: readonly string[] }

const asArray = (values: readonly string[]) =>
  `{${values.map((value) => `"${value.replaceAll(/["\\]/gu, '\\$&')}"`).join(',')}}`

/**
 * Runs `work` in one transaction as a member: row-level security then shows and lets write only what this member's
 * units may. The settings end with the transaction, so a pooled connection carries nobody's rights on.
 */
export const withActor = <T>(
  db: Database,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options: { /** Two transactions with the same one wait for each other. */ alone?: string } = {},
): Promise<T> =>
  db.transaction().execute(async (tx) => {
    const lock =
      options.alone === undefined ? sql`` : sql`, pg_advisory_xact_lock(hashtextextended(${options.alone}, 0))`
    await sql`select set_config('ariadne.member', ${actor.member}, true),
      set_config('ariadne.units', ${asArray(actor.units)}, true),
      set_config('ariadne.functions', ${asArray(actor.functions)}, true)${lock}`.execute(tx)
    return work(tx)
  })

const systemRoles = new WeakMap<Database, Promise<string>>()

/** The system role's name follows from the login role's: `ariadne_mk_app` may become `ariadne_mk_system`. */
const systemRoleOf = (db: Database): Promise<string> => {
  const known = systemRoles.get(db)
  if (known !== undefined) return known
  const asked = sql<{ name: string }>`select regexp_replace(session_user, '_app$', '_system') as name`
    .execute(db)
    .then((result) => result.rows[0]?.name ?? '')
  systemRoles.set(db, asked)
  return asked
}

/**
 * Runs `work` in one transaction as the instance itself: exchange, jobs, sweeps. It takes on a role of its own, so its
 * wider policies never weaken a member's query plan. `job` names the work in the database's own activity view.
 */
export const withSystem = async <T>(db: Database, job: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const role = await systemRoleOf(db)
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('role', ${role}, true), set_config('application_name', ${`ariadne ${job}`}, true)`.execute(
      tx,
    )
    return work(tx)
  })
}
