/** A calendar quarter as `2026-Q3`, with its first moment and the first after it. */
export type Quarter = { name: string; from: string; until: string }

const quarterAt = (year: number, index: number): Quarter => ({
  name: `${year}-Q${index + 1}`,
  from: new Date(Date.UTC(year, index * 3, 1)).toISOString(),
  until: new Date(Date.UTC(year, index * 3 + 3, 1)).toISOString(),
})

const KEPT = 8

/**
 * The quarters that are over, the latest first. One that still runs is not shown: looked at from day to day, the
 * difference would say what one person's screening said.
 */
export const quartersBefore = (now: string): Quarter[] => {
  const day = new Date(now)
  const current = day.getUTCFullYear() * 4 + Math.floor(day.getUTCMonth() / 3)
  return Array.from({ length: KEPT }, (_, back) => {
    const at = current - 1 - back
    return quarterAt(Math.floor(at / 4), at % 4)
  })
}
