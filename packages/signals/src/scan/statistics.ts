import type { Counts } from './zones.ts'

/**
 * How much better "more here and lately" explains the counts than "as everywhere and always", in logarithms.
 * `permutation` and `population` compare inside with outside (Kulldorff 2001, 2005); `poisson` compares with what was
 * expected (Neill 2005).
 */
export type ScanMethod = 'permutation' | 'population' | 'poisson'

/** c ln(c / mu), which is 0 where nothing was counted. */
const term = (count: number, mu: number): number => (count === 0 ? 0 : count * Math.log(count / mu))

/** @returns 0 where there are not more than expected */
export const logLikelihoodRatio = (method: ScanMethod, count: number, mu: number, total: number): number => {
  if (count <= mu || count === 0) return 0
  if (method === 'poisson') return term(count, mu) + mu - count
  return term(count, mu) + term(total - count, total - mu)
}

const columnSums = (counts: Counts, places: number): Float64Array => {
  const sums = new Float64Array(places)
  for (const row of counts)
    for (let place = 0; place < places; place += 1) sums[place] = (sums[place] ?? 0) + (row[place] ?? 0)
  return sums
}

/** Expected if time and place had nothing to do with each other: the share of the place times what the period had. */
export const fromMargins = (counts: Counts, places: number): number[][] => {
  const ofPlace = columnSums(counts, places)
  const total = ofPlace.reduce((sum, count) => sum + count, 0)
  return counts.map((row) => {
    const ofPeriod = row.reduce((sum, count) => sum + count, 0)
    return Array.from(ofPlace, (count) => (total === 0 ? 0 : (count * ofPeriod) / total))
  })
}

/** Expected if every period were alike and everybody in a period's population had the same chance. */
export const fromPopulation = (counts: Counts, population: Counts): number[][] => {
  const sum = (row: readonly number[]): number => row.reduce((part, one) => part + one, 0)
  const aPeriod = counts.reduce((all, row) => all + sum(row), 0) / counts.length
  return population.map((row) => {
    const people = sum(row)
    return row.map((one) => (aPeriod * one) / people)
  })
}

/** How often each place was counted before the window, on average, and no less than a floor: nowhere is impossible. */
export const fromPast = (past: Counts, places: number, periods: number, floor = 0.05): number[][] => {
  const mean = Array.from(columnSums(past, places), (count) =>
    Math.max(floor, past.length === 0 ? 0 : count / past.length),
  )
  return Array.from({ length: periods }, () => mean)
}
