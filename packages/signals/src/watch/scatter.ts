import type { Baseline } from './baseline.ts'
import type { Group } from './groups.ts'
import type { Field } from './table.ts'

/**
 * Variance over mean of each group's own series, pulled to that of all cells by as much as groups would differ by chance
 * alone: of few cases each has its own phi only by luck (empirical Bayes, by the moments).
 */
export const scatters = (
  field: Field,
  { expected, rhythm: { factors }, length, phi }: Baseline,
  groups: readonly Group[],
): Float64Array => {
  const own = new Float64Array(groups.length)
  const luck = new Float64Array(groups.length)
  const counts = new Float64Array(length)
  // Where nothing was counted there is nothing to add; and all cells have one rhythm.
  const seen = field.counts.map((series) => {
    const at: number[] = []
    for (let period = 0; period < length; period += 1) if ((series[period] ?? 0) > 0) at.push(period)
    return at
  })
  const levels = expected.map((usual) => usual.subarray(0, length).reduce((all, mu) => all + mu, 0) / length)
  let [between, weight] = [0, 0]
  for (const [which, { cells }] of groups.entries()) {
    counts.fill(0)
    let mean = 0
    for (const cell of cells) {
      const series = field.counts[cell]
      const periods = seen[cell] ?? []
      for (let which = 0; which < periods.length; which += 1) {
        const at = periods[which] as number
        counts[at] = (counts[at] as number) + (series?.[at] ?? 0)
      }
      mean += levels[cell] ?? 0
    }
    let squares = 0
    for (let at = 0; at < length; at += 1) {
      const mu = mean * (factors[at] as number)
      if (mu > 0) squares += ((counts[at] as number) - mu) ** 2 / mu
    }
    own[which] = squares / (length - 1)
    // The variance of a squared Pearson residual of negative-binomial counts: 2 and their excess kurtosis, times phi squared.
    const kurtosis = (6 * (phi - 1) + 1 / phi) / Math.max(mean, 1e-9)
    luck[which] = (phi ** 2 * (2 + kurtosis)) / (length - 1)
    const trust = 1 / (luck[which] ?? 1)
    between += trust * (((own[which] ?? 0) - phi) ** 2 - (luck[which] ?? 0))
    weight += trust
  }
  const tau = Math.max(0, between / Math.max(weight, 1e-9))
  return own.map((one, which) => Math.max(1, phi + (tau / (tau + (luck[which] ?? 1))) * (one - phi)))
}
