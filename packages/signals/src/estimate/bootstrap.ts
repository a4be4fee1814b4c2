import { acceleration, bca } from './bca.ts'
import { checkerOf } from './existence.ts'
import { fitterOf } from './fit.ts'
import type { Interval } from './interval.ts'
import { tableOf } from './lists.ts'
import type { ListTable } from './lists.ts'
import { resample } from './random.ts'
import type { Random } from './random.ts'
import { stepwise } from './stepwise.ts'

export type Bootstrap = Interval & {
  replicates: number
  /** Replicates that had no estimate; they are left out, and many of them are a warning. */
  failed: number
}

const estimateOf = (table: ListTable, threshold: number): number | undefined => {
  const found = stepwise(fitterOf(table), checkerOf(table), threshold)
  return found === undefined ? undefined : table.observed + found.fit.hidden
}

/** The estimate with one person of each history left out. */
export const jackknife = (table: ListTable, threshold: number): { estimate: number; times: number }[] => {
  const left: { estimate: number; times: number }[] = []
  table.counts.forEach((times, history) => {
    if (times === 0) return
    const counts = Float64Array.from(table.counts)
    counts[history] = times - 1
    const estimate = estimateOf(tableOf(table.lists, counts), threshold)
    if (estimate !== undefined) left.push({ estimate, times })
  })
  return left
}

/**
 * Bootstrap in which every replicate chooses its pairs anew (Chan, Silverman and Vincent 2021), so that the interval
 * holds the doubt about the model and not only about its numbers. `undefined` when fewer than half the replicates have
 * an estimate.
 */
export const bootstrap = (
  table: ListTable,
  {
    estimate,
    threshold,
    replicates,
    level,
  }: { estimate: number; threshold: number; replicates: number; level: number },
  random: Random,
): Bootstrap | undefined => {
  const drawn: number[] = []
  for (let turn = 0; turn < replicates; turn++) {
    const one = estimateOf(tableOf(table.lists, resample(random, table.counts)), threshold)
    if (one !== undefined) drawn.push(one)
  }
  if (drawn.length < replicates / 2 || drawn.length === 0) return undefined
  const a = acceleration(jackknife(table, threshold))
  const [lower = Number.NaN, upper = Number.NaN] = bca(drawn, estimate, a, [(1 - level) / 2, (1 + level) / 2])
  return { estimate, lower, upper, replicates, failed: replicates - drawn.length }
}
