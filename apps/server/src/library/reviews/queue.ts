import type { QueueLine } from '@ariadne/contract'
import type { Tx } from '../../platform/database/index.ts'
import type { SignedIn } from '../../platform/http/env.ts'
import type { QueueProvider } from '../../platform/queues.ts'
import { isConfirmed } from './texts.ts'
import type { OneText } from './texts.ts'

const QUEUE = 'texts_to_confirm'

/** A language that a member reads, with how much written in it nobody has confirmed. It waits without a day: nothing is late. */
export const textsQueue = ({
  texts,
  languages,
}: {
  texts: () => readonly OneText[]
  /** The languages that the member reads; none for whoever confirms nothing. */
  languages: (tx: Tx, who: SignedIn) => Promise<readonly string[]>
}): QueueProvider => {
  const lines = async (tx: Tx, who: SignedIn, now: string): Promise<QueueLine[]> => {
    const [first] = who.memberships
    if (first === undefined) return []
    const own = await languages(tx, who)
    return own.flatMap((language) => {
      const waiting = texts().filter((one) => one.language === language && !isConfirmed(one.words))
      if (waiting.length === 0) return []
      return [
        {
          queue: QUEUE,
          unitId: first.unitId as QueueLine['unitId'],
          act: 'content.review_texts',
          subject: { type: 'texts' as const, language },
          hints: { language, waiting: String(waiting.length) },
          since: now,
          dueAt: null,
          overdue: false,
        },
      ]
    })
  }
  return {
    names: [QUEUE],
    summary: async (tx, who, now) => {
      const all = await lines(tx, who, now)
      return all.length === 0 ? [] : [{ queue: QUEUE, count: all.length, overdue: 0, first: all.slice(0, 3) }]
    },
    page: async (tx, who, _queue, _after, now) => ({ entries: await lines(tx, who, now), next: null }),
  }
}
