import { CONTAINERS_TYPE, SENDER_HEADER, reads, wire } from '@ariadne/contract'
import { findMember } from '@ariadne/exchange'
import { withActor } from '../platform/database/index.ts'
import type { AppContext } from '../platform/http/env.ts'
import { notAllowed } from '../platform/problem.ts'
import type { Register } from '../platform/stage.ts'
import type { ExchangeDeps } from './deps.ts'
import { receive, type ReceiveCode } from './inbox/receive.ts'
import { overview } from './reads.ts'
import { answerReconcile } from './reconcile/answer.ts'

const STATUS: Readonly<Partial<Record<ReceiveCode, number>>> = {
  oversized: 413,
  unknown_sender: 403,
  readdressed: 421,
  expired: 410,
  id_reused: 409,
  sequence_reused: 409,
  chain_broken: 409,
  trust_list_stale: 503,
  not_reconciled: 503,
}

/** Who may look at the lines to other countries: those who answer for them. Never at content. */
const OVERSEERS = ['focal_point', 'case_coordinator', 'national_coordinator', 'instance_admin']

/** A refusal as a problem (RFC 9457), with the signed refusal where the sender is somebody to sign it for. */
const refuseOnWire = (c: AppContext, code: ReceiveCode, remedy: string, receipt: string | null) => {
  const status = STATUS[code] ?? 400
  const problem = {
    type: `/api/docs#problem-${code}`,
    title: 'This message was not taken in.',
    status,
    code,
    remedy,
    requestId: c.var.requestId,
    ...(receipt === null ? {} : { receipt }),
  }
  return c.body(JSON.stringify(problem), status as 400, { 'Content-Type': 'application/problem+json' }) as never
}

export const exchangeRoutes = (register: Register, deps: ExchangeDeps): void => {
  /** By address as well as by name; a name that is in no list is none, or whoever changes theirs would never be counted. */
  const countSender = async (c: AppContext, from: string, containers: number): Promise<void> => {
    const list = deps.trust.lastList()
    const known = list !== null && findMember(list, from) !== undefined
    await deps.limiter.count('exchangePeer', `${c.var.addressHash} ${known ? from : 'stranger'}`, containers)
  }
  register.open(wire.inbox, async (c) => {
    const from = c.req.header(SENDER_HEADER) ?? ''
    const body = await c.req.text()
    const several = c.req.header('Content-Type') === CONTAINERS_TYPE
    const containers = several ? body.split('\n') : [body]
    await countSender(c, from, containers.length)
    const received = await receive(deps, from, containers)
    if (several) {
      const answers = received.map((one) => ({ receipt: one.receipt, code: one.ok ? null : one.code }))
      return c.json({ answers }, 200)
    }
    const [one] = received
    if (one?.ok) return c.json({ receipt: one.receipt }, 200)
    return refuseOnWire(c, one?.code ?? 'malformed', one?.detail ?? '', one?.receipt ?? null)
  })
  register.open(wire.reconcile, async (c) => {
    const from = c.req.header(SENDER_HEADER) ?? ''
    await countSender(c, from, 1)
    const answered = await answerReconcile(deps, from, await c.req.text())
    return answered.ok
      ? c.json({ container: answered.container }, 200)
      : refuseOnWire(c, answered.code as ReceiveCode, answered.detail, null)
  })
  register.signedIn(reads.exchange, async (c, who) => {
    if (!who.functions.some((name) => OVERSEERS.includes(name))) throw notAllowed(OVERSEERS.join(', '), OVERSEERS)
    await deps.trust.refresh()
    return c.json(await withActor(deps.db, who.actor, (tx) => overview(tx, deps.trust)), 200)
  })
}
