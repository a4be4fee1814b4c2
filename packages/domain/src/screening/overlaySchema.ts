import { z } from 'zod'
import { Lifecycle, Sign, SignId, Source } from './schema.ts'

const Version = z.string().regex(/^\d+\.\d+\.\d+$/, 'write it as three numbers, like 1.0.0')

/** A sign that a country adds: of the regional signs it says which it is a kind of, or that there is none. */
export const AddedSign = Sign.omit({ muted: true }).extend({
  status: z.literal('active'),
  mapsTo: SignId.nullable(),
})
export type AddedSign = z.infer<typeof AddedSign>

/**
 * What a country lays over a regional set. There is no way to write a rule, a weight or a floor here: an overlay adds
 * signs, words them anew, and mutes one with a reason; nothing else of the regional set can be reached.
 */
export const Overlay = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'write the country as two capital letters'),
  set: z.string(),
  /** The regional version it lies over. */
  over: Version,
  /** Counts the overlays of this country over that version; the result is called `1.0.0+mk.2`. */
  number: z.int().min(1),
  lifecycle: Lifecycle.omit({ replaces: true }),
  sources: z.record(z.string(), Source).default({}),
  add: z.array(AddedSign).default([]),
  /** Signs whose words this country gives anew, in one language or more, in the files beside this one. */
  reword: z.array(SignId).default([]),
  /** Signs that no rule counts in this country. Why is written as `sign.<id>.muted` in every language. */
  mute: z.array(SignId).default([]),
})
export type Overlay = z.infer<typeof Overlay>
