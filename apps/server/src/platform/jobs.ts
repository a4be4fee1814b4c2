import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import { fromKysely } from 'pg-boss'
import type { Tx } from './database/index.ts'
import type { Logger } from './log.ts'

/** A job carries the id of a row and nothing else: the row is the record, the job only wakes somebody to look at it. */
export type WakeUp = { id: string }
export type JobHandler = (id: string) => Promise<void>

export type QueueOptions = {
  /** How often a failed wake-up is repeated; with growing pauses. */
  retries?: number
  /** How many run side by side. */
  concurrency?: number
}

export type Jobs = {
  /** Names the one who is woken. Call it before `start`. */
  handle: (queue: string, handler: JobHandler, options?: QueueOptions) => void
  /** Queues a wake-up in the caller's transaction: it exists exactly when what it is about exists. */
  wake: (tx: Tx, queue: string, id: string, options?: { after?: Date }) => Promise<void>
  /** Looks into a queue at once instead of at the next poll. Call it after the commit. */
  nudge: (queue: string) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}

const pollSeconds = 2

/** pg-boss on the app role's pool. The owner made its tables (database/migrate.ts), so it never changes their shape. */
export const createJobs = (input: { pool: pg.Pool; log: Logger }): Jobs => {
  const handlers = new Map<string, { handler: JobHandler; options: QueueOptions }>()
  const workers = new Map<string, string>()
  const boss = new PgBoss({
    schema: 'pgboss',
    db: { executeSql: async (text, values) => ({ rows: (await input.pool.query(text, values)).rows }) },
    migrate: false,
    createSchema: false,
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: 60,
    maintenanceIntervalSeconds: 3600,
  })
  boss.on('error', (error) => input.log.error({ err: error }, 'job queue'))
  let started = false
  return {
    handle: (queue, handler, options = {}) => {
      if (handlers.has(queue)) throw new Error(`The queue "${queue}" has two handlers.`)
      handlers.set(queue, { handler, options })
    },
    wake: async (tx, queue, id, options = {}) => {
      await boss.send(
        queue,
        { id },
        {
          db: fromKysely(tx),
          ...(options.after === undefined ? {} : { startAfter: options.after }),
        },
      )
    },
    nudge: (queue) => {
      const worker = workers.get(queue)
      if (started && worker !== undefined) boss.notifyWorker(worker)
    },
    start: async () => {
      await boss.start()
      for (const [queue, { handler, options }] of handlers) {
        await boss.createQueue(queue, {
          retryLimit: options.retries ?? 5,
          retryDelay: 2,
          retryBackoff: true,
          expireInSeconds: 300,
          deleteAfterSeconds: 86_400,
        })
        const work = async (jobs: { data: WakeUp }[]) => {
          for (const job of jobs) await handler(job.data.id)
        }
        workers.set(queue, await boss.work<WakeUp>(queue, { pollingIntervalSeconds: pollSeconds, batchSize: 1 }, work))
      }
      started = true
    },
    stop: async () => {
      started = false
      await boss.stop({ graceful: true, timeout: 5_000, close: false })
    },
  }
}
