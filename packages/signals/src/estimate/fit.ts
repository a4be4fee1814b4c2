import { logGamma } from '../stats/log-gamma.ts'
import { factor, solve } from './cholesky.ts'
import type { ListTable } from './lists.ts'
import { effectsOf, emptyPairs, historiesOf } from './overlaps.ts'
import type { Model } from './pairs.ts'
import { sumOverSubsets, sumOverSupersets } from './pairs.ts'

export type Fit = {
  model: Model
  /** Pairs of the model that share nobody: their effect is minus infinity. */
  empty: Model
  /** By mask: 0 the constant, one bit a list, two bits a pair. */
  effects: Float64Array
  /** What the model expects, by history; 0 for the unseen. */
  expected: Float64Array
  /** Expected number of people on no list: exp(constant). */
  hidden: number
  /** Standard error of the constant. */
  error: number
  deviance: number
  logLikelihood: number
  /** Finite effects. */
  parameters: number
  /** Histories in the fit less finite effects. */
  degrees: number
}

const MOST_STEPS = 60
/** The step that is still taken when it is this small leaves an error of its square. */
const SMALL_STEP = 1e-7
/** Two likelihoods closer than this are the same number, rounded differently. */
const ROUNDING = 1e-12

const logFactorials = (counts: Float64Array): number => counts.reduce((sum, count) => sum + logGamma(count + 1), 0)

/** The log-likelihood of a model that expects just what was seen; a deviance is twice what a model lacks to it. */
export const mostLikelihood = ({ counts }: ListTable): number =>
  counts.reduce((sum, count) => (count === 0 ? sum : sum + count * Math.log(count) - count), -logFactorials(counts))

/** The parts of fitting that depend on the table alone, made once for a thousand models. */
export type Fitter = {
  table: ListTable
  empty: Model
  fit: (model: Model, start?: Fit) => Fit | undefined
}

/**
 * Fits Poisson log-linear models by Newton's method. With effects that are 0 or 1 on a history, every entry of the
 * information matrix is what the model expects on the union of two effects, so one pass of sums over supersets gives
 * all of them; the same pass turned round gives the expectations.
 *
 * Fit only models that passed `checkerOf`: where no estimate exists, the answer is `undefined` at best.
 */
export const fitterOf = (table: ListTable): Fitter => {
  const lists = table.lists.length
  const size = table.counts.length
  const empty = emptyPairs(table)
  const seen = sumOverSupersets(Float64Array.from(table.counts, (count, history) => (history === 0 ? 0 : count)))
  const constant = logFactorials(table.counts)
  const included = new Uint8Array(size)
  const upper = new Float64Array(size)

  const likelihood = (effects: Float64Array, histories: readonly number[], expected: Float64Array): number => {
    expected.set(effects)
    sumOverSubsets(expected)
    let sum = -constant
    for (let history = 0; history < size; history++) {
      if (included[history] === 0) {
        expected[history] = 0
        continue
      }
      const log = expected[history] ?? 0
      const mean = Math.exp(log)
      expected[history] = mean
      sum += (table.counts[history] ?? 0) * log - mean
    }
    return histories.length === 0 ? Number.NaN : sum
  }

  const fit = (model: Model, start?: Fit): Fit | undefined => {
    const histories = historiesOf(lists, model, empty)
    const masks = effectsOf(lists, model, empty)
    const count = masks.length
    included.fill(0)
    for (const history of histories) included[history] = 1
    const effects = new Float64Array(size)
    const trial = new Float64Array(size)
    const expected = new Float64Array(size)
    const matrix = new Float64Array(count * count)
    const step = new Float64Array(count)

    const information = (): boolean => {
      upper.set(expected)
      sumOverSupersets(upper)
      for (let row = 0; row < count; row++)
        for (let column = 0; column <= row; column++)
          matrix[row * count + column] = upper[(masks[row] ?? 0) | (masks[column] ?? 0)] ?? 0
      return factor(matrix, count)
    }

    if (start !== undefined) {
      for (const mask of masks) effects[mask] = start.effects[mask] ?? 0
    } else {
      // A first weighted regression of log counts, each a tenth higher so that zeros have a logarithm.
      const weighted = new Float64Array(size)
      for (const history of histories) {
        const mean = (table.counts[history] ?? 0) + 0.1
        expected[history] = mean
        weighted[history] = mean * Math.log(mean)
      }
      if (!information()) return undefined
      sumOverSupersets(weighted)
      masks.forEach((mask, index) => (step[index] = weighted[mask] ?? 0))
      solve(matrix, count, step)
      masks.forEach((mask, index) => (effects[mask] = step[index] ?? 0))
    }

    let logLikelihood = likelihood(effects, histories, expected)
    for (let turn = 0; turn < MOST_STEPS; turn++) {
      if (!information()) return undefined
      for (let index = 0; index < count; index++) {
        const mask = masks[index] ?? 0
        step[index] = (seen[mask] ?? 0) - (upper[mask] ?? 0)
      }
      solve(matrix, count, step)
      let largest = 0
      for (const change of step) largest = Math.max(largest, Math.abs(change))
      if (!Number.isFinite(largest)) return undefined
      let share = 1
      let next = Number.NEGATIVE_INFINITY
      for (let halving = 0; halving < 40; halving++) {
        trial.set(effects)
        for (let index = 0; index < count; index++) {
          const mask = masks[index] ?? 0
          trial[mask] = (trial[mask] ?? 0) + share * (step[index] ?? 0)
        }
        next = likelihood(trial, histories, expected)
        if (next >= logLikelihood - ROUNDING * Math.abs(logLikelihood) || largest < SMALL_STEP) break
        share /= 2
      }
      effects.set(trial)
      logLikelihood = next
      if (largest < SMALL_STEP) return finish()
    }
    return undefined

    function finish(): Fit | undefined {
      if (!information()) return undefined
      // The constant stands last, so its variance is the last pivot alone.
      const error = 1 / (matrix[count * count - 1] ?? Number.NaN)
      let deviance = 0
      for (const history of histories) {
        const seenHere = table.counts[history] ?? 0
        const mean = expected[history] ?? 0
        deviance += 2 * (mean - seenHere + (seenHere === 0 ? 0 : seenHere * Math.log(seenHere / mean)))
      }
      return {
        model,
        empty: model & empty,
        effects,
        expected,
        hidden: Math.exp(effects[0] ?? Number.NaN),
        error,
        deviance,
        logLikelihood,
        parameters: count,
        degrees: histories.length - count,
      }
    }
  }

  return { table, empty, fit }
}
