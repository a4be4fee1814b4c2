import { refuse } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'
import type { IndicatorSet } from '../screening/schema.ts'
import { isInFuture } from '../time.ts'
import { isPractised, practicesOf } from './practice.ts'
import type { CompletedCourse, Course } from './schema.ts'

/**
 * Holds a completion against its course: every practice case is done, with what its own rules ask for or more. The same
 * check lets the browser show the last page and the server keep the completion.
 * @param course the version that was done, if it is known here
 * @param findSet the sets that the practice cases name
 */
export const judgeCompletion = (
  done: Pick<CompletedCourse, 'completedAt' | 'practised'>,
  course: Course | undefined,
  findSet: (id: string, version: string) => IndicatorSet | undefined,
  now: string,
): Refusal | null => {
  if (course === undefined || course.lifecycle.state === 'retired')
    return refuse('course_unknown', { field: 'version' })
  if (isInFuture(done.completedAt, now)) return refuse('date_in_future', { field: 'completedAt' })
  const undone = practicesOf(course).find((page) => {
    const set = findSet(page.set.id, page.set.version)
    const chosen = done.practised.find((one) => one.page === page.id)?.chosen
    return set === undefined || !isPractised(set, page, chosen)
  })
  return undone ? refuse('practice_not_done', { field: `practised.${undone.id}` }) : null
}
