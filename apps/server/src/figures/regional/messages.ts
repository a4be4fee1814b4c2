import { z } from 'zod'
import type { MessageHandler } from '../../network/index.ts'
import type { Trust } from '../../network/index.ts'
import type { Clock } from '../../platform/clock.ts'
import { receiveRelease } from './receive.ts'

const Body = z.strictObject({ signed: z.string().max(1_000_000) })

/** Takes in what another instance released, from the road that all messages take: signed, sealed, receipted, in order. */
export const takeRelease =
  ({ trust, clock }: { trust: Trust; clock: Clock }): MessageHandler =>
  async (tx, { from, body }) => {
    const parsed = Body.safeParse(body)
    if (!parsed.success) return { ok: false, code: 'body_invalid' }
    const received = await receiveRelease(tx, parsed.data.signed, {
      list: trust.lastList(),
      now: clock.now().toISOString(),
      from: { way: 'message', peer: from },
    })
    return received.ok ? { ok: true } : { ok: false, code: received.code }
  }
