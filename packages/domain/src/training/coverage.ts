import { isMeantFor } from './access.ts'
import type { Learner } from './access.ts'
import type { Course } from './schema.ts'
import { coursesInForce, standingIn } from './standing.ts'
import type { Completion, Standing } from './standing.ts'

/** How many of those a course is meant for hold it. Counts only: nobody is named or ranked. */
export interface Coverage {
  readonly courseId: string
  readonly meant: number
  readonly held: number
  /** Held, and ending soon: among `held` as well. */
  readonly ending: number
  readonly ended: number
  readonly none: number
}

/** Coverage of a group of people, course by course; a course that is meant for none of them is left out. */
export const coverageOf = (
  people: readonly { readonly learner: Learner; readonly completions: readonly Completion[] }[],
  courses: readonly Course[],
  now: string,
): Coverage[] =>
  coursesInForce(courses, now).flatMap((course) => {
    const standings = people
      .filter(({ learner }) => isMeantFor(course, learner))
      .map(({ completions }) => standingIn(courses, course.id, completions, now).state)
    const count = (...states: Standing['state'][]): number => standings.filter((state) => states.includes(state)).length
    if (standings.length === 0) return []
    return [
      {
        courseId: course.id,
        meant: standings.length,
        held: count('held', 'ending'),
        ending: count('ending'),
        ended: count('ended'),
        none: count('none'),
      },
    ]
  })
