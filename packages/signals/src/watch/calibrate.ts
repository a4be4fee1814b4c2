import { gamma, negativeBinomial, randomFrom } from '../scan/random.ts'
import { negativeBinomialTail } from '../stats/tail.ts'
import type { Group } from './groups.ts'

/** One sum over some last periods: what is expected, and how far it scatters (variance over mean). */
export type Sum = { mu: number; phi: number }

/** Looks a tail up, adding it once for each count that occurs. */
const tailTable = ({ mu, phi }: Sum): ((count: number) => number) => {
  const known: number[] = []
  return (count) => (known[count] ??= negativeBinomialTail(count, mu, phi))
}

/** How small the smallest p of a whole region gets, period by period, when nothing rises. */
export type Calibration = {
  /** The smallest p of each random world, ascending. */
  smallest: Float64Array
  /** The chance that the smallest p of a period is this small or smaller. */
  chance: (p: number) => number
}

/** From here down too few worlds are left to count; there the chance is proportional to p, as it is for rare events. */
const COUNTED = 20

export const calibrationOf = (smallest: Float64Array): Calibration => {
  const sorted = smallest.toSorted()
  const edge = Math.min(COUNTED, sorted.length) - 1
  const pAtEdge = sorted[edge] ?? 1
  const chanceAtEdge = (edge + 1) / (sorted.length + 1)
  return {
    smallest: sorted,
    chance: (p) => {
      if (p < pAtEdge) return Math.max((chanceAtEdge * p) / pAtEdge, Number.MIN_VALUE)
      let [low, high] = [0, sorted.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((sorted[middle] ?? 1) <= p * (1 + 1e-12)) low = middle + 1
        else high = middle
      }
      return Math.min(1, (low + 1) / (sorted.length + 1))
    },
  }
}

/**
 * Draws random worlds in which everything is as expected, and notes the smallest p of each over all groups and durations:
 * what a single budget for the whole region is reckoned with.
 * @param expected for each cell, the last periods, the latest first
 */
export const calibrate = (
  groups: readonly Group[],
  expected: readonly Float64Array[],
  durations: readonly number[],
  options: {
    phi: number
    /** For each cell, how many cases its expectation stands on: what is expected is itself uncertain. */
    cases: readonly number[]
    spread: (group: number, mu: number) => number
    least: number
    simulations: number
    seed: number
  },
): Calibration => {
  const random = randomFrom(options.seed)
  const longest = durations.at(-1) ?? 1
  const sums = groups.map(({ cells }) =>
    durations.map((duration) => {
      let mu = 0
      for (const cell of cells) for (let at = 0; at < duration; at += 1) mu += expected[cell]?.[at] ?? 0
      return mu
    }),
  )
  const tables = sums.map((mus, group) => mus.map((mu) => tailTable({ mu, phi: options.spread(group, mu) })))
  const smallest = new Float64Array(options.simulations)
  const drawn = expected.map(() => new Float64Array(durations.length))
  const together = new Float64Array(durations.length)
  for (let world = 0; world < options.simulations; world += 1) {
    for (const [cell, mus] of expected.entries()) {
      const series = drawn[cell]
      if (!series) continue
      const cases = options.cases[cell] ?? 0
      // The true level lies about the one that was learned (gamma, as many cases as there were).
      const level = cases > 0 ? gamma(random, cases / options.phi) / (cases / options.phi) : 1
      let count = 0
      for (let at = 0, which = 0; at < longest; at += 1) {
        count += negativeBinomial(random, (mus[at] ?? 0) * level, options.phi)
        if (at + 1 === durations[which]) {
          series[which] = count
          which += 1
        }
      }
    }
    let least = 1
    for (const [group, { cells }] of groups.entries()) {
      together.fill(0)
      for (const cell of cells)
        for (let at = 0; at < together.length; at += 1) together[at] = (together[at] ?? 0) + (drawn[cell]?.[at] ?? 0)
      for (let at = 0; at < together.length; at += 1) {
        const count = together[at] ?? 0
        if (count < options.least || count <= (sums[group]?.[at] ?? 0)) continue
        least = Math.min(least, tables[group]?.[at]?.(count) ?? 1)
      }
    }
    smallest[world] = least
  }
  return calibrationOf(smallest)
}
