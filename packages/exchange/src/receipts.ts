import { z } from 'zod'
import { refused, type Refused } from './refusal.ts'
import { findKid, signCompact, verifyCompact, type SigningKey } from './signing.ts'
import { findSigningKey, type TrustList } from './trustList.ts'
import { CLOCK_TOLERANCE, Code, Digest, InstanceName, MessageId, Moment, firstFault } from './values.ts'

/**
 * Answered at once, in the response: this container was stored, or refused and why. Says nothing of what it means.
 * `id` is null when the container could not be opened.
 */
export const DeliveryReceipt = z.strictObject({
  v: z.literal(1),
  type: z.literal('delivery'),
  iss: InstanceName,
  aud: InstanceName,
  /** SHA-256 of the container. */
  of: Digest,
  id: MessageId.nullable(),
  at: Moment,
  outcome: z.literal('stored').or(z.strictObject({ refused: Code })),
})
export type DeliveryReceipt = z.infer<typeof DeliveryReceipt>

/** Sent when the message was acted on, by whom by function: the proof that it was read and what became of it. */
export const ProcessingReceipt = z.strictObject({
  v: z.literal(1),
  type: z.literal('processing'),
  iss: InstanceName,
  aud: InstanceName,
  /** SHA-256 of the signed message as it arrived. */
  of: Digest,
  /** `messageDigest`, the same for every issue of the message. */
  message: Digest,
  id: MessageId,
  at: Moment,
  /** Function of who acted, `instance` where a rule did. */
  by: Code,
  outcome: z.enum(['accepted', 'unreadable']).or(z.strictObject({ rejected: Code })),
})
export type ProcessingReceipt = z.infer<typeof ProcessingReceipt>

export type ReceiptRefusal =
  'malformed' | 'unknown_sender' | 'tampered' | 'readdressed' | 'other_message' | 'from_the_future'

const RECEIPT_TYPE = 'ariadne-receipt+jws'
const Receipt = z.discriminatedUnion('type', [DeliveryReceipt, ProcessingReceipt])

/** Signs a receipt (compact JWS, EdDSA). Sign once and keep it: the same message again gets the same bytes. */
export const signReceipt = async (receipt: DeliveryReceipt | ProcessingReceipt, key: SigningKey): Promise<string> =>
  signCompact(Receipt.parse(receipt), RECEIPT_TYPE, key)

/** What a receipt must fit: who should have signed it, for whom, and what was sent. */
export interface ReceiptExpectation {
  readonly from: string
  readonly me: string
  readonly trustList: TrustList
  readonly now: string
  readonly sent: { readonly containerDigest: string } | { readonly digest: string }
}

/**
 * Verifies a receipt. With `sent.containerDigest` it must be a delivery receipt of that container, with `sent.digest`
 * a processing receipt of that message. Never throws.
 */
export const verifyReceipt = async (
  jws: string,
  { from, me, trustList, now, sent }: ReceiptExpectation,
): Promise<{ readonly ok: true; readonly receipt: DeliveryReceipt | ProcessingReceipt } | Refused<ReceiptRefusal>> => {
  const kid = findKid(jws, RECEIPT_TYPE)
  if (kid === undefined) return refused('malformed', 'Not a signed receipt')
  const key = findSigningKey(trustList, from, kid, now)
  if (!key) return refused('unknown_sender', `${from} has no valid signing key ${kid} in the trust list`)
  const verified = await verifyCompact(jws, key.x)
  if (!verified.ok)
    return refused(verified.at === 'signature' ? 'tampered' : 'malformed', 'The receipt is not as it was signed')
  const parsed = Receipt.safeParse(verified.payload)
  if (!parsed.success) return refused('malformed', firstFault(parsed.error))
  const receipt = parsed.data
  if (receipt.iss !== from || receipt.aud !== me)
    return refused('readdressed', `A receipt of ${receipt.iss} for ${receipt.aud}`)
  const fits =
    'digest' in sent
      ? receipt.type === 'processing' && receipt.message === sent.digest
      : receipt.type === 'delivery' && receipt.of === sent.containerDigest
  if (!fits) return refused('other_message', 'A receipt of another kind or for another message')
  if (Date.parse(receipt.at) > Date.parse(now) + CLOCK_TOLERANCE)
    return refused('from_the_future', 'The receipt is dated ahead of this clock')
  return { ok: true, receipt }
}
