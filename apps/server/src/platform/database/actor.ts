import { sql } from 'kysely'
import pg from 'pg'
import type { Database, Tx } from './connect.ts'

/** Who acts, as row-level security sees them. */
export type Actor = { member: string; units: readonly string[]; functions: readonly string[] }

const asArray = (values: readonly string[]) =>
  `{${values.map((value) => `"${value.replaceAll(/["\\]/gu, '\\$&')}"`).join(',')}}`

/**
 * Runs `work` in one transaction with settings that end with it, so that a pooled connection carries nobody's rights
 * on. Beginning and settings go to the database together: every way there and back counts on the path of a message.
 */
const inTransaction = <T>(db: Database, settings: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.connection().execute(async (connection) => {
    // Within `begin` and `commit` a connection is what kysely calls a transaction.
    const tx = connection as unknown as Tx
    await sql.raw(`begin; select ${settings}`).execute(tx)
    try {
      const value = await work(tx)
      await sql`commit`.execute(tx)
      return value
    } catch (error) {
      // Where the connection itself is gone, what it had begun is gone with it.
      await sql`rollback`.execute(tx).catch(() => undefined)
      throw error
    }
  })

const set = (name: string, value: string) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`

/**
 * Runs `work` in one transaction as a member: row-level security then shows and lets write only what this member's
 * units may.
 */
export const withActor = <T>(
  db: Database,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options: { /** Two transactions with the same one wait for each other. */ alone?: string } = {},
): Promise<T> =>
  inTransaction(
    db,
    [
      set('ariadne.member', actor.member),
      set('ariadne.units', asArray(actor.units)),
      set('ariadne.functions', asArray(actor.functions)),
      ...(options.alone === undefined
        ? []
        : [`pg_advisory_xact_lock(hashtextextended(${pg.escapeLiteral(options.alone)}, 0))`]),
    ].join(', '),
    work,
  )

const systemRoles = new WeakMap<Database, Promise<string>>()

/** The system role's name follows from the login role's: `ariadne_mk_app` may become `ariadne_mk_system`. */
const systemRoleOf = (db: Database): Promise<string> => {
  const known = systemRoles.get(db)
  if (known !== undefined) return known
  const asked = sql<{ name: string }>`select regexp_replace(session_user, '_app$', '_system') as name`
    .execute(db)
    .then((result) => result.rows[0]?.name ?? '')
  systemRoles.set(db, asked)
  // What failed is asked again: a database that was away for a moment must not stay away for the system.
  asked.catch(() => systemRoles.delete(db))
  return asked
}

const systemTransactions = new WeakSet<Tx>()

/** Whether the transaction began as the instance itself. */
export const isSystem = (tx: Tx): boolean => systemTransactions.has(tx)

/**
 * Runs `work` in one transaction as the instance itself: exchange, jobs, sweeps. It takes on a role of its own, so its
 * wider policies never weaken a member's query plan. `job` names the work in the database's own activity view.
 */
export const withSystem = async <T>(db: Database, job: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const role = await systemRoleOf(db)
  return inTransaction(db, `${set('role', role)}, ${set('application_name', `ariadne ${job}`)}`, (tx) => {
    systemTransactions.add(tx)
    return work(tx)
  })
}
