import { mintId } from '@ariadne/domain'
import type { Clock } from './clock.ts'
import { asSystem, inSavepoint, withSystem } from './database/index.ts'
import type { Database, Tx } from './database/index.ts'
import type { Logger } from './log.ts'

export type DueHandler = (tx: Tx, subject: string, dueAt: string) => Promise<void>

export type DueRows = {
  /** Names what happens when something of this kind comes due. */
  handle: (kind: string, handler: DueHandler) => void
  /** Notes, in the caller's transaction, that `subject` comes due; a later call for the same one moves it. */
  schedule: (tx: Tx, kind: string, subject: string, dueAt: string) => Promise<void>
  /** Takes it off the list, because what it waited for has happened. */
  settle: (tx: Tx, kind: string, subject: string) => Promise<void>
  /** Handles everything due by the instance's clock; returns how many. */
  sweep: () => Promise<number>
  start: () => void
  stop: () => Promise<void>
}

const everyMs = 5_000
const mostAttempts = 20
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error)

/**
 * Things that come due, kept as rows and compared with the instance's clock: a demo can move it, a restored instance
 * catches up, and no queue has to hold a job for half a year.
 */
export const createDueRows = (input: { db: Database; clock: Clock; log: Logger }): DueRows => {
  const handlers = new Map<string, DueHandler>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<number> | undefined

  const sweepOne = (failed: string[]): Promise<boolean> =>
    withSystem(input.db, 'due', async (tx) => {
      const now = input.clock.now().toISOString()
      const row = await tx
        .selectFrom('due')
        .selectAll()
        .where('done_at', 'is', null)
        .where('due_at', '<=', now)
        .where('kind', 'in', [...handlers.keys()])
        .where('attempts', '<', mostAttempts)
        .$if(failed.length > 0, (query) => query.where('id', 'not in', failed))
        .orderBy('attempts')
        .orderBy('due_at')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      const handler = row === undefined ? undefined : handlers.get(row.kind)
      if (row === undefined || handler === undefined) return false
      const attempt = await inSavepoint(tx, () => handler(tx, row.subject, row.due_at))
      const change = attempt.ok ? { done_at: now } : { attempts: row.attempts + 1, last_error: nameOf(attempt.error) }
      // The handler may have scheduled the same subject anew: that one stays open.
      await tx.updateTable('due').set(change).where('id', '=', row.id).where('due_at', '=', row.due_at).execute()
      if (!attempt.ok) {
        failed.push(row.id)
        input.log.error({ kind: row.kind, err: attempt.error }, 'due row failed')
      }
      return true
    })

  const sweep = async (): Promise<number> => {
    if (handlers.size === 0) return 0
    let count = 0
    const failed: string[] = []
    while (count < 10_000 && (await sweepOne(failed))) count += 1
    return count
  }

  return {
    handle: (kind, handler) => {
      if (handlers.has(kind)) throw new Error(`Two handlers for what comes due as "${kind}".`)
      handlers.set(kind, handler)
    },
    schedule: (tx, kind, subject, dueAt) =>
      asSystem(tx, async () => {
        await tx
          .insertInto('due')
          .values({ id: mintId(input.clock.now().getTime()), kind, subject, due_at: dueAt, last_error: null })
          .onConflict((conflict) =>
            conflict.columns(['kind', 'subject']).doUpdateSet({ due_at: dueAt, done_at: null, attempts: 0 }),
          )
          .execute()
      }),
    settle: (tx, kind, subject) =>
      asSystem(tx, async () => {
        await tx
          .updateTable('due')
          .set({ done_at: input.clock.now().toISOString() })
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .where('done_at', 'is', null)
          .execute()
      }),
    sweep: () => {
      // One sweep at a time; who asks during one gets the next.
      const next = (running ?? Promise.resolve(0)).catch(() => 0).then(sweep)
      running = next
      return next
    },
    start: () => {
      timer = setInterval(() => {
        sweep().catch((error: unknown) => input.log.error({ err: error }, 'due sweep'))
      }, everyMs)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}
