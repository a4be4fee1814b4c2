import { refuse } from '../refusal.ts'
import type { Refusal } from '../refusal.ts'
import type { Course } from './schema.ts'
import { coursesInForce, standingIn } from './standing.ts'
import type { Completion } from './standing.ts'
import { OPENINGS } from './vocabulary.ts'
import type { Opening } from './vocabulary.ts'

/** Who learns, as far as courses care. */
export interface Learner {
  readonly functions: readonly string[]
  readonly unitKinds: readonly string[]
}

/** Whether a course is meant for somebody's work. */
export const isMeantFor = ({ audience }: Pick<Course, 'audience'>, { functions, unitKinds }: Learner): boolean =>
  audience === 'everyone' ||
  audience.functions.some((name) => functions.includes(name)) ||
  audience.unitKinds.some((kind) => unitKinds.includes(kind))

export interface Open {
  readonly open: boolean
  /** Courses still to be done, or done again. Empty when it is open. */
  readonly missing: readonly string[]
  /** Until when it stays open as things are; null when it is not, or when no course stands before it. */
  readonly until: string | null
}

/**
 * What is open for a member at a time: the one rule, asked by the server before it takes a lowered outcome and by the
 * browser before it offers one. A thing is open when every course that opens it, and is meant for the member, is held.
 * What no course opens is open to everybody. Raising a concern is not among the things that can be closed.
 *
 * @param courses every version of every course there is
 * @example opensFor(learner, courses, completions, now).lowering_by_hand.open
 */
export const opensFor = (
  learner: Learner,
  courses: readonly Course[],
  completions: readonly Completion[],
  now: string,
): Record<Opening, Open> => {
  const wanted = coursesInForce(courses, now).filter((course) => isMeantFor(course, learner))
  const one = (opening: Opening): Open => {
    const standings = wanted
      .filter((course) => course.opens.includes(opening))
      .map(({ id }) => ({ id, ...standingIn(courses, id, completions, now) }))
    const missing = standings.filter(({ state }) => state === 'none' || state === 'ended').map(({ id }) => id)
    const ends = standings.flatMap(({ until }) => (until === null ? [] : [until])).sort()
    return { open: missing.length === 0, missing, until: missing.length === 0 ? (ends[0] ?? null) : null }
  }
  return Object.fromEntries(OPENINGS.map((opening) => [opening, one(opening)])) as Record<Opening, Open>
}

/** Refuses what is not open yet, or not any more, and names the courses. Null when it is open. */
export const judgeOpening = (
  opens: Record<Opening, Open>,
  opening: Opening,
): (Refusal & { remedy?: string }) | null => {
  const { open, missing } = opens[opening]
  if (open) return null
  return {
    ...refuse('training_needed'),
    remedy: `Do the course ${missing.join(', ')} first, then send again; or send what the rules gave, or more than that.`,
  }
}
