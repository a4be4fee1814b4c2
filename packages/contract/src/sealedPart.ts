import { DataClass, PartId, UnitId } from '@ariadne/domain'
import { z } from '@hono/zod-openapi'

/** A reader's wrap of a part's data key (packages/vault, `SealedPart`). */
export const Wrap = z.object({ reader: UnitId, keyId: z.string(), enc: z.string(), ct: z.string() })
/** A sealed part as the browser made it. The server stores it and cannot read it. */
export const SealedPart = z.object({
  v: z.literal(1),
  alg: z.literal('A256GCM'),
  partId: PartId,
  class: DataClass,
  /** What the ciphertext is bound to: a case, or a referral before there is a case. */
  subject: z.uuid(),
  iv: z.string(),
  ciphertext: z.string().max(400_000),
  wraps: z.array(Wrap).min(1).max(12),
})
export type SealedPart = z.infer<typeof SealedPart>
