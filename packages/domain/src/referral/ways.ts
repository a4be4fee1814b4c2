import { z } from 'zod'
import { ScreeningId } from '../ids.ts'
import { Country } from '../case/vocabulary.ts'
import { RELATION_SHOWN_BY, RELATIONS, TRAVELLED_BY, WAYS } from '../screening/ways.ts'

/**
 * A relationship as it was said, or as somebody has checked it: never one for the other (requirement R025). The relation is that of
 * the other person to this one.
 */
const Companion = z
  .strictObject({
    screeningId: ScreeningId,
    relation: z.enum(RELATIONS),
    standing: z.enum(['claimed', 'verified']),
    shownBy: z.enum(RELATION_SHOWN_BY).nullable(),
  })
  .refine((one) => (one.standing === 'verified') === (one.shownBy !== null), {
    message: 'a verified relationship says what shows it; a claimed one says nothing',
    path: ['shownBy'],
  })

/** People met together. Each is screened for themselves, and apart where that can be done. */
export const Group = z.strictObject({
  groupId: z.uuidv7(),
  kind: z.enum(['family', 'travellers', 'workplace']),
  apart: z.enum(['yes', 'no', 'not_possible']),
  companions: z.array(Companion).max(24),
})
export type Group = z.infer<typeof Group>

/**
 * The earlier talk that this one goes on from: by the device's own list, or by the hash of the code on the person's card. It links
 * and opens nothing: whoever names an id or a code learns nothing from it.
 */
export const Follows = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('screening'), screeningId: ScreeningId }),
  z.strictObject({ by: z.literal('card'), codeHash: z.string().regex(/^[0-9a-f]{64}$/) }),
])
export type Follows = z.infer<typeof Follows>

export const Way = z.enum(WAYS)

/** How an arrival came; no places, no names of places. */
export const Route = z.strictObject({ from: Country.nullable(), by: z.enum(TRAVELLED_BY) })
