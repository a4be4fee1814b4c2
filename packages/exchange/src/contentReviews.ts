import { z } from 'zod'
import { findKid, signCompact, verifyCompact, type SigningKey } from './signing.ts'
import { findSigningKey, type TrustList } from './trustList.ts'
import { CLOCK_TOLERANCE, Digest, InstanceName, Moment } from './values.ts'

/**
 * One text in one language that somebody who reads it as their own confirmed. Of the reviewer the function and the
 * organisation travel, never a name.
 */
const PackagedReview = z.strictObject({
  kind: z.enum(['set', 'script', 'card', 'course']),
  id: z.string().min(1).max(64),
  version: z.string().min(1).max(40),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/),
  /** Of exactly the words that were confirmed. */
  digest: Digest,
  /** Null where it was confirmed before this was noted. */
  function: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .nullable(),
  organisation: z.string().min(1).max(120).nullable(),
  reviewedAt: Moment,
  /** The words themselves, where that country mended them before they were confirmed; otherwise the receiver has them. */
  words: z.record(z.string().max(200), z.unknown()).nullable(),
})
export type PackagedReview = z.infer<typeof PackagedReview>

/** What reviewers of one country confirmed, as its instance signs it. It binds nobody else. */
export const ContentReviews = z.strictObject({
  v: z.literal(1),
  instance: InstanceName,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  issued: Moment,
  reviews: z.array(PackagedReview).max(2000),
})
export type ContentReviews = z.infer<typeof ContentReviews>

const TYPE = 'ariadne-content-reviews+jws'

export const signContentReviews = async (reviews: ContentReviews, key: SigningKey): Promise<string> =>
  signCompact(ContentReviews.parse(reviews), TYPE, key)

/**
 * What a member of the trust list says its reviewers confirmed; undefined unless that very instance signed it, with a
 * key that the list gives it now, and speaks for itself and its own country.
 */
export const findContentReviews = async (
  signed: string,
  { list, instanceId, now }: { readonly list: TrustList; readonly instanceId: string; readonly now: string },
): Promise<ContentReviews | undefined> => {
  const kid = findKid(signed, TYPE)
  const key = kid === undefined ? undefined : findSigningKey(list, instanceId, kid, now)
  if (!key) return undefined
  const verified = await verifyCompact(signed, key.x)
  const read = ContentReviews.safeParse(verified.ok ? verified.payload : undefined)
  if (!read.success) return undefined
  const { instance, country, issued } = read.data
  const member = list.members.find(({ id }) => id === instanceId)
  const isTheirs = instance === instanceId && country === member?.country
  return isTheirs && Date.parse(issued) <= Date.parse(now) + CLOCK_TOLERANCE ? read.data : undefined
}
