import { farringtonFlexible, seriesOf } from '@ariadne/signals/detect'
import { negativeBinomialQuantile, poissonQuantile } from '../../packages/signals/src/stats/quantile.ts'
import { negativeBinomialTail } from '../../packages/signals/src/stats/tail.ts'

/**
 * Improved Farrington for every cell by itself (Noufaily et al. 2013: ten parts of the year, the last half year left out,
 * the trend always in, negative-binomial threshold), over the three years that there are. How many cases in the last four
 * weeks an alarm needs (limit54) is R's own or another: where a cell had nothing at this time of the year, its
 * expectation is all but 0, a single case has a p of all but 0, and without a limit no alpha holds the budget.
 */
export const LEAST_CASES = { r: 5, others: [0, 2, 3, 4] } as const

const OPTIONS = {
  b: 3,
  w: 3,
  reweight: true,
  trend: true,
  alpha: 0.01,
  powertrans: '2/3',
  weightsThreshold: 2.58,
  pThresholdTrend: 1,
  noPeriods: 10,
  pastWeeksNotIncluded: 26,
  thresholdMethod: 'nbPlugin',
  limit54: [0, 4],
} as const

export type Judged = { observed: number; inFourWeeks: number; expected: number; phi: number; p: number }

/** What it says of some weeks (counted from 0) of a cell. */
export const judge = (counts: Float64Array, from: number, weeks: number): Judged[] =>
  farringtonFlexible(seriesOf({ counts: [...counts], freq: 52 }), {
    ...OPTIONS,
    range: { from: from + 1, to: from + weeks },
  }).rows.map(({ index, observed, expected, phi, pvalue }) => ({
    observed,
    inFourWeeks: counts.slice(index - 4, index).reduce((all, count) => all + count, 0),
    expected: expected ?? 0,
    phi: phi ?? 1,
    p: pvalue ?? 1,
  }))

export const alarms = ({ observed, inFourWeeks, p }: Judged, alpha: number, least: number): boolean =>
  observed > 0 && inFourWeeks >= least && p <= alpha

export type Quiet = { judged: Judged; mean: number; phi: number }

/**
 * How often a quiet cell alarms, exactly: the threshold stands on weeks that are long past, so that the chance of a count
 * above it is known from the true mean.
 */
const chanceOf = ({ judged, mean, phi }: Quiet, alpha: number, least: number): number => {
  const upper =
    judged.phi > 1
      ? negativeBinomialQuantile(1 - alpha, judged.expected, judged.phi)
      : poissonQuantile(1 - alpha, judged.expected)
  let chance = 0
  let above = negativeBinomialTail(upper + 1, mean, phi)
  for (let count = upper + 1; above > 1e-12; count += 1) {
    const more = negativeBinomialTail(count + 1, mean, phi)
    // Beside this week's count, the three weeks before it.
    chance += (above - more) * negativeBinomialTail(least - count, 3 * mean, phi)
    above = more
  }
  return chance
}

/** The alpha at which `cells` quiet cells bring an alarm in this share of weeks; the least one where none is so seldom. */
export const tunedAlpha = (quiet: readonly Quiet[], cells: number, weeksWithAlarm: number, least: number): number => {
  let [low, high] = [1e-12, 0.2]
  const share = (alpha: number): number => {
    const all = quiet.reduce((sum, one) => sum + chanceOf(one, alpha, least), 0)
    return 1 - Math.exp((-all / quiet.length) * cells)
  }
  for (let step = 0; step < 30; step += 1) {
    const middle = Math.sqrt(low * high)
    if (share(middle) > weeksWithAlarm) high = middle
    else low = middle
  }
  return low
}
