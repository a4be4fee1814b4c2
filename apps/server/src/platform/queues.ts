import type { Home, QueueLine } from '@ariadne/contract'
import type { Tx } from './database/index.ts'
import type { SignedIn } from './http/env.ts'

export type QueueCount = Home['queues'][number]
export type QueuePage = { entries: QueueLine[]; next: string | null }

/** A stage's share of "what needs you today". Everything runs in the asker's own transaction. */
export type QueueProvider = {
  /** The queues this provider answers for. */
  names: readonly string[]
  /** The queues that hold something for this member, each with its count and most urgent lines. */
  summary: (tx: Tx, who: SignedIn, now: string) => Promise<QueueCount[]>
  /** One page of one queue, the most urgent first; `after` is what the last page's `next` said. */
  page: (tx: Tx, who: SignedIn, queue: string, after: string | undefined, now: string) => Promise<QueuePage>
}
