import type { Group } from './groups.ts'
import { KINDS, ratiosOf, type Usual } from './ratios.ts'

/** Beside 1, the exponential of this is lost in rounding. */
const NOTHING = -40

/** Log ratios and counts of each cell over each duration; filled by `read`, weighed by `weigh`. */
export type Evidence = {
  /** Takes the counts in, the latest period first, beside what is usual from `shift` periods before the latest on. */
  read: (countOf: (cell: number, back: number) => number, shift?: number) => void
  /**
   * How much likelier the counts of a group are if it rose than if not: the logarithm of the mean over all kinds of rise
   * and durations (a Bayes factor), and the duration that bears most of it; undefined where it is below `floor`.
   * @param tempered 1, or less where the group scatters more than its cells
   */
  weigh: (group: Group, tempered: number, floor: number) => { evidence: number; duration: number } | undefined
}

/**
 * Weighs groups of cells as a Bayesian scan does (Neill, Moore and Cooper 2006): a case counts the more the less usual it is
 * in its cell, which a sum over the group would forget.
 * @param least durations in which a group has fewer cases than this, or than it sets itself, say nothing
 */
export const evidenceOf = (cells: readonly Usual[], durations: readonly number[], least: number): Evidence => {
  const spans = durations.length
  const width = spans * KINDS
  const longest = durations.at(-1) ?? 1
  const ratios = ratiosOf(cells, longest + 1)
  const logs = new Float64Array(cells.length * width)
  const counts = new Float64Array(cells.length * spans)
  const running = new Float64Array(KINDS)
  const together = new Float64Array(width)
  const cases = new Float64Array(spans)
  return {
    read: (countOf, shift = 0) => {
      for (let cell = 0; cell < cells.length; cell += 1) {
        running.fill(0)
        let count = 0
        let to = cell * width
        for (let at = 0, which = 0; at < longest; at += 1) {
          const more = countOf(cell, at)
          const row = ratios.rowOf(cell, at + shift, more)
          const { values } = ratios
          count += more
          for (let kind = 0; kind < KINDS; kind += 1)
            running[kind] = (running[kind] as number) + (values[row + kind] as number)
          if (at + 1 !== durations[which]) continue
          for (let kind = 0; kind < KINDS; kind += 1, to += 1) logs[to] = running[kind] as number
          counts[cell * spans + which] = count
          which += 1
        }
      }
    },
    weigh: ({ cells: members, least: fewest }, tempered, floor) => {
      cases.fill(0)
      for (let member = 0; member < members.length; member += 1) {
        const cell = members[member] as number
        const from = cell * width
        if (member === 0) for (let at = 0; at < width; at += 1) together[at] = logs[from + at] as number
        else for (let at = 0; at < width; at += 1) together[at] = (together[at] as number) + (logs[from + at] as number)
        const first = cell * spans
        for (let at = 0; at < spans; at += 1) cases[at] = (cases[at] as number) + (counts[first + at] as number)
      }
      let highest = -Infinity
      for (let which = 0; which < spans; which += 1) {
        // Too few say nothing.
        if ((cases[which] as number) < (fewest?.[which] ?? least)) cases[which] = -1
        if ((cases[which] as number) < 0) continue
        for (let at = which * KINDS, end = at + KINDS; at < end; at += 1) {
          const one = together[at] as number
          if (one > highest) highest = one
        }
      }
      highest *= tempered
      // A mean is never above the largest.
      if (highest < floor || highest === -Infinity) return undefined
      // Nor above what so many would make that were each as large as they might be.
      let bound = 0
      for (let which = 0; which < spans; which += 1) {
        if ((cases[which] as number) < 0) continue
        for (let at = which * KINDS, end = at + KINDS; at < end; at += 1) {
          const below = tempered * (together[at] as number) - highest
          bound += below > -1 ? 1 : below > -2 ? 0.37 : below > -4 ? 0.14 : 0.02
        }
      }
      if (highest + Math.log(bound / width) < floor) return undefined
      let [all, best, duration] = [0, 0, 0]
      for (let which = 0, at = 0; which < spans; which += 1) {
        const isSaying = (cases[which] as number) >= 0
        let share = 0
        for (const end = at + KINDS; at < end; at += 1) {
          const below = tempered * (together[at] as number) - highest
          if (isSaying && below > NOTHING) share += Math.exp(below)
        }
        all += share
        if (share > best) [best, duration] = [share, durations[which] ?? 0]
      }
      const evidence = highest + Math.log(all / width)
      return evidence < floor ? undefined : { evidence, duration }
    },
  }
}
