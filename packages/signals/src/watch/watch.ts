import { negativeBinomialCritical, negativeBinomialTail } from '../stats/tail.ts'
import { baselineOf, type Baseline } from './baseline.ts'
import { calibrate, type Calibration } from './calibrate.ts'
import { evidenceOf } from './evidence.ts'
import { fold, strongestFirst, type Weighed } from './fold.ts'
import { groupsOf, MOST_COLUMNS, type Group, type Neighbours } from './groups.ts'
import { scatters } from './scatter.ts'
import { WatchError, type Field } from './table.ts'

export type WatchOptions = {
  neighbours?: Neighbours
  /** At most one new false alarm in so many days, for the whole region; 30 if not given. */
  budgetDays?: number
  /** Somebody looks again after so many days, from 1; after a period, if not given, which is also the most. */
  everyDays?: number
  /** How many last periods a rise may have taken; 1, 2, 3, 4, 6, 8 and 12 if not given. */
  durations?: readonly number[]
  /** Fewer than this are never an alert, nor what would come up by itself in one of 20; 2 if not given. */
  least?: number
  simulations?: number
  seed?: number
  /** One that was made before for the same region; it ages slowly. */
  calibration?: Calibration
}

export type Alert = {
  /** What rose: these categories; everything where there are none. */
  fixed: Readonly<Record<string, string>>
  /** Places that rose together. */
  zone?: readonly string[]
  /** First day of the rise and last day of the counts. */
  from: string
  to: string
  /** How many periods that is. */
  periods: number
  observed: number
  expected: number
  /** Observed over expected, with the range that scatter alone leaves open. */
  ratio: { value: number; lower95: number; upper95: number }
  /** How likely as many or more are in this very group and time, if nothing rose (negative binomial, exact). */
  p: number
  /** Chance alone brings a new alert as strong, anywhere in the region, once in so many days. */
  recurrence: number
  /** The single combinations that make it up, those that rose most first. */
  cells: { values: Readonly<Record<string, string>>; observed: number; expected: number }[]
  /** Weaker alerts about some of the same cells. */
  under: { fixed: Readonly<Record<string, string>>; zone?: readonly string[]; periods: number; recurrence: number }[]
}

export type Watched = {
  step: Field['step']
  until: string
  /** The strongest first. */
  alerts: Alert[]
  /** How many sums were looked at, each at every duration. */
  groups: number
  baseline: Pick<Baseline, 'length' | 'shrinkage' | 'phi'>
  calibration: Calibration
}

const DURATIONS = [1, 2, 3, 4, 6, 8, 12]
const DAYS = { week: 7, month: 365.25 / 12 } as const
/**
 * What as many or more would come up more often than this by themselves is no rise, however seldom anything new comes up in
 * the region: where little is looked at, the budget alone would let a count pass that is hardly above what is usual.
 */
const LIKELIEST = 0.05
/** A past shorter than this tells too little to call anything unusual. */
const LEAST_PAST = { week: 26, month: 12 } as const

type Found = Weighed & { observed: number; expected: number; phi: number; recurrence: number }

/**
 * Looks for what rose, anywhere: every sum of cells over every last few periods, against what the past makes usual, under
 * one budget of false alarms for the whole region.
 * @throws WatchError for a past that is too short, no counts, or too many columns
 */
export const watch = (field: Field, options: WatchOptions = {}): Watched => {
  const { budgetDays = 30, everyDays = Infinity, least = 2, simulations = 999, seed = 1 } = options
  const step = Math.min(1, everyDays / DAYS[field.step])
  const all = field.periods.length
  const durations = (options.durations ?? DURATIONS).filter((one) => one <= Math.max(1, all - LEAST_PAST[field.step]))
  const longest = Math.max(1, ...durations)
  const length = all - longest
  if (length < LEAST_PAST[field.step])
    throw new WatchError(
      `There are ${all} ${field.step}s. ${LEAST_PAST[field.step] + 1} at least are needed to know what is usual`,
    )
  if (field.columns.length > MOST_COLUMNS)
    throw new WatchError(`There are ${field.columns.length} columns of categories. ${MOST_COLUMNS} at most`)
  if (field.counts.every((series) => series.every((count) => count === 0)))
    throw new WatchError('All counts are 0. Nothing can be said of them')
  const baseline = baselineOf(field, length)
  const named = groupsOf(field, options.neighbours)
  const scatter = scatters(field, baseline, named)
  const usualIn = ({ cells }: Group, from: number, to: number): number =>
    cells.reduce((count, cell) => count + sumOf(baseline.expected[cell], from, to), 0)
  // What was learned from few cases is itself uncertain: the scatter of a sum grows with what is not known of its mean.
  const widened = (at: number, base: number, mu: number): number =>
    (scatter[at] ?? baseline.phi) * (1 + mu / (base + 1))
  const groups = named.map((group, at) => {
    const base = usualIn(group, 0, length)
    const fewest = durations.map((duration) => {
      const mu = usualIn(group, all - duration, all)
      return Math.max(least, negativeBinomialCritical(LIKELIEST, mu, widened(at, base, mu)))
    })
    return { ...group, base, least: fewest }
  })
  const latest = baseline.expected.map((series) => series.slice(length).toReversed())
  const cases = baseline.expected.map((series) => sumOf(series, 0, length) + baseline.shrinkage)
  const evidence = evidenceOf(
    latest.map((expected, cell) => ({
      expected,
      phi: baseline.phi * (1 + sumOf(expected, 0, longest) / ((cases[cell] ?? 0) + 1)),
    })),
    durations,
    least,
  )
  const calibration =
    options.calibration ??
    calibrate(groups, latest, evidence, {
      phi: baseline.phi,
      cases,
      rhythm: baseline.rhythm,
      looks: step < 1 ? [step, Math.sqrt(step), 1] : [1],
      simulations,
      seed,
    })

  evidence.read((cell, back) => field.counts[cell]?.[all - 1 - back] ?? 0)
  const found: Found[] = []
  for (const [at, group] of groups.entries()) {
    const own = scatter[at] ?? baseline.phi
    const weighed = evidence.weigh(group, Math.min(1, baseline.phi / own), -Infinity)
    if (!weighed) continue
    const recurrence = (step * DAYS[field.step]) / calibration.chance(weighed.evidence)
    const from = all - weighed.duration
    let [observed, expected] = [0, 0]
    for (const cell of group.cells) {
      observed += sumOf(field.counts[cell], from, all)
      expected += sumOf(baseline.expected[cell], from, all)
    }
    if (recurrence >= budgetDays && observed > expected)
      found.push({ group, ...weighed, observed, expected, phi: widened(at, group.base, expected), recurrence })
  }
  found.sort(strongestFirst)
  return {
    step: field.step,
    until: field.until,
    alerts: alertsOf(field, baseline, found),
    groups: groups.length,
    baseline: { length, shrinkage: baseline.shrinkage, phi: baseline.phi },
    calibration,
  }
}

const sumOf = (values: Float64Array | undefined, from: number, to: number): number => {
  let sum = 0
  for (let at = from; at < to; at += 1) sum += values?.[at] ?? 0
  return sum
}

const nameOf = ({ group: { fixed, zone } }: Found): Pick<Alert, 'fixed' | 'zone'> => ({
  fixed,
  ...(zone ? { zone: zone.values } : {}),
})

/** The strongest alert first, with the weaker ones about some of the same cells under it. */
const alertsOf = (field: Field, baseline: Baseline, found: readonly Found[]): Alert[] => {
  const all = field.periods.length
  return fold(found).map(({ top, under }) => {
    const from = all - top.duration
    const cells = [...top.group.cells]
      .map((cell) => {
        const observed = sumOf(field.counts[cell], from, all)
        const expected = sumOf(baseline.expected[cell], from, all)
        const values = Object.fromEntries(
          field.columns.map((column, at) => [column, field.cells[cell]?.values[at] ?? '']),
        )
        return { values, observed, expected }
      })
      .filter(({ observed }) => observed > 0)
      .toSorted((a, b) => b.observed - b.expected - (a.observed - a.expected))
    return {
      ...nameOf(top),
      from: field.periods[from] ?? '',
      to: field.until,
      periods: top.duration,
      observed: top.observed,
      expected: top.expected,
      ratio: ratioOf(top),
      p: negativeBinomialTail(top.observed, top.expected, top.phi),
      recurrence: top.recurrence,
      cells,
      under: under.map((one) => ({ ...nameOf(one), periods: one.duration, recurrence: one.recurrence })),
    }
  })
}

/** Byar's approximation to the exact Poisson limits, widened by the scatter. */
const ratioOf = ({ observed, expected, phi }: Found): Alert['ratio'] => {
  const z = 1.959963984540054 * Math.sqrt(phi)
  const limit = (count: number, sign: number): number =>
    Math.max(0, count * Math.max(0, 1 - 1 / (9 * count) + (sign * z) / (3 * Math.sqrt(count))) ** 3)
  return {
    value: observed / expected,
    lower95: limit(observed, -1) / expected,
    upper95: limit(observed + 1, 1) / expected,
  }
}
