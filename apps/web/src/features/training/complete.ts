import type { Course } from '@ariadne/domain/training'
import { nowIso } from '../../lib/clock.ts'
import { send } from '../../lib/device/sender.ts'
import { newId } from '../../lib/id.ts'
import { type Progress, choicesOf, draftIdOf } from './progress.ts'

/** Puts the completion into the outbox. It counts on this device at once; the draft stays until the server has it. */
export const complete = async (course: Course, progress: Progress): Promise<void> => {
  const { CompletedCourse } = await import('@ariadne/domain/training/definitions')
  const completion = CompletedCourse.parse({
    completionId: newId(),
    courseId: course.id,
    version: course.version,
    completedAt: nowIso(),
    practised: choicesOf(course, progress),
  })
  await send({
    kind: 'training.complete',
    body: { completion },
    subject: draftIdOf(course),
    what: 'training.outbox',
    fix: `/training/${course.id}/start`,
    draft: draftIdOf(course),
  })
}
