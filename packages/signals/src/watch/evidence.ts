import { logGamma } from '../stats/log-gamma.ts'
import type { Group } from './groups.ts'

/**
 * What a rise may add to each of its cells in a period: in proportion to how much counts scatter, the same everywhere, or
 * in proportion to what is usual. Nobody knows beforehand; each is looked for in several sizes.
 */
const RISES: readonly ((mu: number) => number)[] = [
  ...[0.25, 0.5, 1, 2].map((times) => (mu: number) => times * Math.sqrt(mu)),
  ...[0.2, 0.5, 1, 2].map((cases) => () => cases),
  ...[0.25, 0.5, 1, 3].map((times) => (mu: number) => times * mu),
]
const KINDS = RISES.length
/** Keeps every ratio a number where nothing at all is expected. */
const LEAST_MEAN = 1e-6

/** What is expected of a cell, the latest period first, and how far its counts scatter (variance over mean). */
export type Usual = { expected: Float64Array; phi: number }

/** The logarithm of how much likelier `count` is with `extra` added to the mean: negative binomial, Poisson where phi is 1. */
const logRatio = (count: number, mu: number, extra: number, phi: number): number => {
  if (phi <= 1 + 1e-9) return count * Math.log1p(extra / mu) - extra
  const [size, larger] = [mu / (phi - 1), (mu + extra) / (phi - 1)]
  return (
    logGamma(count + larger) -
    logGamma(larger) -
    logGamma(count + size) +
    logGamma(size) -
    (larger - size) * Math.log(phi)
  )
}

/** Looks up the log ratios of each kind of rise for a count, worked out once for each count that occurs. */
const tableOf = ({ expected, phi }: Usual, back: number): ((count: number) => Float64Array) => {
  const known: Float64Array[] = []
  const mu = Math.max(expected[back] ?? 0, LEAST_MEAN)
  return (count) => (known[count] ??= Float64Array.from(RISES, (rise) => logRatio(count, mu, rise(mu), phi)))
}

/** Log ratios and counts of each cell over each duration; filled by `read`, weighed by `weigh`. */
export type Evidence = {
  /** Takes the counts in: `countOf(cell, back)`, from `shift` periods before the latest on. */
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
 * @param least durations in which a group has fewer cases than this say nothing
 */
export const evidenceOf = (cells: readonly Usual[], durations: readonly number[], least: number): Evidence => {
  const width = durations.length * KINDS
  const longest = durations.at(-1) ?? 1
  const tables = cells.map((cell) =>
    Array.from({ length: longest + 1 }, (_, back) => tableOf(cell, Math.min(back, longest - 1))),
  )
  const logs = new Float64Array(cells.length * width)
  const counts = new Float64Array(cells.length * durations.length)
  const running = new Float64Array(KINDS)
  const together = new Float64Array(width)
  const cases = new Float64Array(durations.length)
  return {
    read: (countOf, shift = 0) => {
      for (const [cell, ofPeriods] of tables.entries()) {
        running.fill(0)
        let count = 0
        for (let at = 0, which = 0; at < longest; at += 1) {
          const more = countOf(cell, at + shift)
          const ratios = ofPeriods[at + shift]?.(more)
          count += more
          for (let kind = 0; kind < KINDS; kind += 1) running[kind] = (running[kind] ?? 0) + (ratios?.[kind] ?? 0)
          if (at + 1 !== durations[which]) continue
          logs.set(running, cell * width + which * KINDS)
          counts[cell * durations.length + which] = count
          which += 1
        }
      }
    },
    weigh: (group, tempered, floor) => {
      together.fill(0)
      cases.fill(0)
      for (const cell of group.cells) {
        const from = cell * width
        for (let at = 0; at < width; at += 1) together[at] = (together[at] ?? 0) + (logs[from + at] ?? 0)
        const first = cell * durations.length
        for (let at = 0; at < cases.length; at += 1) cases[at] = (cases[at] ?? 0) + (counts[first + at] ?? 0)
      }
      let highest = -Infinity
      for (let at = 0; at < width; at += 1)
        if ((cases[Math.floor(at / KINDS)] ?? 0) >= least) highest = Math.max(highest, tempered * (together[at] ?? 0))
      // A mean is never above the largest.
      if (highest < floor || highest === -Infinity) return undefined
      let [all, best, duration] = [0, 0, 0]
      for (let which = 0; which < durations.length; which += 1) {
        if ((cases[which] ?? 0) < least) continue
        let share = 0
        for (let kind = 0; kind < KINDS; kind += 1)
          share += Math.exp(tempered * (together[which * KINDS + kind] ?? 0) - highest)
        all += share
        if (share > best) [best, duration] = [share, durations[which] ?? 0]
      }
      const evidence = highest + Math.log(all / width)
      return evidence < floor ? undefined : { evidence, duration }
    },
  }
}
