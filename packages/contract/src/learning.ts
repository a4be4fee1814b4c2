import { Instant } from '@ariadne/domain'
import { SetVersion, SignId } from '@ariadne/domain/screening/definitions'
import { z } from '@hono/zod-openapi'
import { read } from './route.ts'

/** What somebody who works with the signs can say of one, or of the set as a whole. */
export const FEEDBACK_CODES = [
  'helped',
  'unclear',
  'always_there',
  'never_there',
  'not_for_here',
  'hard_to_find_out',
  'words_wrong',
  'sign_missing',
] as const

const Feedback = z.strictObject({
  feedbackId: z.uuidv7(),
  setId: z.string().max(60),
  setVersion: SetVersion,
  /** The sign it is about; null for the set as a whole. */
  sign: SignId.nullable(),
  code: z.enum(FEEDBACK_CODES),
  /** A short note about the sign, never about a person. */
  note: z.string().trim().max(280),
})
export type SignFeedback = z.infer<typeof Feedback>

const QuarterName = z.string().regex(/^\d{4}-Q[1-4]$/)

export const LEARNING_COMMANDS = {
  /** Tells the secretariat what signs led to in a quarter that is over, as a table that is safe beyond the country. Once. */
  'learning.tell': z.strictObject({ quarter: QuarterName }),
  /** Kept without its writer and without the screening it came after; the answer names nothing either. */
  'sign.feedback': z.strictObject({ feedback: Feedback }),
} as const

/** A count that may be shown, or null where there are too few. */
const Shown = z.int().nullable()

/** What came of the screenings in which a sign fired; each is part of the one before. */
const CameOf = z.object({
  fired: Shown,
  referred: Shown,
  acknowledged: Shown,
  opened: Shown,
  presumed: Shown,
  grounds: Shown,
})
const Group = z.object({ group: z.string(), fired: Shown })

export const LEARNING_GROUPS = ['sex', 'age', 'nationality'] as const

export const SignLearned = z.object({
  sign: z.string(),
  cameOf: CameOf,
  /** Looked for and could not tell. */
  notKnown: Shown,
  /** The outcome was lowered by hand although it was there. */
  lowered: Shown,
  /** By what it fired for; null where too little can be shown. Nationality only of those whose case was opened. */
  by: z.object({
    sex: z.array(Group).nullable(),
    age: z.array(Group).nullable(),
    nationality: z.array(Group).nullable(),
  }),
})
export type SignLearned = z.infer<typeof SignLearned>

export const SetLearned = z.object({
  setId: z.string(),
  setVersion: z.string(),
  screenings: Shown,
  signs: z.array(SignLearned),
})
export type SetLearned = z.infer<typeof SetLearned>

/** How often something was said of a sign. */
export const FeedbackCount = z.object({
  setId: z.string(),
  setVersion: z.string(),
  sign: z.string().nullable(),
  code: z.enum(FEEDBACK_CODES),
  count: z.int(),
})

export const learningRoutes = {
  learning: read(
    '/api/learning',
    'What became of screenings by sign and version of a set, over one quarter that is over. Small counts are not shown',
    z
      .object({
        /** The quarters there are to choose from, the latest first: `2026-Q3`. */
        quarters: z.array(z.string()),
        quarter: z.string(),
        until: Instant,
        /** Counts under this are not shown, nor what would give them away. */
        threshold: z.int(),
        sets: z.array(SetLearned),
        feedback: z.array(
          FeedbackCount.extend({
            /** Only for this country's own coordinator. */
            notes: z.array(z.string()),
          }),
        ),
        /** When this country told the secretariat of the quarter; null before, and at the secretariat. */
        toldAt: Instant.nullable(),
        /** Whether whoever asks may tell it now. */
        mayTell: z.boolean(),
        /** At the secretariat: what each country told of the quarter. Never added up: small counts are missing in each. */
        countries: z.array(
          z.object({
            country: z.string(),
            toldAt: Instant,
            threshold: z.int(),
            sets: z.array(SetLearned),
            feedback: z.array(FeedbackCount),
          }),
        ),
      })
      .openapi('Learning'),
    {
      query: z.object({
        quarter: QuarterName.optional(),
      }),
    },
  ),
}
