import { z } from 'zod'
import { FunctionName, UnitKind } from '../functions.ts'
import { OUTCOMES } from '../screening/outcomes.ts'
import { Answers, SignId, Source } from '../screening/schema.ts'
import { OPENINGS, SUITS } from './vocabulary.ts'

/** Courses are content: `content/courses/<id>/<version>/course.yaml` with one text file a language. */

const Version = z.string().regex(/^\d+\.\d+\.\d+$/, 'write it as three numbers, like 1.0.0')
const PageId = z.string().regex(/^[a-z][a-z0-9_]*$/, 'write it in small letters, digits and _, a letter first')
const CourseId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'write it in small letters, digits and -')

/** One thought: `page.<id>.title` and `page.<id>.body`, one paragraph a line. */
export const ThoughtPage = z.strictObject({
  kind: z.literal('thought'),
  id: PageId,
  /** Keys of `sources`, where the page states a fact. */
  source: z.array(z.string()).default([]),
  /** Depends on a country's law: shown with "to be confirmed by the national coordinator". */
  toBeConfirmed: z.boolean().default(false),
})
export type ThoughtPage = z.infer<typeof ThoughtPage>

/**
 * An invented person, signs to look for, and the choice of what to do. The answer is never written here: it is what the
 * set's own rules say. `right` is what the author expects of them, so that a set that says otherwise is noticed.
 */
export const PracticePage = z.strictObject({
  kind: z.literal('practice'),
  id: PageId,
  set: z.strictObject({ id: z.string(), version: Version }),
  /** Signs to choose from, in this order. */
  shown: z.array(SignId).min(2).max(8),
  /** Those of them that the story holds. */
  present: z.array(SignId),
  circumstances: Answers.shape.circumstances,
  right: z.enum(OUTCOMES),
})
export type PracticePage = z.infer<typeof PracticePage>

export const CoursePage = z.discriminatedUnion('kind', [ThoughtPage, PracticePage])
export type CoursePage = z.infer<typeof CoursePage>

export const Course = z.strictObject({
  id: CourseId,
  version: Version,
  /** Place in the list of courses. */
  order: z.int().min(1),
  lifecycle: z.strictObject({
    state: z.enum(['proposed', 'in_review', 'approved', 'retired']),
    effectiveFrom: z.iso.date().nullable(),
    replaces: Version.nullable(),
  }),
  /** In words, for the list. */
  suits: z.array(z.enum(SUITS)).min(1),
  /** Whose course it is, by function and kind of unit; either is enough. */
  audience: z.union([
    z.literal('everyone'),
    z.strictObject({ functions: z.array(FunctionName).default([]), unitKinds: z.array(UnitKind).default([]) }),
  ]),
  opens: z.array(z.enum(OPENINGS)).default([]),
  /** How long a completion counts. A period of our own, not a rule of law: shown as "target". */
  validFor: z.strictObject({ months: z.int().min(1).max(60), basis: z.literal('target') }),
  /** Whether those who did an older version are asked to do this one, and by when after it takes effect. */
  renewal: z
    .strictObject({ asked: z.literal(false) })
    .or(z.strictObject({ asked: z.literal(true), withinDays: z.int().min(1).max(365) })),
  sources: z.record(z.string(), Source),
  pages: z.array(CoursePage).min(2),
})
export type Course = z.infer<typeof Course>

/** One language of a course: flat, with who drafted and who reviewed it. English is the source and has no head. */
export const CourseTexts = z
  .object({
    $catalogue: z
      .strictObject({
        language: z.string(),
        state: z.enum(['machine_draft', 'drafted', 'reviewed']),
        drafter: z.string(),
        reviewer: z.string().nullable(),
      })
      .optional(),
  })
  .catchall(
    z
      .string()
      .trim()
      .min(1)
      .or(z.looseObject({ message: z.string().trim().min(1), description: z.string().optional() })),
  )
export type CourseTexts = z.infer<typeof CourseTexts>

/** That somebody went through a course to its end, with what they chose in each practice case. */
export const CompletedCourse = z.strictObject({
  completionId: z.uuidv7(),
  courseId: CourseId,
  version: Version,
  completedAt: z.iso.datetime({ precision: 3 }),
  practised: z.array(z.strictObject({ page: PageId, chosen: z.enum(OUTCOMES) })).max(20),
})
export type CompletedCourse = z.infer<typeof CompletedCourse>
