import { gamma, negativeBinomial, randomFrom } from '../scan/random.ts'
import type { Evidence } from './evidence.ts'
import { fold, strongestFirst, type Weighed } from './fold.ts'
import type { Group } from './groups.ts'
import type { Rhythm } from './rhythm.ts'

/** How strong the strongest evidence of a whole region gets when nothing rises. */
export type Calibration = {
  /** The chance that a look brings evidence this strong or stronger that was not there before. */
  chance: (evidence: number) => number
}

/** The alerts of a random world: how strong each is, and the strongest of looks before about any of the same cells. */
export type World = readonly { now: number; before: number }[]

/** From here up too few worlds are left to count; there the chance falls as the evidence says, which is a likelihood ratio. */
const COUNTED = 20

/** The strengths at which something in a world is new, none of them twice. */
const spansOf = (alerts: World): World => {
  const spans: { now: number; before: number }[] = []
  for (const { now, before } of alerts.toSorted((a, b) => b.now - a.now)) {
    const last = spans.at(-1)
    if (before >= now) continue
    if (last && now > last.before) last.before = Math.min(last.before, before)
    else spans.push({ now, before })
  }
  return spans
}

/** How often evidence of each strength comes up anew, from worlds in which nothing rose. */
export const calibrationOf = (worlds: readonly World[]): Calibration => {
  const strengths = Float64Array.from(worlds, (alerts) =>
    alerts.reduce((most, { now }) => Math.max(most, now), 0),
  ).toSorted()
  const all = worlds.length + 1
  // Going down from the strongest: a world has something new from where an alert comes in until it was there before.
  const events = worlds
    .flatMap(spansOf)
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
 * Draws random worlds in which everything is as expected, and notes their alerts, of all groups and durations together, and
 * which of them were there at looks before: what a single budget for the whole region is reckoned with. What is told and
 * what is new is reckoned as for the true counts.
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
    rhythm: Rhythm
    /**
     * Which looks before are remembered: how many periods ago, ascending, the last 1. Just that where somebody looks once a
     * period; where it is more often, periods overlap, and an alert may go and come back.
     */
    looks: readonly number[]
    simulations: number
    seed: number
  },
): Calibration => {
  const random = randomFrom(options.seed)
  const { looks } = options
  const periods = Math.max(0, ...expected.map((mus) => mus.length)) + 1
  // Each period in parts, the latest first: what came in after each of the looks before.
  const drawn = looks.map(() => new Float64Array(expected.length * periods))
  const alertsOf = (ago: number): { evidence: number; cells: number[] }[] => {
    const countOf = (cell: number, back: number): number => {
      const at = cell * periods + back
      let count = 0
      for (let part = 0; part < drawn.length; part += 1) count += drawn[part]?.[part < ago ? at + 1 : at] ?? 0
      return count
    }
    const hasCases = (cell: number, duration: number): boolean => {
      for (let back = 0; back < duration; back += 1) if (countOf(cell, back) > 0) return true
      return false
    }
    // What is usual is known by whole periods.
    evidence.read(countOf, ago === looks.length ? 1 : 0)
    const found: Weighed[] = []
    for (const group of groups) {
      const weighed = evidence.weigh(group, 1, 0)
      if (weighed) found.push({ group, ...weighed })
    }
    return fold(found.sort(strongestFirst)).map(({ top: { group, evidence: strength, duration } }) => ({
      evidence: strength,
      cells: [...group.cells].filter((cell) => hasCases(cell, duration)),
    }))
  }
  const strongest = new Float64Array(expected.length)
  const worlds: World[] = []
  for (let world = 0; world < options.simulations; world += 1) {
    const rhythm = options.rhythm.another(random).toReversed()
    for (const [cell, mus] of expected.entries()) {
      const cases = options.cases[cell] ?? 0
      // The true level lies about the one that was learned (gamma, as many cases as there were).
      const level = cases > 0 ? gamma(random, cases / options.phi) / (cases / options.phi) : 1
      for (const [part, counts] of drawn.entries()) {
        const share = (looks[part] ?? 1) - (looks[part - 1] ?? 0)
        for (let at = 0; at < periods; at += 1) {
          const mu = (mus[Math.min(at, mus.length - 1)] ?? 0) * level * (rhythm[at] ?? 1)
          counts[cell * periods + at] = negativeBinomial(random, mu * share, options.phi)
        }
      }
    }
    strongest.fill(-Infinity)
    for (let ago = 1; ago <= looks.length; ago += 1)
      for (const { evidence: before, cells } of alertsOf(ago))
        for (const cell of cells) strongest[cell] = Math.max(strongest[cell] ?? before, before)
    worlds.push(
      alertsOf(0).map(({ evidence: now, cells }) => ({
        now,
        before: cells.reduce((most, cell) => Math.max(most, strongest[cell] ?? most), 0),
      })),
    )
  }
  return calibrationOf(worlds)
}
