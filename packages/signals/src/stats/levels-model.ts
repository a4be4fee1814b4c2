import type { Step } from './least-squares.ts'

export type LevelsStep = Step & {
  /** The common slope; 0 where the model has none, or where the levels leave nothing for it to explain. */
  slope: number
  /** The variance of the slope, up to the dispersion; Infinity where nothing is known of it. */
  slopeSpread: number
  /** The linear predictor of a level at a time, and its variance up to the dispersion. */
  at: (level: number, time: number) => { eta: number; spread: number }
  /** For each observation, its own share in its prediction: the diagonal of the hat matrix. */
  leverage: () => Float64Array
}

/** What is left of a column's sum of squares beside the levels before it counts as nothing. */
const TOLERANCE = 1e-22

/**
 * A model with a level for each group and one slope for all: the levels are weighted means, so that least squares needs
 * no matrix (analysis of covariance; Searle 1971, chapter 8).
 * @param groups the group of each observation, from 0, each one there
 * @param times the time of each observation; none: no slope
 */
export const levelsModel =
  (groups: Int32Array, times?: Float64Array) =>
  (weights: Float64Array, working: Float64Array): LevelsStep => {
    const rows = groups.length
    const count = groups.reduce((most, group) => Math.max(most, group), -1) + 1
    const total = new Float64Array(count)
    const level = new Float64Array(count)
    const middle = new Float64Array(count)
    for (let row = 0; row < rows; row += 1) {
      const group = groups[row] as number
      const weight = weights[row] as number
      total[group] = (total[group] as number) + weight
      level[group] = (level[group] as number) + weight * (working[row] as number)
      if (times !== undefined) middle[group] = (middle[group] as number) + weight * (times[row] as number)
    }
    for (let group = 0; group < count; group += 1) {
      level[group] = (level[group] as number) / (total[group] as number)
      middle[group] = (middle[group] as number) / (total[group] as number)
    }
    let squares = 0
    let whole = 0
    let products = 0
    if (times !== undefined)
      for (let row = 0; row < rows; row += 1) {
        const group = groups[row] as number
        const weight = weights[row] as number
        const off = (times[row] as number) - (middle[group] as number)
        squares += weight * off * off
        whole += weight * (times[row] as number) ** 2
        products += weight * off * ((working[row] as number) - (level[group] as number))
      }
    const sloping = squares > TOLERANCE * whole
    const slope = sloping ? products / squares : 0
    const eta = new Float64Array(rows)
    for (let row = 0; row < rows; row += 1) {
      const group = groups[row] as number
      eta[row] = (level[group] as number) + (sloping ? slope * ((times?.[row] ?? 0) - (middle[group] as number)) : 0)
    }
    const spreadOf = (group: number, time: number): number =>
      1 / (total[group] as number) + (sloping ? (time - (middle[group] as number)) ** 2 / squares : 0)
    return {
      eta,
      rank: count + Number(sloping),
      slope,
      slopeSpread: sloping ? 1 / squares : Infinity,
      at: (group, time) => ({
        eta: (level[group] as number) + (sloping ? slope * (time - (middle[group] as number)) : 0),
        spread: spreadOf(group, time),
      }),
      leverage: () =>
        Float64Array.from(groups, (group, row) => (weights[row] as number) * spreadOf(group, times?.[row] ?? 0)),
    }
  }
