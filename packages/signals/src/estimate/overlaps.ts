import type { ListTable } from './lists.ts'
import { pairsOf, sumOverSupersets } from './pairs.ts'
import type { Model } from './pairs.ts'

/** How many people stand at least on the lists of each history; `[0]` is everybody observed. */
export const margins = ({ counts }: ListTable): Float64Array => sumOverSupersets(Float64Array.from(counts))

/** The pairs of lists that nobody stands on together. */
export const emptyPairs = (table: ListTable): Model => {
  const seen = margins(table)
  return pairsOf(table.lists.length).reduce(
    (model, { mask }, index) => ((seen[mask] ?? 0) === 0 ? model | (1 << index) : model),
    0,
  )
}

/**
 * The histories a model speaks of. The effect of a pair that shares nobody is estimated at minus infinity, and so every
 * history that holds such a pair is empty by the model and leaves the fit (Chan, Silverman and Vincent 2021, section 2).
 */
export const historiesOf = (lists: number, model: Model, empty: Model): number[] => {
  const closed = pairsOf(lists).flatMap(({ mask }, index) => ((model & empty & (1 << index)) === 0 ? [] : [mask]))
  const histories: number[] = []
  for (let history = 1; history < 1 << lists; history++)
    if (!closed.some((mask) => (history & mask) === mask)) histories.push(history)
  return histories
}

/** The finite effects of a model as masks: pairs, lists, and last the constant (mask 0). */
export const effectsOf = (lists: number, model: Model, empty: Model): number[] => [
  ...pairsOf(lists).flatMap(({ mask }, index) => ((model & ~empty & (1 << index)) === 0 ? [] : [mask])),
  ...Array.from({ length: lists }, (_, list) => 1 << list),
  0,
]
