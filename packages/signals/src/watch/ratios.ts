import { logGamma } from '../stats/log-gamma.ts'

/**
 * What a rise may add to each of its cells in a period: in proportion to how much counts scatter, the same everywhere, or
 * in proportion to what is usual. Nobody knows beforehand; each is looked for in several sizes.
 */
const RISES: readonly ((mu: number) => number)[] = [
  ...[0.25, 0.5, 1, 2].map((times) => (mu: number) => times * Math.sqrt(mu)),
  ...[0.2, 0.5, 1, 2].map((cases) => () => cases),
  ...[0.25, 0.5, 1, 3].map((times) => (mu: number) => times * mu),
]
export const KINDS = RISES.length
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

/** Counts from here up are seldom. */
const OFTEN = 12

/** The log ratios of all kinds of rise, in rows of `KINDS`. */
export type Ratios = {
  values: Float64Array
  /** Where the row of a count begins; it is worked out when it first occurs. */
  rowOf: (cell: number, back: number, count: number) => number
}

/** @param periods how many there are for each cell; those that are not known are as the last one that is */
export const ratiosOf = (cells: readonly Usual[], periods: number): Ratios => {
  const places = cells.length * periods
  const often = new Int32Array(places * OFTEN).fill(-1)
  const seldom = new Map<number, number>()
  let end = 0
  const add = (cell: number, back: number, count: number): number => {
    if (end + KINDS > ratios.values.length) {
      const larger = new Float64Array(2 * ratios.values.length)
      larger.set(ratios.values)
      ratios.values = larger
    }
    const { expected, phi } = cells[cell] as Usual
    const mu = Math.max(expected[Math.min(back, expected.length - 1)] ?? 0, LEAST_MEAN)
    for (const [kind, rise] of RISES.entries()) ratios.values[end + kind] = logRatio(count, mu, rise(mu), phi)
    end += KINDS
    return end - KINDS
  }
  const ratios: Ratios = {
    values: new Float64Array(KINDS * (4 * places + 1)),
    rowOf: (cell, back, count) => {
      const place = cell * periods + back
      const known =
        count < OFTEN ? (often[place * OFTEN + count] as number) : (seldom.get(count * places + place) ?? -1)
      if (known >= 0) return known
      const row = add(cell, back, count)
      if (count < OFTEN) often[place * OFTEN + count] = row
      else seldom.set(count * places + place, row)
      return row
    },
  }
  return ratios
}
