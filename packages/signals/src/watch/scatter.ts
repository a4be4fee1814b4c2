import type { Baseline } from './baseline.ts'
import type { Group } from './groups.ts'
import type { Field } from './table.ts'

/**
 * Variance over mean of each group's own series, pulled to that of all cells by as much as groups would differ by chance
 * alone: of few cases each has its own phi only by luck (empirical Bayes, by the moments).
 */
export const scatters = (field: Field, { expected, length, phi }: Baseline, groups: readonly Group[]): Float64Array => {
  const own = new Float64Array(groups.length)
  const luck = new Float64Array(groups.length)
  const [counts, mus] = [new Float64Array(length), new Float64Array(length)]
  let [between, weight] = [0, 0]
  for (const [which, { cells }] of groups.entries()) {
    counts.fill(0)
    mus.fill(0)
    for (const cell of cells) {
      const [series, usual] = [field.counts[cell], expected[cell]]
      for (let at = 0; at < length; at += 1) {
        counts[at] = (counts[at] ?? 0) + (series?.[at] ?? 0)
        mus[at] = (mus[at] ?? 0) + (usual?.[at] ?? 0)
      }
    }
    let [squares, mean] = [0, 0]
    for (const [at, mu] of mus.entries()) {
      if (mu > 0) squares += ((counts[at] ?? 0) - mu) ** 2 / mu
      mean += mu / length
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
