import { SENDER_HEADER, reads, wire } from '@ariadne/contract'
import { withActor } from '../platform/database/index.ts'
import { notAllowed } from '../platform/problem.ts'
import type { Register } from '../platform/stage.ts'
import type { ExchangeDeps } from './deps.ts'
import { receive, type ReceiveCode } from './inbox/receive.ts'
import { overview } from './reads.ts'

const STATUS: Readonly<Partial<Record<ReceiveCode, number>>> = {
  oversized: 413,
  unknown_sender: 403,
  readdressed: 421,
  expired: 410,
  id_reused: 409,
  sequence_reused: 409,
  chain_broken: 409,
  trust_list_stale: 503,
}

/** Who may look at the lines to other countries: those who answer for them. Never at content. */
const OVERSEERS = ['focal_point', 'case_coordinator', 'national_coordinator', 'instance_admin']

export const exchangeRoutes = (register: Register, deps: ExchangeDeps): void => {
  register.open(wire.inbox, async (c) => {
    const from = c.req.header(SENDER_HEADER) ?? ''
    // Counted by address as well as by name: a stranger can write any name into a header.
    await deps.limiter.count('exchangePeer', `${c.var.addressHash} ${from}`)
    const received = await receive(deps, from, await c.req.text())
    if (received.ok) return c.json({ receipt: received.receipt }, 200)
    const problem = {
      type: `/api/docs#problem-${received.code}`,
      title: 'This message was not taken in.',
      status: STATUS[received.code] ?? 400,
      code: received.code,
      remedy: received.detail,
      requestId: c.var.requestId,
      ...(received.receipt === null ? {} : { receipt: received.receipt }),
    }
    return c.body(JSON.stringify(problem), problem.status as 400, {
      'Content-Type': 'application/problem+json',
    }) as never
  })
  register.signedIn(reads.exchange, async (c, who) => {
    if (!who.functions.some((name) => OVERSEERS.includes(name))) throw notAllowed(OVERSEERS.join(', '))
    await deps.trust.refresh()
    return c.json(await withActor(deps.db, who.actor, (tx) => overview(tx, deps.trust)), 200)
  })
}
