import type { Compiled } from './condition.ts'

/** A set of facts as the bits of one number: bit n is fact n. */
export type Facts = bigint

export const bit = (fact: number): Facts => 1n << BigInt(fact)

const size = (facts: Facts): number => {
  let count = 0
  for (let rest = facts; rest; rest &= rest - 1n) count++
  return count
}

/**
 * Leaves those sets that contain no other of the list (the antichain of its minimal elements), smallest first. A set is
 * only ever compared with strictly smaller ones, since an equal one was dropped as a duplicate.
 */
export const minimalOf = (sets: readonly Facts[]): Facts[] => {
  const bySize = [...new Set(sets)].map((facts) => ({ facts, size: size(facts) })).sort((a, b) => a.size - b.size)
  const kept: { facts: Facts; size: number }[] = []
  for (const candidate of bySize) {
    const isCovered = kept.some(
      (smaller) => smaller.size < candidate.size && (smaller.facts & candidate.facts) === smaller.facts,
    )
    if (!isCovered) kept.push(candidate)
  }
  return kept.map(({ facts }) => facts)
}

/** Every pair united: what it takes to satisfy both. */
export const both = (left: readonly Facts[], right: readonly Facts[]): Facts[] =>
  minimalOf(left.flatMap((a) => right.map((b) => a | b)))

const choose = (among: readonly Facts[], count: number, from = 0): Facts[] => {
  if (count === 0) return [0n]
  const found: Facts[] = []
  for (let first = from; first <= among.length - count; first++)
    for (const rest of choose(among, count - 1, first + 1)) found.push((among[first] ?? 0n) | rest)
  return found
}

/**
 * Every minimal set of present signs that meets a condition: its prime implicants, which for a condition without "not"
 * are unique (Quine 1953, "Two theorems about truth functions"). Empty when it is not met.
 */
export const minimalSets = (condition: Compiled, present: Uint8Array): Facts[] => {
  switch (condition.kind) {
    case 'sign':
      return present[condition.sign] === 1 ? [bit(condition.sign)] : []
    case 'anyOf':
      return minimalOf(condition.parts.flatMap((part) => minimalSets(part, present)))
    case 'allOf':
      return condition.parts.map((part) => minimalSets(part, present)).reduce(both, [0n])
    case 'atLeast': {
      const there = condition.among.filter((sign) => present[sign] === 1)
      return choose(there.map(bit), condition.count)
    }
  }
}

/** An upper bound for how many minimal sets a condition can have, without making them. */
export const countBound = (condition: Compiled): number => {
  switch (condition.kind) {
    case 'sign':
      return 1
    case 'anyOf':
      return condition.parts.reduce((sum, part) => sum + countBound(part), 0)
    case 'allOf':
      return condition.parts.reduce((product, part) => product * countBound(part), 1)
    case 'atLeast': {
      let ways = 1
      for (let k = 0; k < condition.count; k++) ways *= (condition.among.length - k) / (k + 1)
      return Math.max(0, ways)
    }
  }
}
