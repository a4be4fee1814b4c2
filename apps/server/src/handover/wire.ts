import { Act } from '@ariadne/domain'
import type { Custody } from '@ariadne/exchange/custody'
import { z } from 'zod'

/**
 * What messages carry. A handover message is an act, mirrored: its kind is the act's, its thread the handover. Messages
 * about the line itself (receipts, gaps, voids) have a thread of their own, so that no handover waits for them.
 */
export const LINE = 'line'
export const RECEIPTS = 'line.receipts'
export const MISSING = 'line.missing'
export const VOID = 'line.void'
/** Messages that nobody acts on: the delivery receipt is all there is to say about them. */
export const isAboutTheLine = (kind: string): boolean => kind.startsWith('line.')
/** A custody message that no act of a person goes with, such as the acknowledgement that a withdrawal has arrived. */
export const CUSTODY_SAID = 'custody.said'

/** An act as it travels: without the case it belongs to there and the revisions it relied on there. */
export const ActOnWire = Act.omit({ caseId: true, reliesOn: true })
export type ActOnWire = z.infer<typeof ActOnWire>

export const ActBody = z.strictObject({
  act: ActOnWire,
  /** Sealed parts as the vault writes them, with the wraps of the receiving instance's units alone. */
  parts: z.array(z.record(z.string(), z.unknown())).max(20),
  /** The signed manifest of a dossier. */
  manifest: z.string().max(20_000).nullable(),
  /** When the sending side was last restored; null where the act moves no custody. */
  epoch: z.int().min(0).nullable(),
  /** The act that a void takes back. */
  voids: z.uuidv7().nullable(),
  /** With the first question of a handover: a digest by which a restored sender finds the case it asked for. */
  origin: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type ActBody = z.infer<typeof ActBody>

export const ReceiptsBody = z.strictObject({
  receipts: z
    .array(
      z.strictObject({
        id: z.uuidv7(),
        jws: z.string().max(4_000),
        /** The same answer in the words of custody, where the message moved some. */
        custody: z
          .strictObject({
            type: z.literal('receipt'),
            of: z.string(),
            epoch: z.int(),
            by: z.int(),
            outcome: z.enum(['accepted', 'rejected']),
          })
          .nullable(),
      }),
    )
    .min(1)
    .max(100),
})
export type ReceiptsBody = z.infer<typeof ReceiptsBody>

export const MissingBody = z.strictObject({ seqs: z.array(z.int().min(1)).min(1).max(1000) })
export const VoidBody = z.strictObject({
  of: z.strictObject({
    id: z.uuidv7(),
    seq: z.int().min(1),
    digest: z.string().regex(/^[0-9a-f]{0,64}$/),
    prev: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    thread: z.string().regex(/^[a-z0-9][a-z0-9_-]{1,63}$/),
    threadSeq: z
      .int()
      .min(1)
      .max(2 ** 31 - 1),
  }),
  reason: z.string().max(40),
})
export type VoidBody = z.infer<typeof VoidBody>

const CustodyFrame = { id: z.uuidv7(), from: z.enum(['sender', 'receiver']), epoch: z.int().min(0) }
const Task = z.enum(['take_lead', 'provide_service', 'family_assessment', 'return_support'])
const CustodyKinds = z.enum([
  'offer',
  'acknowledge',
  'accept',
  'decline',
  'dossier',
  'logistics',
  'withdraw',
  'withdrawal_acknowledged',
  'not_arrived',
  'arrival',
  'feedback',
  'void',
])
const words = z.string().max(80)
const Acknowledged = z.strictObject({
  ...CustodyFrame,
  kind: z.literal('withdrawal_acknowledged'),
  of: z.uuidv7(),
  arrived: z.boolean(),
})
/** Custody's own messages as reconciling instances show them to each other. */
export const CustodyOnWire = z.discriminatedUnion('kind', [
  z.strictObject({ ...CustodyFrame, kind: z.literal('offer'), task: Task, unit: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('acknowledge') }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('accept'), worker: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('decline'), reason: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('dossier'), dossier: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('logistics') }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('withdraw') }),
  Acknowledged,
  z.strictObject({ ...CustodyFrame, kind: z.literal('not_arrived'), reason: z.enum(['delayed', 'not_arrived']) }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('arrival'), task: Task, unit: words, worker: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('feedback'), milestone: words }),
  z.strictObject({ ...CustodyFrame, kind: z.literal('void'), of: z.uuidv7(), voided: CustodyKinds }),
])

export const SaidBody = z.strictObject({ said: z.discriminatedUnion('kind', [Acknowledged]) })
export type SaidBody = z.infer<typeof SaidBody>

/** The side of a handover that speaks to this one. */
export const otherSide = (side: Custody['side']): Custody['side'] => (side === 'sender' ? 'receiver' : 'sender')
