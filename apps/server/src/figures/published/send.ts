import type { TrustList } from '@ariadne/exchange'
import type { Outgoing } from '../../handover/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { publishedTables } from './tables.ts'

/** The kind of a message that carries a signed release: safe tables of a report, or the alerts told so far. */
export const RELEASE = 'figures.release'

/** Puts a message into the outbox of this instance, in the caller's transaction. */
export type Send = (tx: Tx, message: Outgoing) => Promise<string>

/** Reports go to the secretariat, alerts to it and to every other country as well. */
export const recipientsOf = (list: TrustList | null, me: string, what: 'report' | 'alerts'): string[] =>
  (list?.members ?? [])
    .filter((member) => member.id !== me && (what === 'alerts' || member.kind === 'secretariat'))
    .map((member) => member.id)

/** Later versions of the same thing never overtake earlier ones. */
const threadOf = (name: string, period: string): string => `figures-${name}-${period}`.slice(0, 64)

/** Hands a signed release to the network: into the outbox, from where it is tried until it arrives. */
export const sendRelease = async (
  send: Send,
  tx: Tx,
  release: {
    of: { releaseId: string } | { alertReleaseId: string }
    name: string
    period: string
    signed: string
    peers: readonly string[]
    by: string | null
    now: string
  },
): Promise<void> => {
  const { of, name, period, signed, peers, by, now } = release
  for (const peer of peers) {
    const messageId = await send(tx, {
      peer,
      thread: threadOf(name, period),
      kind: RELEASE,
      body: { signed },
      purpose: 'figures',
    })
    await publishedTables(tx)
      .insertInto('release_sending')
      .values({
        message_id: messageId,
        release_id: 'releaseId' in of ? of.releaseId : null,
        alert_release_id: 'alertReleaseId' in of ? of.alertReleaseId : null,
        peer,
        sent_by: by,
        sent_at: now,
      })
      .execute()
  }
}
