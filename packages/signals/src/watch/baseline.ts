import { logGamma } from '../stats/log-gamma.ts'
import { rhythmOf, type Rhythm } from './rhythm.ts'
import type { Field } from './table.ts'

/** What each cell is expected to have in each of the last periods, and how far counts scatter about it. */
export type Baseline = {
  /** How many periods the expectation rests on. */
  length: number
  /** `expected[cell]`: one number for each period, history first. */
  expected: Float64Array[]
  /** How the whole goes up and down, which is in `expected`, and what else it could be. */
  rhythm: Rhythm
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
 * less of it there is (gamma-Poisson), times the rhythm of the whole. Of counts that scatter by phi, n tell as much as n / phi
 * that do not.
 */
export const baselineOf = (field: Field, length: number): Baseline => {
  const totals = new Float64Array(field.periods.length)
  for (const series of field.counts) for (const [at, count] of series.entries()) totals[at] = (totals[at] ?? 0) + count
  const rhythm = rhythmOf(totals, length, field.step)
  const past = Float64Array.from(field.counts, (series) => sum(series, 0, length))
  const margins = fromMargins(field, past)
  const learned = (phi: number): Baseline => {
    const part = (counts: Float64Array): Float64Array => counts.map((count) => count / phi)
    const shrinkage = phi * likeliestShape(part(past), part(margins))
    const expected = field.cells.map((_, cell) => {
      const mu = margins[cell] ?? 0
      const aPeriod = (mu * ((past[cell] ?? 0) + shrinkage)) / (mu + shrinkage) / length
      return rhythm.factors.map((factor) => factor * aPeriod)
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
    const scatter = (squares / Math.max(all, 1e-9)) * (length / (length - 1))
    return { length, expected, rhythm, shrinkage, phi: Math.max(1, scatter) }
  }
  return learned(learned(1).phi)
}
