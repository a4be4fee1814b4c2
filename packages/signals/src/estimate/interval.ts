import cdf from '@stdlib/stats-base-dists-normal-cdf'
import quantile from '@stdlib/stats-base-dists-normal-quantile'

/** People in all: those seen and those estimated, with a range. */
export type Interval = { estimate: number; lower: number; upper: number }

/** The hidden number with a normal error on its logarithm: it stays above 0. */
export const logNormalInterval = (
  observed: number,
  { hidden, error }: { hidden: number; error: number },
  level: number,
): Interval => {
  const reach = quantile((1 + level) / 2, 0, 1) * error
  return {
    estimate: observed + hidden,
    lower: observed + hidden * Math.exp(-reach),
    upper: observed + hidden * Math.exp(reach),
  }
}

export type Weighted = { hidden: number; error: number; weight: number }

const TURNS = 200
/** Parts below this share of the weight move no end by anything that is printed. */
const LEAST_WEIGHT = 1e-12

/** Where a mixture of log-normals has `share` of its weight below. */
const mixtureQuantile = (parts: readonly Weighted[], share: number): number => {
  const logs = parts.flatMap(({ hidden, error, weight }) =>
    weight < LEAST_WEIGHT ? [] : [{ centre: Math.log(hidden), error, weight }],
  )
  let low = Math.min(...logs.map(({ centre, error }) => centre - 40 * error))
  let high = Math.max(...logs.map(({ centre, error }) => centre + 40 * error))
  for (let turn = 0; turn < TURNS && high - low > 1e-12 * Math.max(1, Math.abs(high)); turn++) {
    const middle = (low + high) / 2
    let below = 0
    for (const { centre, error, weight } of logs) below += weight * cdf(middle, centre, error)
    if (below < share) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}

/**
 * Model-averaged tail area interval (Turek and Fletcher 2012): each end is where the weighted tail of all models is the
 * wanted one. The number named is the middle of the same mixture.
 * @param parts weights that sum to 1
 */
export const averagedInterval = (observed: number, parts: readonly Weighted[], level: number): Interval => ({
  estimate: observed + mixtureQuantile(parts, 0.5),
  lower: observed + mixtureQuantile(parts, (1 - level) / 2),
  upper: observed + mixtureQuantile(parts, (1 + level) / 2),
})
