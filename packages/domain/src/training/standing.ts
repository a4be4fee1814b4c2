import { compareVersions } from '../screening/version.ts'
import type { Course } from './schema.ts'
import { ENDING_DAYS } from './vocabulary.ts'

/** A course that somebody went through. */
export interface Completion {
  readonly courseId: string
  readonly version: string
  readonly completedAt: string
  /** The end of the period that the completed version gives. */
  readonly validUntil: string
}

export interface Standing {
  /** `ending`: still counts, and is to be renewed soon. */
  readonly state: 'none' | 'held' | 'ending' | 'ended'
  readonly until: string | null
  /** The newer version that asks for renewal, when that is the reason. */
  readonly renewedBy: string | null
}

// Its own, because ../time.ts carries zod, which a page that only shows does not load.
const plusDays = (at: string, days: number): string => new Date(Date.parse(at) + days * 86_400_000).toISOString()

type Dated = Pick<Course, 'id' | 'version' | 'lifecycle' | 'validFor' | 'renewal'>

/** The moment from which a version counts; one without a date has always counted. */
const effectiveAt = ({ lifecycle }: Pick<Course, 'lifecycle'>): string =>
  lifecycle.effectiveFrom === null ? '' : `${lifecycle.effectiveFrom}T00:00:00.000Z`

/** The version of each course to learn from at `now`, in the order of the list. */
export const coursesInForce = <C extends Pick<Course, 'id' | 'version' | 'lifecycle' | 'order'>>(
  courses: readonly C[],
  now: string,
): C[] => {
  const newest = new Map<string, C>()
  for (const course of courses) {
    if (course.lifecycle.state === 'retired' || effectiveAt(course) > now) continue
    const other = newest.get(course.id)
    if (!other || compareVersions(course.version, other.version) > 0) newest.set(course.id, course)
  }
  return [...newest.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}

/** The same day of the month so many months on; the last of the month where there is no such day. */
export const endOfValidity = ({ validFor }: Pick<Course, 'validFor'>, completedAt: string): string => {
  const end = new Date(completedAt)
  const day = end.getUTCDate()
  end.setUTCMonth(end.getUTCMonth() + validFor.months)
  if (end.getUTCDate() !== day) end.setUTCDate(0)
  return end.toISOString()
}

/** How long one completion counts: its own period, or until a newer version that asks for renewal has waited long enough. */
const countsUntil = (courses: readonly Dated[], done: Completion): { until: string; renewedBy: string | null } => {
  let end: { until: string; renewedBy: string | null } = { until: done.validUntil, renewedBy: null }
  for (const course of courses) {
    if (course.id !== done.courseId || course.lifecycle.state === 'retired' || !course.renewal.asked) continue
    if (compareVersions(course.version, done.version) <= 0 || course.lifecycle.effectiveFrom === null) continue
    const until = plusDays(effectiveAt(course), course.renewal.withinDays)
    if (until < end.until) end = { until, renewedBy: course.version }
  }
  return end
}

/**
 * Where somebody stands with a course. Of several completions the one that counts longest decides.
 * @param courses every version of every course there is
 */
export const standingIn = (
  courses: readonly Dated[],
  courseId: string,
  completions: readonly Completion[],
  now: string,
): Standing => {
  const [best] = completions
    .filter((done) => done.courseId === courseId && done.completedAt <= now)
    .map((done) => countsUntil(courses, done))
    .sort((a, b) => (a.until < b.until ? 1 : -1))
  if (!best) return { state: 'none', until: null, renewedBy: null }
  const state = best.until <= now ? 'ended' : best.until <= plusDays(now, ENDING_DAYS) ? 'ending' : 'held'
  return { state, ...best }
}
