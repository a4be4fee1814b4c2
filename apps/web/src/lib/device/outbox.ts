import type { CommandBody, CommandKind, CommandOutcome } from '@ariadne/contract'

/** Why an entry that could go has not gone yet. */
export type Waiting = 'offline' | 'server' | 'signed_out'

/** One command on its way from this device to the instance. */
export interface OutboxEntry {
  readonly id: string
  readonly kind: CommandKind
  readonly at: string
  /** The same moment by this device's own clock, whatever that says: its age is right also where the clock is wrong. */
  readonly writtenAt?: number
  /** Null once accepted: what was sent is then the server's to keep. */
  readonly body: Readonly<Record<string, unknown>> | null
  /** Entries of one subject (a case, a referral) go in order, each after the one before it was accepted. */
  readonly subject: string
  readonly order: number
  /** Message id and values that say what this is. Never a name. */
  readonly what: string
  readonly whatValues: Readonly<Record<string, string>>
  /** Where it can be changed when it is refused. */
  readonly fix: string | null
  /** The draft it was made of; kept until this is accepted. */
  readonly draft: string | null
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused' | 'conflict'
  readonly attempts: number
  readonly waiting: Waiting | null
  readonly tryAfter: string | null
  readonly outcome: CommandOutcome | null
  readonly settledAt: string | null
}

/** What a page hands over. */
export interface ToSend<K extends CommandKind> {
  readonly kind: K
  readonly body: CommandBody<K>
  readonly subject: string
  readonly what: string
  readonly whatValues?: Record<string, string>
  readonly fix?: string
  readonly draft?: string
}

/** How long ago an entry was written by this device's clock; undefined when the clock was set back since. */
export const ageOf = ({ writtenAt }: Pick<OutboxEntry, 'writtenAt'>, clock: number): number | undefined =>
  writtenAt === undefined || clock < writtenAt ? undefined : Math.floor(clock - writtenAt)

export const isSettled = (entry: Pick<OutboxEntry, 'state'>): boolean => entry.state === 'sent'
export const needsPerson = (entry: OutboxEntry): boolean => entry.state === 'refused' || entry.state === 'conflict'
export const inOrder = (entries: readonly OutboxEntry[]): OutboxEntry[] =>
  [...entries].sort((a, b) => a.order - b.order || a.id.localeCompare(b.id))

/**
 * What may go now: of each subject the first entry that is not settled, when it is due. An entry that a person must look at
 * first holds back the later ones of its subject, because they may rely on it.
 */
export const nextBatch = (entries: readonly OutboxEntry[], now: number, most = 20): OutboxEntry[] => {
  const first = new Map<string, OutboxEntry>()
  for (const entry of inOrder(entries))
    if (!isSettled(entry) && !first.has(entry.subject)) first.set(entry.subject, entry)
  return [...first.values()]
    .filter((entry) => !needsPerson(entry) && (entry.tryAfter === null || Date.parse(entry.tryAfter) <= now))
    .slice(0, most)
}

const FIRST_WAIT_MS = 3_000
const LONGEST_WAIT_MS = 5 * 60_000

/** The next try after a failed one: 3 s, 9 s, 27 s ... at most five minutes. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 3 ** Math.min(attempts, 6))

export const afterFailure = (entry: OutboxEntry, waiting: Waiting, now: number): OutboxEntry => ({
  ...entry,
  state: 'waiting',
  waiting,
  attempts: entry.attempts + 1,
  tryAfter: new Date(now + waitAfter(entry.attempts)).toISOString(),
})

export const afterOutcome = (entry: OutboxEntry, outcome: CommandOutcome, now: number): OutboxEntry => {
  const settledAt = new Date(now).toISOString()
  const answered = { ...entry, outcome, waiting: null, tryAfter: null, settledAt }
  return outcome.status === 'accepted'
    ? { ...answered, state: 'sent', body: null }
    : { ...answered, state: outcome.status }
}

/** As a person asked: try this now. */
export const tryNow = (entry: OutboxEntry): OutboxEntry =>
  entry.state === 'waiting' || entry.state === 'sending' ? { ...entry, state: 'waiting', tryAfter: null } : entry

export interface OutboxSummary {
  readonly waiting: number
  readonly needPerson: number
  readonly lastSentAt: string | null
}

export const summarise = (entries: readonly OutboxEntry[]): OutboxSummary => {
  const sent = entries.flatMap((entry) => (entry.state === 'sent' && entry.settledAt ? [entry.settledAt] : []))
  return {
    waiting: entries.filter((entry) => entry.state === 'waiting' || entry.state === 'sending').length,
    needPerson: entries.filter(needsPerson).length,
    lastSentAt: sent.sort().at(-1) ?? null,
  }
}
