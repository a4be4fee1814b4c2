import { reads } from '@ariadne/contract'
import type { Clock } from './clock.ts'
import { stamp } from './clock.ts'
import { withActor } from './database/index.ts'
import type { Database } from './database/index.ts'
import type { Routes } from './http/register.ts'
import { notFound } from './problem.ts'
import type { QueueProvider } from './queues.ts'

/** What cannot wait stands above everything, however much is overdue elsewhere. */
const atOnce = ({ queue }: { queue: string }): number =>
  queue === 'duty_alarm' ? 0 : queue === 'outside_alarm' ? 1 : 2

/** Home is made of what every stage has waiting for this member; what is overdue comes first. */
export const homeRoutes = (
  routes: Routes,
  deps: { db: Database; clock: Clock; providers: readonly QueueProvider[] },
): void => {
  routes.signedIn(reads.home, async (c, who) => {
    const now = stamp(deps.clock)
    const queues = await withActor(deps.db, who.actor, async (tx) => {
      const found = []
      for (const provider of deps.providers) found.push(...(await provider.summary(tx, who, now)))
      return found
    })
    queues.sort(
      (a, b) => atOnce(a) - atOnce(b) || b.overdue - a.overdue || b.count - a.count || (a.queue < b.queue ? -1 : 1),
    )
    return c.json({ now, queues }, 200)
  })
  routes.signedIn(reads.queue, async (c, who) => {
    const { queue } = c.req.valid('param')
    const provider = deps.providers.find((one) => one.names.includes(queue))
    if (provider === undefined) throw notFound('queue')
    const { after } = c.req.valid('query')
    const page = await withActor(deps.db, who.actor, (tx) => provider.page(tx, who, queue, after, stamp(deps.clock)))
    return c.json(page, 200)
  })
}
