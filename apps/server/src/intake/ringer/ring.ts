import type { Vapid } from './vapid.ts'

const PATIENCE_MS = 10_000
/** How long a push service keeps a ring for a telephone that is off: after that the next team has been called long ago. */
const KEEP_SECONDS = 600

export type Rung = 'rung' | 'gone' | 'failed'

const isLoopback = (host: string): boolean => /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/u.test(host)

/**
 * Whether an endpoint lies with a push service that the operator allows; a browser names the endpoint, so without this anybody who
 * signs in could have the instance ask any address. Plain http only on this very machine, where that is named.
 * @param hosts names, or `*.name` for all below one
 */
export const isAllowed = (endpoint: URL, hosts: readonly string[]): boolean => {
  const named = hosts.some((host) =>
    host.startsWith('*.') ? endpoint.hostname.endsWith(host.slice(1)) : endpoint.host === host,
  )
  if (!named || endpoint.username !== '' || endpoint.password !== '') return false
  return endpoint.protocol === 'https:' || isLoopback(endpoint.host)
}

/**
 * One ring: a push message without content (RFC 8030, 5). The service learns that this device is rung, and nothing that could be
 * read; `topic` lets a later ring of the same alarm take the place of one that still waits.
 */
export const ring = async (vapid: Vapid, endpoint: URL, topic: string, now: Date): Promise<Rung> => {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        Authorization: await vapid.authorization(endpoint, now),
        TTL: String(KEEP_SECONDS),
        Urgency: 'high',
        Topic: topic,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.body?.cancel()
    if (response.ok) return 'rung'
    return response.status === 404 || response.status === 410 ? 'gone' : 'failed'
  } catch {
    return 'failed'
  }
}
