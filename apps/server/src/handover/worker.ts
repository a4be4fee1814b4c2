import { sql } from 'kysely'
import { withSystem } from '../platform/database/index.ts'
import { nowOf, type ExchangeDeps } from './deps.ts'
import { askForMissing } from './inbox/gaps.ts'
import { processFrom } from './inbox/process.ts'
import { deliverTo, peersToServe, takeBackSent } from './outbox/deliver.ts'
import { lapseExpired, type OnLapsed } from './outbox/lapse.ts'
import { reconcile } from './reconcile/ask.ts'
import { createLateReconciling } from './reconcile/late.ts'
import { exchangeTables } from './tables.ts'

/** How often everything is looked at, whoever was or was not woken. */
const SWEEP_MS = 1_000
/** The transaction that queued a message is usually committed by then. */
const SOON_MS = 5
/** Refusals of strangers are kept this long. */
const KEEP_REFUSED_MS = 90 * 86_400_000

/** What there is to do, in one look: this is asked every second, and mostly the answer is nothing. */
const lookForWork = async (deps: ExchangeDeps) =>
  withSystem(deps.db, 'sweep', async (tx) => {
    const now = nowOf(deps)
    const found = await sql<{ restored: boolean; late: boolean; lapsed: boolean; gaps: boolean; stored: string[] }>`
      select
        exists (select from instance_state where restored_at is not null
          and (reconciled_at is null or reconciled_at < restored_at)) as restored,
        exists (select from peer_line where awaits_epoch > reconciled_epoch) as late,
        exists (select from outbox where state in ('waiting', 'sent', 'delivered') and expires_at <= ${now}) as lapsed,
        exists (select from peer_line where gap_asked_at <= ${now}) as gaps,
        array(select distinct peer from inbox where state = 'stored') as stored`.execute(tx)
    return found.rows[0] ?? { restored: false, late: false, lapsed: false, gaps: false, stored: [] }
  })

/** Runs `work` for a key one at a time; asked again meanwhile, it runs once more afterwards. */
const oneAtATime = (work: (key: string) => Promise<unknown>) => {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()
  const run = (key: string): Promise<void> => {
    const before = running.get(key)
    if (before) {
      again.add(key)
      return before
    }
    const now = (async () => {
      do {
        again.delete(key)
        await work(key)
      } while (again.has(key))
    })().finally(() => running.delete(key))
    running.set(key, now)
    return now
  }
  return { run, settled: () => Promise.allSettled(running.values()) }
}

export type Worker = {
  wakeDelivery: (peer: string) => void
  wakeProcessing: (peer: string) => void
  /** Looks at everything once and waits for it: for jobs, and for tests that do not want to wait. */
  sweep: () => Promise<void>
  start: () => void
  stop: () => Promise<void>
}

/**
 * Carries messages. The tables are the record: being woken only makes it quicker, and a sweep finds what nobody was
 * woken for, after a crash for instance.
 */
export const createWorker = (deps: () => ExchangeDeps, onLapsed: OnLapsed): Worker => {
  let timer: NodeJS.Timeout | undefined
  const soon = new Map<string, NodeJS.Timeout>()
  let stopped = false
  let sweeping: Promise<void> | undefined
  const failed = (error: unknown) => deps().log.error({ err: error }, 'exchange')
  const delivery = oneAtATime((peer) => (stopped ? Promise.resolve() : deliverTo(deps(), peer).catch(failed)))
  const processing = oneAtATime((peer) => (stopped ? Promise.resolve() : processFrom(deps(), peer).catch(failed)))

  const late = createLateReconciling(deps)

  const deliverAll = async (): Promise<void> => {
    const peers = await peersToServe(deps())
    await Promise.all(peers.map((peer) => delivery.run(peer)))
  }
  const prune = (): Promise<unknown> =>
    withSystem(deps().db, 'prune', (tx) =>
      exchangeTables(tx)
        .deleteFrom('inbox')
        .where('state', '=', 'refused')
        .where('received_at', '<', new Date(deps().clock.now().getTime() - KEEP_REFUSED_MS).toISOString())
        .execute(),
    )
  const sweepNow = async (): Promise<void> => {
    await deps().trust.refresh()
    const work = await lookForWork(deps())
    if (work.restored && !(await reconcile(deps()))) return
    if (work.late) late.run()
    if (work.lapsed) await lapseExpired(deps(), onLapsed)
    if (work.gaps) await askForMissing(deps())
    await Promise.all(work.stored.map((peer) => processing.run(peer)))
    await deliverAll()
  }
  const sweep = (): Promise<void> => {
    sweeping ??= sweepNow().finally(() => {
      sweeping = undefined
    })
    return sweeping
  }
  const wakeDelivery = (peer: string): void => {
    if (stopped || soon.has(peer)) return
    const timer = setTimeout(() => {
      soon.delete(peer)
      void delivery.run(peer)
    }, SOON_MS)
    timer.unref()
    soon.set(peer, timer)
  }
  return {
    wakeDelivery,
    wakeProcessing: (peer) => {
      if (!stopped) void processing.run(peer)
    },
    sweep,
    start: () => {
      timer = setInterval(() => {
        sweep().catch(failed)
      }, SWEEP_MS)
      timer.unref()
      takeBackSent(deps()).catch(failed)
      prune().catch(failed)
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      for (const timer of soon.values()) clearTimeout(timer)
      await sweeping?.catch(() => undefined)
      await delivery.settled()
      await processing.settled()
      await late.settled()
    },
  }
}
