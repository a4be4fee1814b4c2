import type { Method } from '@ariadne/disclosure'
import type { SigningKey, TrustList } from '@ariadne/exchange'
import type { Reading } from '../figures.ts'
import { publishReport } from './publish.ts'
import type { Published } from './publish.ts'
import { recipientsOf, sendRelease } from './send.ts'
import type { Send } from './send.ts'

/** What this instance hands something to the network with. */
export type Out = { send: Send; key: SigningKey; list: TrustList | null }

/**
 * Releases a report and hands it to the network, in one transaction: what is kept leaves, and nothing else does. The same
 * release again is not sent again.
 * @throws {NotSafe} and DisclosureError `mixed_methods`, `budget_spent`
 */
export const releaseReport = async (
  reading: Reading,
  out: Out,
  release: { report: string; year: number; method: Method; instanceId: string; by: string | null },
): Promise<Published & { handedTo: string[] }> => {
  const { report, year, method, instanceId, by } = release
  const published = await publishReport(reading, { name: report, year, instanceId, key: out.key, by, method })
  if (!published.isNew) return { ...published, handedTo: [] }
  const peers = recipientsOf(out.list, instanceId, 'report')
  await sendRelease(out.send, reading.tx, {
    of: { releaseId: published.id },
    name: report,
    period: String(year),
    signed: published.signed,
    peers,
    by,
    now: reading.now,
  })
  return { ...published, handedTo: peers }
}
