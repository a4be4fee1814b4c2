import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { logGamma } from '../stats/log-gamma.ts'

/** Uniform numbers in [0, 1): the same for the same seed, everywhere. */
export type Random = () => number

export const randomFrom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed)
  return () => uniformFloat64(generator)
}

/** A binomial number by inversion, walking outward from the most likely value: about a standard deviation of steps. */
export const binomial = (random: Random, trials: number, share: number): number => {
  if (trials <= 0 || share <= 0) return 0
  if (share >= 1) return trials
  const odds = share / (1 - share)
  const mode = Math.min(trials, Math.floor((trials + 1) * share))
  const atMode = Math.exp(
    logGamma(trials + 1) -
      logGamma(mode + 1) -
      logGamma(trials - mode + 1) +
      mode * Math.log(share) +
      (trials - mode) * Math.log1p(-share),
  )
  let left = random() - atMode
  let [low, high] = [mode, mode]
  let [lowTerm, highTerm] = [atMode, atMode]
  while (left >= 0) {
    const [lowest, highest] = [low === 0, high === trials]
    // Rounding may leave a crumb when every value has been passed.
    if ((lowest && highest) || (lowTerm < 1e-300 && highTerm < 1e-300)) return mode
    if (!highest) {
      highTerm *= ((trials - high) / (high + 1)) * odds
      high += 1
      left -= highTerm
      if (left < 0) return high
    }
    if (!lowest) {
      lowTerm *= low / ((trials - low + 1) * odds)
      low -= 1
      left -= lowTerm
      if (left < 0) return low
    }
  }
  return mode
}

/** As many people again, each with the chances that the counts show. */
export const resample = (random: Random, counts: Float64Array): Float64Array => {
  const drawn = new Float64Array(counts.length)
  let people = counts.reduce((sum, count) => sum + count, 0)
  let weight = people
  counts.forEach((count, history) => {
    if (count === 0 || people === 0) return
    const here = binomial(random, people, count / weight)
    drawn[history] = here
    people -= here
    weight -= count
  })
  return drawn
}
