/** A pair of lists, by their places. `mask` is the history of people on both. */
export type Pair = { readonly a: number; readonly b: number; readonly mask: number }

/**
 * A log-linear model: every list has its effect, and each pair of lists whose bit is set (in the order of `pairsOf`) has
 * one too. No effect ties three lists: with sparse lists nothing could tell it.
 */
export type Model = number

/** Lists alone, as if they knew nothing of one another. */
export const MAIN_EFFECTS: Model = 0

const made = new Map<number, readonly Pair[]>()

export const pairsOf = (lists: number): readonly Pair[] => {
  const known = made.get(lists)
  if (known !== undefined) return known
  const pairs: Pair[] = []
  for (let b = 1; b < lists; b++) for (let a = 0; a < b; a++) pairs.push({ a, b, mask: (1 << a) | (1 << b) })
  made.set(lists, pairs)
  return pairs
}

export const pairsIn = (lists: number, model: Model): Pair[] =>
  pairsOf(lists).filter((_, index) => (model & (1 << index)) !== 0)

export const namesOfPairs = (lists: readonly string[], model: Model): [string, string][] =>
  pairsIn(lists.length, model).map(({ a, b }) => [lists[a] ?? '', lists[b] ?? ''])

/** In place: each history gets the sum over itself and every history that holds it. Exactly, for whole numbers. */
export const sumOverSupersets = (values: Float64Array): Float64Array => {
  const { length } = values
  for (let bit = 1; bit < length; bit <<= 1)
    for (let history = 0; history < length; history++)
      if ((history & bit) === 0) values[history] = (values[history] ?? 0) + (values[history | bit] ?? 0)
  return values
}

/** In place: each history gets the sum over itself and every history within it. */
export const sumOverSubsets = (values: Float64Array): Float64Array => {
  const { length } = values
  for (let bit = 1; bit < length; bit <<= 1)
    for (let history = 0; history < length; history++)
      if ((history & bit) !== 0) values[history] = (values[history] ?? 0) + (values[history ^ bit] ?? 0)
  return values
}

/** How many bits are set: the lists of a history, or the pairs of a model. */
export const countBits = (mask: number): number => {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}
