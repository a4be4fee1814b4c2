import { createHmac } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { AppContext } from './env.ts'

/** The caller's address, or `local` where there is no socket, as in a test. */
const addressOf = (c: AppContext, forwardedHeader: string | undefined): string => {
  if (forwardedHeader !== undefined) {
    // Only the entry that our own proxy appended can be trusted: the last one.
    const last = c.req.header(forwardedHeader)?.split(',').at(-1)?.trim()
    if (last !== undefined && last !== '') return last
  }
  if (c.env === undefined || !('incoming' in (c.env as object))) return 'local'
  return getConnInfo(c).remote.address ?? 'local'
}

/** An IPv6 caller commands a whole /64, so that is what is counted. */
const network = (address: string): string =>
  address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address

export const addressHasher =
  (secret: string, forwardedHeader: string | undefined) =>
  (c: AppContext): string =>
    createHmac('sha256', secret)
      .update(`address|${network(addressOf(c, forwardedHeader))}`)
      .digest('base64url')
      .slice(0, 22)
