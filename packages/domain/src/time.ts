import { z } from 'zod'

/** A moment: ISO 8601 in UTC, to the millisecond. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>
/** A calendar day without a time: ISO 8601 `YYYY-MM-DD`. */
export const Day = z.iso.date()
export type Day = z.infer<typeof Day>

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const plusHours = (at: Instant, hours: number): Instant => new Date(Date.parse(at) + hours * HOUR).toISOString()
export const plusDays = (at: Instant, days: number): Instant => plusHours(at, days * 24)
/** The moment a calendar day ends, in UTC. */
export const endOfDay = (day: Day): Instant => `${day}T23:59:59.999Z`
/** `on` is a day or a moment; noon of a day, where no time of it is known. */
export const momentOf = (on: string): Instant => (on.length === 10 ? `${on}T12:00:00.000Z` : on)
export const isPast = (at: Instant, now: Instant): boolean => Date.parse(at) < Date.parse(now)
/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Instant, to: Instant): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY)

/** Devices drift. An act that claims to have happened further ahead than this is refused, with its field named. */
export const CLOCK_TOLERANCE_MINUTES = 5
export const isInFuture = (at: Instant, now: Instant): boolean =>
  Date.parse(at) - Date.parse(now) > CLOCK_TOLERANCE_MINUTES * 60_000
