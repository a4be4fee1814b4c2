import type { Course } from './schema.ts'

/**
 * Words a minute. Adults read English non-fiction silently at about 238 on average (Brysbaert, "How many words do we read
 * per minute?", Journal of Memory and Language 109, 2019); somebody who is tired, or reads a second language, at about
 * half of that.
 */
export const READING_WORDS_A_MINUTE = 120
/** To look through the signs of a practice case and choose. */
export const PRACTICE_SECONDS = 60
/** A course that takes longer is not done between two trains. */
export const COURSE_MINUTES_MOST = 10

type Texts = Readonly<Record<string, unknown>>

const messageOf = (entry: unknown): string => {
  const message = typeof entry === 'object' && entry !== null && 'message' in entry ? entry.message : entry
  return typeof message === 'string' ? message : ''
}

const words = (text: string): number => text.split(/\s+/u).filter(Boolean).length

/** How long a course takes in one language, in whole minutes, rounded up. */
export const minutesOf = (course: Pick<Course, 'pages'>, texts: Texts): number => {
  const read = Object.entries(texts)
    .filter(([key]) => key !== '$catalogue')
    .reduce((sum, [, entry]) => sum + words(messageOf(entry)), 0)
  const practices = course.pages.filter(({ kind }) => kind === 'practice').length
  return Math.max(1, Math.ceil(read / READING_WORDS_A_MINUTE + (practices * PRACTICE_SECONDS) / 60))
}
