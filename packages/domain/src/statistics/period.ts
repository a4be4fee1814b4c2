import { z } from 'zod'
import type { Day } from '../time.ts'

/** A calendar period: `2025`, `2025-Q3`, `2025-07` or the ISO 8601 week `2025-W27`. */
export const Period = z.string().regex(/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-W(0[1-9]|[1-4]\d|5[0-3]))?$/)
export type Period = z.infer<typeof Period>
export const Grain = z.enum(['week', 'month', 'quarter', 'year'])
export type Grain = z.infer<typeof Grain>

const DAY = 86_400_000
const two = (value: number): string => String(value).padStart(2, '0')
const dayOf = (milliseconds: number): Day => new Date(milliseconds).toISOString().slice(0, 10)

export const grainOf = (period: Period): Grain =>
  period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : period.includes('W') ? 'week' : 'month'

/** ISO 8601: the week belongs to the year that its Thursday lies in. */
const isoWeek = (day: Day): Period => {
  const date = Date.parse(day)
  const thursday = date + (3 - ((new Date(date).getUTCDay() + 6) % 7)) * DAY
  const year = new Date(thursday).getUTCFullYear()
  return `${year}-W${two(1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY / 7))}`
}

export const periodOf = (day: Day, grain: Grain): Period => {
  const [year = '', month = ''] = day.split('-')
  if (grain === 'year') return year
  if (grain === 'month') return `${year}-${month}`
  return grain === 'quarter' ? `${year}-Q${Math.ceil(Number(month) / 3)}` : isoWeek(day)
}

/** The first day, and the first day after it. */
export const boundsOf = (period: Period): { from: Day; to: Day } => {
  const year = Number(period.slice(0, 4))
  const rest = period.slice(5)
  if (rest === '') return { from: `${period}-01-01`, to: dayOf(Date.UTC(year + 1, 0, 1)) }
  if (rest.startsWith('Q')) {
    const month = (Number(rest.slice(1)) - 1) * 3
    return { from: dayOf(Date.UTC(year, month, 1)), to: dayOf(Date.UTC(year, month + 3, 1)) }
  }
  if (rest.startsWith('W')) {
    const fourth = Date.UTC(year, 0, 4)
    const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (Number(rest.slice(1)) - 1) * 7 * DAY
    return { from: dayOf(monday), to: dayOf(monday + 7 * DAY) }
  }
  const month = Number(rest) - 1
  return { from: dayOf(Date.UTC(year, month, 1)), to: dayOf(Date.UTC(year, month + 1, 1)) }
}

export const nextPeriod = (period: Period): Period => periodOf(boundsOf(period).to, grainOf(period))

/** Every period of a kind from the one `from` lies in to the one before `to`. */
export const periodsBetween = (from: Day, to: Day, grain: Grain): Period[] => {
  const periods: Period[] = []
  for (let period = periodOf(from, grain); boundsOf(period).from < to; period = nextPeriod(period)) periods.push(period)
  return periods
}
