import { factor, solve } from '../estimate/cholesky.ts'
import { normal, type Random } from '../scan/random.ts'
import type { Field } from './table.ts'

/** How the whole goes up and down, and what is not known of that. */
export type Rhythm = {
  /** What each period has, for one that an average period of the past has. */
  factors: Float64Array
  /** Draws another rhythm that the same past leaves possible: for each period, how many times this one. */
  another: (random: Random) => Float64Array
}

const CYCLE = { week: 365.25 / 7, month: 12 } as const
/** How strong a yearly wave and a year's growth are thought before anything is counted: standard deviations of logarithms. */
const WAVE = 0.5
const GROWTH = 0.2
/** Of fewer cases nothing is learned. */
const LEAST_CASES = 20
const MOST_ROUNDS = 25

/** Of standard normal numbers, some whose covariance is the inverse of what `lower` is the factor of. */
const spread = (lower: Float64Array, size: number, standard: Float64Array): void => {
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = standard[row] ?? 0
    for (let k = row + 1; k < size; k += 1) sum -= (lower[k * size + row] ?? 0) * (standard[k] ?? 0)
    standard[row] = sum / (lower[row * size + row] ?? 1)
  }
}

const columnsOf = (all: number, length: number, cycle: number): { prior: number; values: Float64Array }[] => {
  const column = (prior: number, value: (at: number) => number) => ({
    prior,
    values: Float64Array.from({ length: all }, (_, at) => value(at)),
  })
  const slope = column(GROWTH, (at) => (at - length / 2) / cycle)
  if (length < cycle) return []
  if (length < 2 * cycle) return [slope]
  const wave = (turn: (angle: number) => number) => column(WAVE, (at) => turn((2 * Math.PI * at) / cycle))
  return [slope, wave(Math.cos), wave(Math.sin)]
}

/**
 * Learns from the first `length` periods a slope, once a year is there, and a yearly wave, once two are, and carries them on
 * to the last. The model is log-linear, each coefficient normal about 0 beforehand, so that what the past does not bear out
 * stays small; what it leaves open is taken as normal about the likeliest (Laplace). How high the level is, is left to the
 * cells: the likelihood is of how the cases spread over the periods (multinomial), scatter and all.
 */
export const rhythmOf = (totals: Float64Array, length: number, step: Field['step']): Rhythm => {
  const columns = columnsOf(totals.length, length, CYCLE[step])
  const size = columns.length
  let cases = 0
  for (let at = 0; at < length; at += 1) cases += totals[at] ?? 0
  if (size === 0 || cases < LEAST_CASES) {
    const level = new Float64Array(totals.length).fill(1)
    return { factors: level, another: () => level }
  }
  const factorsOf = (coefficients: Float64Array): Float64Array => {
    const factors = new Float64Array(totals.length)
    for (const [which, { values }] of columns.entries())
      for (const [at, value] of values.entries()) factors[at] = (factors[at] ?? 0) + value * (coefficients[which] ?? 0)
    let mean = 0
    for (const [at, eta] of factors.entries()) {
      factors[at] = Math.exp(eta)
      if (at < length) mean += (factors[at] ?? 0) / length
    }
    return factors.map((one) => one / mean)
  }
  const coefficients = new Float64Array(size)
  const lower = new Float64Array(size * size)
  let factors = factorsOf(coefficients)
  // Variance over mean of the totals about the rhythm: 1 at first, then as it turns out.
  let phi = 1
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const away = columns.map(({ values }) => {
      let mean = 0
      for (let at = 0; at < length; at += 1) mean += ((values[at] ?? 0) * (factors[at] ?? 0)) / length
      return values.map((value) => value - mean)
    })
    const move = Float64Array.from(columns, ({ prior }, which) => -(coefficients[which] ?? 0) / prior ** 2)
    lower.fill(0)
    for (const [which, { prior }] of columns.entries()) {
      for (let at = 0; at < length; at += 1) {
        const usual = (cases / length) * (factors[at] ?? 0)
        const one = (away[which]?.[at] ?? 0) / phi
        move[which] = (move[which] ?? 0) + one * ((totals[at] ?? 0) - usual)
        for (let other = 0; other <= which; other += 1)
          lower[which * size + other] = (lower[which * size + other] ?? 0) + one * usual * (away[other]?.[at] ?? 0)
      }
      lower[which * size + which] = (lower[which * size + which] ?? 0) + 1 / prior ** 2
    }
    factor(lower, size)
    solve(lower, size, move)
    for (const [which, by] of move.entries())
      coefficients[which] = (coefficients[which] ?? 0) + Math.max(-1, Math.min(1, by))
    factors = factorsOf(coefficients)
    let squares = 0
    for (let at = 0; at < length; at += 1) {
      const usual = Math.max((cases / length) * (factors[at] ?? 0), 1e-9)
      squares += ((totals[at] ?? 0) - usual) ** 2 / usual
    }
    phi = Math.max(1, squares / Math.max(1, length - size - 1))
    if (move.every((by) => Math.abs(by) < 1e-8)) break
  }
  return {
    factors,
    another: (random) => {
      const off = Float64Array.from(columns, () => normal(random))
      spread(lower, size, off)
      return factorsOf(off.map((by, which) => by + (coefficients[which] ?? 0))).map(
        (one, at) => one / (factors[at] ?? 1),
      )
    },
  }
}
