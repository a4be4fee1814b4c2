import { mintId, type Act, type CaseId, type InstanceId, type UnitId } from '@ariadne/domain'
import { caseworkOf } from '../casework/index.ts'
import { networkOf } from '../network/index.ts'
import type { Platform, Stage } from '../platform/stage.ts'
import { exchangeCommands } from './commands.ts'
import { findHandover, lockThread } from './custody.ts'
import type { ExchangeDeps, Post } from './deps.ts'
import { nowOf } from './deps.ts'
import { exchange } from './migrations/0500-exchange.ts'
import { lateLines } from './migrations/0750-late-lines.ts'
import { alarmSeats } from './migrations/0834-alarm-seats.ts'
import { custodyCheck, mirrorHook } from './mirror.ts'
import { POST_TIMEOUT_MS } from './outbox/deliver.ts'
import type { OnLapsed } from './outbox/lapse.ts'
import { alarmQueue, messagesOfCase } from './reads.ts'
import { eraseMessages } from './erase.ts'
import { exchangeRoutes } from './routes.ts'
import { queueMessage } from './outbox/queue.ts'
import { fatesOf, type Fate } from './fates.ts'
import { createWorker, type Worker } from './worker.ts'
import type { Tx } from '../platform/database/index.ts'

export type { Post } from './deps.ts'
export type { Fate } from './fates.ts'
export { queueFor } from './outbox/queue.ts'

/** A message of another stage to one peer. Messages of one thread are acted on in their order. */
export type Outgoing = { peer: string; thread: string; kind: string; body: Record<string, unknown>; purpose?: string }

export type HandoverDoor = {
  readonly worker: Worker
  /** Puts a message into the outbox, in the caller's transaction: it is tried until it arrives. @returns its id */
  readonly send: (tx: Tx, message: Outgoing) => Promise<string>
  /** What became of messages, by id. */
  readonly fatesOf: (tx: Tx, ids: readonly string[]) => Promise<Map<string, Fate>>
}

export const handoverOf = (platform: Pick<Platform, 'services'>): HandoverDoor | undefined =>
  platform.services.get('handover') as HandoverDoor | undefined

const postOverHttp: Post = (url, { headers, body }) =>
  fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(POST_TIMEOUT_MS) })

/**
 * An offer or an acceptance that could not be delivered in its time counts no more: the handover is void on both
 * sides, and the lead stays where it is.
 */
const voidLapsed =
  (deps: ExchangeDeps): OnLapsed =>
  async (tx, row) => {
    if (row.kind !== 'handover.offered' && row.kind !== 'handover.accepted') return
    const thread = await lockThread(tx, row.thread)
    if (!thread || row.case_id === null) return
    const standing = await deps.casework.appendActs(tx, {
      caseId: thread.case_id as CaseId,
      acts: [],
      from: { kind: 'instance' },
    })
    if (standing.status !== 'accepted') return
    const handover = findHandover(standing.state, { body: { handoverId: row.thread } })
    if (!handover || !['offered', 'accepted'].includes(handover.stage)) return
    const act: Act = {
      id: mintId(deps.clock.now().getTime()),
      caseId: thread.case_id as CaseId,
      kind: 'handover.voided',
      version: 1,
      by: { instanceId: deps.me, unitId: row.unit_id as UnitId, memberId: null, function: 'instance' },
      occurredAt: nowOf(deps),
      reliesOn: { handover: standing.state.revisions.handover },
      body: { handoverId: row.thread, reason: 'expired_unanswered' },
      parts: [],
    }
    const outcome = await deps.casework.appendActs(tx, { caseId: act.caseId, acts: [act], from: { kind: 'instance' } })
    if (outcome.status !== 'accepted')
      deps.log.error({ code: 'code' in outcome ? outcome.code : '' }, 'handover not voided')
  }

/** The stage that carries handovers between instances. `post` is the network; tests give their own. */
export const handoverStage = (options: { post?: Post } = {}): Stage => ({
  name: 'handover',
  migrations: [exchange, lateLines, alarmSeats],
  start: (platform, register) => {
    const { trust, keys, messages } = networkOf(platform)
    const casework = caseworkOf(platform)
    casework.connectMessages(messagesOfCase)
    register.queues(alarmQueue)
    if (keys === undefined) return
    const { db, clock, log, limiter, due, config } = platform
    const deps: ExchangeDeps = {
      db,
      clock,
      log,
      limiter,
      due,
      me: config.instance.id as InstanceId,
      casework,
      trust,
      keys,
      messages,
      post: options.post ?? postOverHttp,
      wakeDelivery: (peer) => worker.wakeDelivery(peer),
      wakeProcessing: (peer) => worker.wakeProcessing(peer),
    }
    const worker = createWorker(() => deps, voidLapsed(deps))
    casework.check(custodyCheck(deps))
    casework.onAppended(mirrorHook(deps))
    casework.onErased(eraseMessages)
    exchangeRoutes(register, deps)
    exchangeCommands(register, deps)
    const send: HandoverDoor['send'] = (tx, message) => queueMessage(deps, tx, message)
    platform.services.set('handover', { worker, send, fatesOf } satisfies HandoverDoor)
    worker.start()
    register.onStop(() => worker.stop())
  },
})
