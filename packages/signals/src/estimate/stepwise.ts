import type { Soundness } from './existence.ts'
import { isSound } from './existence.ts'
import type { Fit, Fitter } from './fit.ts'
import { margins } from './overlaps.ts'
import { MAIN_EFFECTS, pairsOf, sumOverSupersets } from './pairs.ts'
import type { Model } from './pairs.ts'
import { logPoissonTail } from './poisson-tail.ts'

export type Stepwise = {
  fit: Fit
  /** Pairs in the order in which they were taken in, as places in `pairsOf`. */
  order: number[]
}

/**
 * Forward steps of Chan, Silverman and Vincent (2021): from lists alone, the pair whose number of shared people is the
 * least likely under the model so far (one-sided Poisson) is taken in, while that probability is below `threshold` and
 * the larger model has one estimate.
 */
export const stepwise = (
  { table, fit }: Fitter,
  check: (model: Model) => Soundness,
  threshold: number,
): Stepwise | undefined => {
  const pairs = pairsOf(table.lists.length)
  const seen = margins(table)
  const limit = Math.log(threshold)
  if (!isSound(check(MAIN_EFFECTS))) return undefined
  let current = fit(MAIN_EFFECTS)
  const order: number[] = []
  while (current !== undefined) {
    const here: Fit = current
    const shared = sumOverSupersets(Float64Array.from(here.expected))
    const candidates = pairs
      .flatMap(({ mask }, index) =>
        (here.model & (1 << index)) === 0 ? [{ index, log: logPoissonTail(seen[mask] ?? 0, shared[mask] ?? 0) }] : [],
      )
      .filter(({ log }) => log < limit)
      .sort((one, other) => one.log - other.log)
    const next = candidates.find(({ index }) => isSound(check(here.model | (1 << index))))
    if (next === undefined) return { fit: here, order }
    order.push(next.index)
    const larger = here.model | (1 << next.index)
    current = fit(larger, here) ?? fit(larger)
  }
  return undefined
}
