import { z } from 'zod'

// Shapes that messages, receipts and the trust list share. Written here and not taken from the domain: the wire is a
// contract of its own and outlives a change of words on one side.

export const InstanceName = z.string().regex(/^ins_[a-z0-9_]{2,48}$/)
export const UnitName = z.string().regex(/^unt_[a-z0-9_]{2,48}$/)
/** A coded word: letters, digits, dots, an optional `@version`. Never free text. */
export const Code = z.string().regex(/^[a-z][a-z0-9_.]{0,63}(@\d{1,3})?$/)
/** ISO 8601 in UTC to the millisecond. */
export const Moment = z.iso.datetime({ precision: 3 })
/** SHA-256 in lower-case hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/)
export const KeyId = z.string().regex(/^[\w-]{43}$/)
/** UUIDv7 (RFC 9562 section 5.7), minted where the thing happens. */
export const MessageId = z.uuidv7()

export const DAY = 86_400_000
/** How far ahead a peer's clock may be. */
export const CLOCK_TOLERANCE = 5 * 60_000

/** The first fault zod found, as one line that names the field. */
export const firstFault = (error: z.ZodError): string => {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'value'}: ${issue.message}` : 'not as it should be'
}
