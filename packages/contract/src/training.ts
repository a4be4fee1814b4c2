import { Instant, OrganisationId } from '@ariadne/domain'
import { CompletedCourse } from '@ariadne/domain/training/definitions'
import { z } from '@hono/zod-openapi'
import { read } from './route.ts'

export const TRAINING_COMMANDS = {
  /** A course done to its end, with what was chosen in each practice case. Result: the completion as it counts. */
  'training.complete': z.strictObject({ completion: CompletedCourse }),
} as const

/** A course somebody went through, and until when its own period lets it count. */
const CourseCompletion = z
  .object({ courseId: z.string(), version: z.string(), completedAt: Instant, validUntil: Instant })
  .openapi('CourseCompletion')

const count = z.int()
/** How many members hold each course that is meant for them, by organisation. Counts only. */
const TrainingCoverage = z
  .object({
    now: Instant,
    organisations: z.array(
      z.object({
        organisationId: OrganisationId,
        name: z.string(),
        members: count,
        courses: z.array(
          z.object({ courseId: z.string(), meant: count, held: count, ending: count, ended: count, none: count }),
        ),
      }),
    ),
  })
  .openapi('TrainingCoverage')

export const trainingRoutes = {
  training: read(
    '/api/training',
    'The courses you have done, and until when they count',
    z.object({ completions: z.array(CourseCompletion) }),
  ),
  trainingCoverage: read('/api/training/coverage', 'How many members hold which course', TrainingCoverage),
}
