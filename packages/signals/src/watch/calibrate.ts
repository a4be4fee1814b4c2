import { gamma, negativeBinomial, randomFrom } from '../scan/random.ts'
import type { Evidence } from './evidence.ts'
import type { Group } from './groups.ts'

/** How strong the strongest evidence of a whole region gets when nothing rises. */
export type Calibration = {
  /** The chance that a period brings evidence this strong or stronger that was not there the period before. */
  chance: (evidence: number) => number
}

/** A random world: its strongest evidence, and the strongest about any of the same cells a period earlier. */
export type World = { now: number; before: number }

/** From here up too few worlds are left to count; there the chance falls as the evidence says, which is a likelihood ratio. */
const COUNTED = 20

/** How often evidence of each strength comes up anew, from worlds in which nothing rose. */
export const calibrationOf = (worlds: readonly World[]): Calibration => {
  const strengths = Float64Array.from(worlds, ({ now }) => now).toSorted()
  const all = worlds.length + 1
  // Going down from the strongest: what rises above a strength, less what was above it a period ago already.
  const events = worlds
    .filter(({ now, before }) => before < now)
    .flatMap(({ now, before }) => [
      { at: now, step: 1 },
      { at: before, step: -1 },
    ])
    .toSorted((a, b) => b.at - a.at || b.step - a.step)
  const anew: { at: number; chance: number }[] = []
  let [above, most] = [0, 0]
  for (const { at, step } of events) {
    above += step
    // Where nearly every period is above, little is new. A weaker find is not the rarer for it.
    if (above > most) {
      most = above
      anew.push({ at, chance: (above + 1) / all })
    }
  }
  const edge = anew[Math.min(COUNTED, anew.length) - 1] ?? { at: 0, chance: 1 / all }
  const end = anew.at(-1) ?? edge
  const shareAbove = (evidence: number): number => {
    let [low, high] = [0, strengths.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((strengths[middle] ?? 0) < evidence - 1e-12) low = middle + 1
      else high = middle
    }
    return (strengths.length - low + 1) / all
  }
  const endShare = shareAbove(end.at)
  return {
    chance: (evidence) => {
      if (evidence > edge.at) return Math.max(edge.chance * Math.exp(edge.at - evidence), Number.MIN_VALUE)
      if (evidence <= end.at) return Math.min(1, (end.chance * shareAbove(evidence)) / endShare)
      let [low, high] = [0, anew.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((anew[middle]?.at ?? 0) >= evidence - 1e-12) low = middle
        else high = middle - 1
      }
      return anew[low]?.chance ?? 1
    },
  }
}

/**
 * Draws random worlds in which everything is as expected, and notes the strongest evidence of each over all groups and
 * durations, now and a period earlier: what a single budget for the whole region is reckoned with.
 * @param expected for each cell, the last periods, the latest first
 */
export const calibrate = (
  groups: readonly Group[],
  expected: readonly Float64Array[],
  evidence: Evidence,
  options: {
    phi: number
    /** For each cell, how many cases its expectation stands on: what is expected is itself uncertain. */
    cases: readonly number[]
    simulations: number
    seed: number
  },
): Calibration => {
  const random = randomFrom(options.seed)
  const drawn = expected.map((mus) => new Float64Array(mus.length + 1))
  const countOf = (cell: number, back: number): number => drawn[cell]?.[back] ?? 0
  const isTouched = new Uint8Array(expected.length)
  const worlds: World[] = []
  for (let world = 0; world < options.simulations; world += 1) {
    for (const [cell, mus] of expected.entries()) {
      const series = drawn[cell]
      if (!series) continue
      const cases = options.cases[cell] ?? 0
      // The true level lies about the one that was learned (gamma, as many cases as there were).
      const level = cases > 0 ? gamma(random, cases / options.phi) / (cases / options.phi) : 1
      for (let at = 0; at < series.length; at += 1)
        series[at] = negativeBinomial(random, (mus[Math.min(at, mus.length - 1)] ?? 0) * level, options.phi)
    }
    evidence.read(countOf)
    let [now, strongest] = [-Infinity, groups[0]]
    for (const group of groups) {
      const found = evidence.weigh(group, 1, now)
      if (found) [now, strongest] = [found.evidence, group]
    }
    isTouched.fill(0)
    for (const cell of strongest?.cells ?? []) isTouched[cell] = 1
    evidence.read(countOf, 1)
    let before = -Infinity
    for (const group of groups)
      if (group.cells.some((cell) => isTouched[cell] === 1))
        before = Math.max(before, evidence.weigh(group, 1, before)?.evidence ?? -Infinity)
    worlds.push({ now, before })
  }
  return calibrationOf(worlds)
}
