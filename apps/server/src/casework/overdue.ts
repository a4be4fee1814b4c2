import { sql } from 'kysely'
import { stamp } from '../platform/clock.ts'
import type { Clock } from '../platform/clock.ts'
import { withSystem } from '../platform/database/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'

const EVERY_MS = 5_000

/**
 * Sees which lines have become late by the instance's clock and puts each, once, before those who coordinate. A line
 * that gets a new date is a new line. One statement over an index of what is not yet late: it costs what has changed.
 * @returns how many lines became late
 */
export const sweepOverdue = async (db: Database, now: string): Promise<number> =>
  withSystem(db, 'overdue', async (tx) => {
    const { rows } = await sql<{ late: number }>`
      with late as (
        update queue_entry set escalated_at = ${now} where due_at < ${now} and escalated_at is null returning 1
      ) select count(*) as late from late`.execute(tx)
    return rows[0]?.late ?? 0
  })

/** Sweeps again and again; a database that is away for a while is no reason to stop. */
export const startSweeping = (deps: { db: Database; clock: Clock; log: Logger }): (() => Promise<void>) => {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = sweepOverdue(deps.db, stamp(deps.clock)).catch((error: unknown) =>
      deps.log.error({ err: error }, 'overdue sweep'),
    )
  }, EVERY_MS).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
