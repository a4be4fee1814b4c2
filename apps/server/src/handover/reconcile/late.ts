import { withSystem } from '../../platform/database/index.ts'
import type { ExchangeDeps } from '../deps.ts'
import { exchangeTables } from '../tables.ts'
import { reconcileWith } from './ask.ts'

const PAUSE_MS = 30_000

/**
 * Reconciles the lines that were left when custody went on: those to the secretariat, which holds no handover. Beside
 * everything else and now and then, since nobody waits for it.
 */
export const createLateReconciling = (deps: () => ExchangeDeps) => {
  let running: Promise<void> | undefined
  let notBefore = 0
  const once = async (): Promise<void> => {
    const lines = await withSystem(deps().db, 'reconcile', (tx) =>
      exchangeTables(tx)
        .selectFrom('peer_line')
        .select(['peer', 'awaits_epoch'])
        .whereRef('awaits_epoch', '>', 'reconciled_epoch')
        .execute(),
    )
    for (const { peer, awaits_epoch: epoch } of lines)
      try {
        await reconcileWith(deps(), peer, epoch)
        deps().wakeDelivery(peer)
      } catch (error) {
        notBefore = deps().clock.now().getTime() + PAUSE_MS
        deps().log.warn({ err: error, peer }, 'line not reconciled yet')
      }
  }
  return {
    run: (): void => {
      if (deps().clock.now().getTime() < notBefore) return
      running ??= once()
        .catch((error: unknown) => deps().log.error({ err: error }, 'exchange'))
        .finally(() => {
          running = undefined
        })
    },
    settled: (): Promise<void> => running ?? Promise.resolve(),
  }
}
