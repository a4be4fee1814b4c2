import { z } from 'zod'
import { canonicalJson } from './canonicalJson.ts'
import { digestOf } from './digest.ts'
import { Code, DAY, Digest, InstanceName, MessageId, Moment } from './values.ts'

/** As far as a thread is counted. */
const MOST_IN_A_THREAD = 2 ** 31 - 1
/** The longest a message may wait for its reader. */
export const LONGEST_LIFE = 14 * DAY

/**
 * How a field may be used by whoever gets it. H0: for the message's purpose. H1: not in any proceedings without the
 * sender's leave. H2: not passed on without it. H3: as H1 and H2, and shown only to those named in the message.
 */
export const HandlingCode = z.enum(['H0', 'H1', 'H2', 'H3'])
export type HandlingCode = z.infer<typeof HandlingCode>

/** Far deeper than any message; far from where whatever walks through one gives up. */
const DEEPEST = 100

/**
 * Whether a body has a canonical form (texts and keys without half letters, finite numbers) and ends somewhere. Walks level
 * by level, so that it can be asked about what was nested to break whoever reads it.
 */
const hasForm = (body: unknown): boolean => {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false
    const next: unknown[] = []
    for (const one of level) {
      if (typeof one === 'string' && !one.isWellFormed()) return false
      if (typeof one === 'number' && !Number.isFinite(one)) return false
      if (typeof one !== 'object' || one === null) continue
      for (const [key, inner] of Object.entries(one)) {
        if (!key.isWellFormed()) return false
        next.push(inner)
      }
    }
    level = next
  }
  return true
}

/** What one instance says to another: coded and pseudonymous. Names and narratives travel in dossiers only. */
export const Message = z
  .strictObject({
    v: z.literal(1),
    id: MessageId,
    kind: Code,
    iss: InstanceName,
    aud: InstanceName,
    iat: Moment,
    /** At most 14 days after `iat`. */
    exp: Moment,
    /** The handover, or whatever else a sequence of messages is about. Order holds inside it, not across. */
    thread: z.string().regex(/^[a-z0-9][a-z0-9_-]{1,63}$/),
    /** Counted from 1 for each pair of sender and receiver, without holes: a hole is a message lost. */
    seq: z.int().min(1),
    /** Counted from 1 in the thread, from this sender. */
    threadSeq: z.int().min(1).max(MOST_IN_A_THREAD),
    /** `messageDigest` of the message with the sequence number before; null for the first. */
    prev: Digest.nullable(),
    purpose: Code,
    /** Digest of the agreement this rests on; null where none is needed or an override applies. */
    agreementHash: Digest.nullable(),
    /** Lawful basis and transfer basis, coded. */
    basis: Code,
    /** Handling code for each field of the body that has one; the others are H0. */
    handling: z.record(z.string().max(64), HandlingCode),
    body: z.record(z.string().max(64), z.unknown()).refine(hasForm, 'of a form that can be signed'),
  })
  .refine((message) => (message.seq === 1) === (message.prev === null), {
    path: ['prev'],
    error: 'null for the first message and for no other',
  })
  .refine((message) => message.iss !== message.aud, { path: ['aud'], error: 'another instance than the issuer' })
export type Message = z.infer<typeof Message>

/**
 * What makes a message that message: SHA-256 in hex over its canonical JSON without `iat` and `exp`, so that one that
 * is issued again, because it must arrive and ran out of time, is recognised as the same.
 */
export const messageDigest = (
  message: Omit<Message, 'iat' | 'exp'> & Partial<Pick<Message, 'iat' | 'exp'>>,
): Promise<string> => {
  const { iat: _iat, exp: _exp, ...lasting } = message
  return digestOf(canonicalJson(lasting))
}
