import { fitGlm } from '../stats/glm.ts'
import { logGamma } from '../stats/log-gamma.ts'
import type { Field } from './table.ts'

/** What each cell is expected to have in each of the last periods, and how far counts scatter about it. */
export type Baseline = {
  /** How many periods the expectation rests on. */
  length: number
  /** `expected[cell]`: one number for each period, history first. */
  expected: Float64Array[]
  /** How strongly a cell's own past is pulled to what its place, form and the like would give: in expected counts. */
  shrinkage: number
  /** Variance over mean of a single cell in a single period, all cells together; 1 or more. */
  phi: number
}

const sum = (values: ArrayLike<number>, from = 0, to = values.length): number => {
  let total = 0
  for (let at = from; at < to; at += 1) total += values[at] ?? 0
  return total
}

const CYCLE = { week: 365.25 / 7, month: 12 } as const

/**
 * How the whole goes up and down: a level, a yearly wave once two years are there, and a slope that the whole past bears
 * out. What comes after the past gets the slope of its end and no more, so that a rise is never taken for the trend.
 */
const rhythm = (totals: Float64Array, length: number, step: Field['step']): Float64Array => {
  const cycle = CYCLE[step]
  const all = Array.from(totals, (_, at) => at)
  const wave = (turn: (angle: number) => number) => Float64Array.from(all, (at) => turn((2 * Math.PI * at) / cycle))
  const columns = [Float64Array.from(all, () => 1)]
  if (length >= 2 * cycle) columns.push(wave(Math.cos), wave(Math.sin))
  const past = totals.slice(0, length)
  if (sum(past) < 20 || length < 8) return Float64Array.from(all, () => 1)
  const slope = Float64Array.from(all, (at) => (Math.min(at, length - 1) - length / 2) / length)
  const fit = (used: Float64Array[]) =>
    fitGlm(
      used.map((column) => column.slice(0, length)),
      past,
    )
  const spread = ({ fitted }: { fitted: Float64Array }): number => {
    const squares = past.reduce(
      (all_, count, at) => all_ + (count - (fitted[at] ?? 0)) ** 2 / Math.max(fitted[at] ?? 0, 1e-9),
      0,
    )
    return Math.max(1, squares / Math.max(1, length - columns.length - 1))
  }
  const deviance = ({ fitted }: { fitted: Float64Array }): number =>
    2 *
    past.reduce(
      (all_, count, at) =>
        all_ + (count > 0 ? count * Math.log(count / (fitted[at] ?? 1)) : 0) - (count - (fitted[at] ?? 0)),
      0,
    )
  const level = fit(columns)
  const sloped = length >= cycle ? fit([...columns, slope]) : level
  // Three standard deviations: a slope that chance hardly makes.
  const isSloped = sloped !== level && (deviance(level) - deviance(sloped)) / spread(sloped) > 9
  const [used, coefficients] = isSloped ? [[...columns, slope], sloped.coefficients] : [columns, level.coefficients]
  const factors = Float64Array.from(all, (at) =>
    Math.exp(used.reduce((eta, column, which) => eta + (column[at] ?? 0) * (coefficients[which] ?? 0), 0)),
  )
  const mean = sum(factors, 0, length) / length
  return factors.map((factor) => factor / mean)
}

/** Columns whose values say no more than another's do: a country beside a place. */
const finest = ({ columns, cells }: Field): number[] => {
  const isDeterminedBy = (at: number, other: number): boolean => {
    const seen = new Map<string, string>()
    return cells.every(({ values }) => {
      const [from, to] = [values[other] ?? '', values[at] ?? '']
      const before = seen.get(from)
      seen.set(from, to)
      return before === undefined || before === to
    })
  }
  const kinds = (at: number): number => new Set(cells.map(({ values }) => values[at])).size
  const all = columns.map((_, at) => at)
  return all.filter(
    (at) =>
      !all.some(
        (other) =>
          other !== at &&
          isDeterminedBy(at, other) &&
          (kinds(at) < kinds(other) || (kinds(at) === kinds(other) && other < at)),
      ),
  )
}

/** What each cell would have if place, form and the like had nothing to do with each other. */
const fromMargins = (field: Field, past: Float64Array): Float64Array => {
  const total = Math.max(sum(past), 0.5)
  const expected = new Float64Array(field.cells.length).fill(total)
  for (const column of finest(field)) {
    const margin = new Map<string, number>()
    for (const [cell, { values }] of field.cells.entries())
      margin.set(values[column] ?? '', (margin.get(values[column] ?? '') ?? 0) + (past[cell] ?? 0))
    // Nowhere is impossible: every value gets a little of one case.
    const whole = [...margin.values()].reduce((all, count) => all + count + 0.5, 0)
    for (const [cell, { values }] of field.cells.entries())
      expected[cell] = ((expected[cell] ?? 0) * ((margin.get(values[column] ?? '') ?? 0) + 0.5)) / whole
  }
  return expected
}

/** How alike cells are to their margins: the gamma shape that makes their counts most likely (negative binomial). */
const likeliestShape = (past: Float64Array, margins: Float64Array): number => {
  let best = { shape: 1, likelihood: -Infinity }
  for (let step = -4; step <= 24; step += 1) {
    const shape = 2 ** (step / 3)
    let likelihood = 0
    for (const [cell, count] of past.entries()) {
      const mu = margins[cell] ?? 0
      likelihood +=
        logGamma(count + shape) -
        logGamma(shape) +
        shape * Math.log(shape / (shape + mu)) +
        count * Math.log(mu / (shape + mu))
    }
    if (likelihood > best.likelihood) best = { shape, likelihood }
  }
  return best.shape
}

/**
 * Learns from the first `length` periods what is usual: each cell's own past, pulled towards its margins the more the
 * less of it there is (gamma-Poisson), times the rhythm of the whole.
 */
export const baselineOf = (field: Field, length: number): Baseline => {
  const totals = new Float64Array(field.periods.length)
  for (const series of field.counts) for (const [at, count] of series.entries()) totals[at] = (totals[at] ?? 0) + count
  const factors = rhythm(totals, length, field.step)
  const past = Float64Array.from(field.counts, (series) => sum(series, 0, length))
  const margins = fromMargins(field, past)
  const shape = likeliestShape(past, margins)
  const expected = field.cells.map((_, cell) => {
    const mu = margins[cell] ?? 0
    const aPeriod = (mu * ((past[cell] ?? 0) + shape)) / (mu + shape) / length
    return factors.map((factor) => factor * aPeriod)
  })
  // A ratio of sums: the mean of the cells' own ratios would be too small, most of all where there are few cases.
  let [squares, all] = [0, 0]
  for (const [cell, series] of field.counts.entries()) {
    for (let at = 0; at < length; at += 1) {
      const mu = expected[cell]?.[at] ?? 0
      squares += ((series[at] ?? 0) - mu) ** 2
      all += mu
    }
  }
  const phi = (squares / Math.max(all, 1e-9)) * (length / (length - 1))
  return { length, expected, shrinkage: shape, phi: Math.max(1, phi) }
}
