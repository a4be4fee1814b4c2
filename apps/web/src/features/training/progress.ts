import type { Outcome, SignId } from '@ariadne/domain/screening'
import { type Course, practicesOf } from '@ariadne/domain/training'

/** What was done in one practice case. `shown`: the answer has been looked at with this choice. */
export interface Practised {
  readonly marked: readonly SignId[]
  readonly chosen: Outcome | null
  readonly shown: boolean
}

/** How far somebody has come in a course; kept on this device, encrypted like every draft, until the server has the completion. */
export interface Progress {
  /** Index of the page to go on from. */
  readonly at: number
  readonly practised: Readonly<Record<string, Practised>>
}

export const notBegun: Progress = { at: 0, practised: {} }
export const notPractised: Practised = { marked: [], chosen: null, shown: false }

export const draftIdOf = ({ id, version }: Pick<Course, 'id' | 'version'>): string => `training/${id}@${version}`

/** The page of a step in the address: `3` is the third. Undefined for the front page and what is none. */
export const pageAt = (course: Pick<Course, 'pages'>, step: string): number | undefined => {
  const number = /^[1-9]\d?$/u.test(step) ? Number(step) : 0
  return number >= 1 && number <= course.pages.length ? number - 1 : undefined
}

/** The choices, as they are sent with the completion. */
export const choicesOf = (course: Course, { practised }: Progress) =>
  practicesOf(course).flatMap(({ id }) => {
    const chosen = practised[id]?.chosen
    return chosen ? [{ page: id, chosen }] : []
  })
