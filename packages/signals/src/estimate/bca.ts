import cdf from '@stdlib/stats-base-dists-normal-cdf'
import quantile from '@stdlib/stats-base-dists-normal-quantile'

/** Quantile of a sorted sample as Hyndman and Fan's eighth definition, which is nearly unbiased for the median. */
export const sampleQuantile = (sorted: ArrayLike<number>, share: number): number => {
  const place = (sorted.length + 1 / 3) * share + 1 / 3
  const below = Math.floor(place + 4 * Number.EPSILON)
  const rest = place - below
  const at = (index: number): number => sorted[Math.min(Math.max(index, 1), sorted.length) - 1] ?? Number.NaN
  return Math.abs(rest) < 4 * Number.EPSILON ? at(below) : at(below) + rest * (at(below + 1) - at(below))
}

/**
 * Acceleration from the jackknife: how the estimate moves when one person of a history is left out, each history
 * counted as often as it was seen (Efron 1987; Chan, Silverman and Vincent 2021).
 */
export const acceleration = (leftOut: readonly { estimate: number; times: number }[]): number => {
  const people = leftOut.reduce((sum, { times }) => sum + times, 0)
  const mean = leftOut.reduce((sum, { estimate, times }) => sum + times * estimate, 0) / people
  const moment = (power: number): number =>
    leftOut.reduce((sum, { estimate, times }) => sum + times * (mean - estimate) ** power, 0)
  const spread = moment(2)
  return spread > 0 ? moment(3) / (6 * spread ** 1.5) : 0
}

/**
 * Bias-corrected and accelerated quantiles of bootstrap replicates.
 * @param levels shares between 0 and 1, such as 0.025 and 0.975
 */
export const bca = (
  replicates: readonly number[],
  estimate: number,
  a: number,
  levels: readonly number[],
): number[] => {
  const sorted = Float64Array.from(replicates).sort()
  const { length } = sorted
  const below = sorted.filter((replicate) => replicate < estimate).length
  // With every replicate on one side the correction would be infinite; half a replicate is the most that was seen.
  const z0 = quantile(Math.min(Math.max(below, 0.5), length - 0.5) / length, 0, 1)
  return levels.map((level) => {
    const z = z0 + quantile(level, 0, 1)
    return sampleQuantile(sorted, cdf(z0 + z / (1 - a * z), 0, 1))
  })
}
