import type { InstanceId } from '@ariadne/domain'
import type { Casework } from '../casework/index.ts'
import type { InstanceKeys, NetworkDoor, Trust } from '../network/index.ts'
import { stamp } from '../platform/clock.ts'
import type { Platform } from '../platform/stage.ts'

/** The network as this stage uses it: one post, answered or failed. Tests put two instances in one process. */
export type Post = (url: string, init: { headers: Record<string, string>; body: string }) => Promise<Response>

export type ExchangeDeps = Pick<Platform, 'db' | 'clock' | 'log' | 'limiter' | 'due'> & {
  me: InstanceId
  casework: Casework
  trust: Trust
  keys: InstanceKeys
  /** What other stages do with messages that are no acts of a handover. */
  messages: NetworkDoor['messages']
  post: Post
  /** Looks soon at what waits for a peer; called after something was queued. */
  wakeDelivery: (peer: string) => void
  /** Looks at what was received and waits; called after something was stored. */
  wakeProcessing: (peer: string) => void
}

export const nowOf = (deps: Pick<ExchangeDeps, 'clock'>): string => stamp(deps.clock)

export const LIFE_MS = 3 * 86_400_000
export const plusMs = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString()
