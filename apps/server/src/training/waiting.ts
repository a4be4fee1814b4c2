import type { QueueLine } from '@ariadne/contract'
import { ENDING_DAYS, coursesInForce, isMeantFor, standingIn } from '@ariadne/domain/training'
import type { Completion, Course, Learner } from '@ariadne/domain/training'

/**
 * The courses that wait for a member: those that open something they work with, and are not held or end soon. Courses
 * that open nothing are offered on their own page and never wait.
 */
export const waitingCourses = (
  { learner, unitId, since }: { learner: Learner; unitId: string; since: string },
  courses: readonly Course[],
  completions: readonly Completion[],
  now: string,
): QueueLine[] => {
  return coursesInForce(courses, now)
    .filter((course) => course.opens.length > 0 && isMeantFor(course, learner))
    .flatMap(({ id }) => {
      const { state, until } = standingIn(courses, id, completions, now)
      if (state === 'held') return []
      return [
        {
          queue: 'course_waiting',
          unitId,
          act: 'training.complete',
          subject: { type: 'course', courseId: id },
          hints: {},
          since: until === null ? since : earlier(now, daysBefore(until, ENDING_DAYS)),
          dueAt: until,
          overdue: state === 'ended',
        } as QueueLine,
      ]
    })
}

const daysBefore = (at: string, days: number): string => new Date(Date.parse(at) - days * 86_400_000).toISOString()
const earlier = (a: string, b: string): string => (a < b ? a : b)
