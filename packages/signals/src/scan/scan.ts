import { poisson, randomFrom, shuffle, type Random } from './random.ts'
import { fromMargins, fromPast, fromPopulation, logLikelihoodRatio, type ScanMethod } from './statistics.ts'
import { ScanError, type Counts, type Zone } from './zones.ts'

export type ScanInput = {
  /** All periods there are, in the order of time; what lies before the window serves as the past. */
  counts: Counts
  zones: readonly Zone[]
  method?: ScanMethod
  /** The last period looked at, counted from 1; the last there is if not given. A cluster always ends there. */
  at?: number
  /** How many periods are looked at, up to `at`; all if not given. */
  window?: number
  /** A cluster lasts so many periods at most; the whole window if not given. */
  longest?: number
  /** How many random worlds the strongest cluster is compared with. */
  simulations?: number
  seed?: number
  /** For `population`: people by period and place, shaped as the counts. */
  population?: Counts
  /** For `poisson`: what was expected in each period of the window; from the past if not given. */
  expected?: Counts
}

export type Cluster = {
  zone: Zone
  /** The first period of the cluster, counted from 1 in all periods. */
  from: number
  duration: number
  observed: number
  expected: number
  llr: number
  /** How likely a cluster as strong as this is somewhere when there is none: (1 + as strong or stronger) / (1 + simulations). */
  p: number
  /** After how many periods a cluster as strong as this is to be expected by chance: 1 / p. */
  recurrence: number
}

export type Score = Omit<Cluster, 'p' | 'recurrence'>
export type Scan = {
  /** The strongest first; clusters that share a place with a stronger one are left out. */
  clusters: Cluster[]
  /** Every zone at every duration, the strongest first. */
  scores: Score[]
  /** Clusters that were observed in the window, all together. */
  observed: number
}

/** For each place, what its last 1, 2, ... periods had together: `sums[(duration - 1) * places + place]`. */
const lastSums = (rows: Counts, places: number, longest: number): Float64Array => {
  const sums = new Float64Array(longest * places)
  for (let duration = 1; duration <= longest; duration += 1) {
    const row = rows[rows.length - duration] ?? []
    for (let place = 0; place < places; place += 1) {
      const before = duration === 1 ? 0 : (sums[(duration - 2) * places + place] ?? 0)
      sums[(duration - 1) * places + place] = before + (row[place] ?? 0)
    }
  }
  return sums
}

const sumOf = (sums: Float64Array, zone: Zone, start: number): number => {
  let sum = 0
  for (const place of zone) sum += sums[start + place] ?? 0
  return sum
}

const checked = ({ counts, zones, at, window, longest, simulations }: ScanInput) => {
  const places = counts[0]?.length ?? 0
  if (counts.length === 0 || places === 0) throw new ScanError('There are no counts', 'Give a row a period')
  for (const [row, line] of counts.entries()) {
    if (line.length !== places)
      throw new ScanError(
        `Period ${row + 1} has ${line.length} places, the first has ${places}`,
        'Give each place in every period',
      )
    const wrong = line.findIndex((count) => !Number.isSafeInteger(count) || count < 0)
    if (wrong >= 0)
      throw new ScanError(
        `Period ${row + 1}, place ${wrong + 1}: ${line[wrong]} is no count`,
        'Counts are whole numbers from 0',
      )
  }
  for (const [number, zone] of zones.entries())
    if (zone.length === 0 || zone.some((place) => !Number.isInteger(place) || place < 0 || place >= places))
      throw new ScanError(`Zone ${number + 1} names a place that is not there`, `Places go from 1 to ${places}`)
  if (zones.length === 0) throw new ScanError('There are no zones', 'Give one at least')
  const whole = (name: string, value: number | undefined, most: number, otherwise: number): number => {
    const given = value ?? otherwise
    if (Number.isInteger(given) && given >= 1 && given <= most) return given
    throw new ScanError(`${name} is ${given}`, `It is a whole number from 1 to ${most}`)
  }
  const last = whole('at', at, counts.length, counts.length)
  const length = whole('window', window, last, last)
  return {
    places,
    last,
    length,
    most: whole('longest', longest, length, length),
    runs: whole('simulations', simulations, 99_999, 999),
  }
}

/**
 * The space-time scan: every zone at every duration that ends now, the strongest first, each with how often chance
 * alone would bring one as strong (Monte Carlo; Kulldorff 2001 and 2005, Neill 2005).
 * @throws ScanError
 */
export const scan = (input: ScanInput): Scan => {
  const { places, last, length, most, runs } = checked(input)
  const method = input.method ?? 'permutation'
  const seen = input.counts.slice(last - length, last)
  const total = seen.reduce((sum, row) => row.reduce((part, count) => part + count, sum), 0)
  const expected = expectedIn(input, method, seen, places, last, length)
  const sumsExpected = lastSums(expected, places, most)

  const score = (sums: Float64Array, zone: Zone, duration: number): number => {
    const start = (duration - 1) * places
    return logLikelihoodRatio(method, sumOf(sums, zone, start), sumOf(sumsExpected, zone, start), total)
  }
  const observed = lastSums(seen, places, most)
  const scores: Score[] = []
  for (const zone of input.zones)
    for (let duration = 1; duration <= most; duration += 1) {
      const start = (duration - 1) * places
      scores.push({
        zone,
        from: last - duration + 1,
        duration,
        observed: sumOf(observed, zone, start),
        expected: sumOf(sumsExpected, zone, start),
        llr: score(observed, zone, duration),
      })
    }
  scores.sort((a, b) => b.llr - a.llr)

  const strongest = new Float64Array(runs)
  const draw = simulator(method, seen, expected, places, most, randomFrom(input.seed ?? 1))
  for (let run = 0; run < runs; run += 1) {
    const sums = draw()
    let best = 0
    for (const zone of input.zones)
      for (let duration = 1; duration <= most; duration += 1) best = Math.max(best, score(sums, zone, duration))
    strongest[run] = best
  }
  strongest.sort()
  const pOf = (llr: number): number => {
    // Sums in another order differ in the last digits; a tie counts as as strong.
    const from = lowerBound(strongest, llr - 1e-9)
    return (1 + runs - from) / (1 + runs)
  }
  const taken = new Set<number>()
  const clusters: Cluster[] = []
  for (const one of scores) {
    if (one.llr <= 0) break
    if (one.zone.some((place) => taken.has(place))) continue
    for (const place of one.zone) taken.add(place)
    const p = pOf(one.llr)
    clusters.push({ ...one, p, recurrence: 1 / p })
  }
  return { clusters, scores, observed: total }
}

const lowerBound = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

const expectedIn = (
  { counts, population, expected }: ScanInput,
  method: ScanMethod,
  seen: Counts,
  places: number,
  last: number,
  length: number,
): Counts => {
  if (method === 'permutation') return fromMargins(seen, places)
  if (method === 'population') {
    const people = population?.slice(last - length, last) ?? []
    if (people.length !== length || people.some((row) => row.length !== places || row.some((one) => !(one > 0))))
      throw new ScanError(
        'The population is not given for every period and place',
        'Give it shaped as the counts, above 0',
      )
    return fromPopulation(seen, people)
  }
  if (expected === undefined) {
    if (last === length)
      throw new ScanError('There is no past to expect anything from', 'Give a shorter window, or what was expected')
    return fromPast(counts.slice(0, last - length), places, length)
  }
  if (expected.length !== length || expected.some((row) => row.length !== places || row.some((one) => !(one > 0))))
    throw new ScanError(
      'What was expected is not given for every period and place',
      'Give it shaped as the window, above 0',
    )
  return expected
}

/** Draws a random world, as it would be if nothing had risen, and sums it up as the real one. */
const simulator = (
  method: ScanMethod,
  seen: Counts,
  expected: Counts,
  places: number,
  most: number,
  random: Random,
): (() => Float64Array) => {
  const length = seen.length
  if (method === 'poisson')
    return () =>
      lastSums(
        expected.map((row) => row.map((mu) => poisson(random, mu))),
        places,
        most,
      )
  // One entry a case: its period and its place. Drawn anew, periods change hands and places keep what they had.
  const ofPeriod: number[] = []
  const ofPlace: number[] = []
  for (const [period, row] of seen.entries())
    for (const [place, count] of row.entries())
      for (let one = 0; one < count; one += 1) {
        ofPeriod.push(period)
        ofPlace.push(place)
      }
  const lately = (periods: ArrayLike<number>, at: ArrayLike<number>): Float64Array => {
    const sums = new Float64Array(most * places)
    for (let one = 0; one < periods.length; one += 1) {
      const duration = length - (periods[one] ?? 0)
      if (duration > most) continue
      const cell = (duration - 1) * places + (at[one] ?? 0)
      sums[cell] = (sums[cell] ?? 0) + 1
    }
    for (let cell = places; cell < sums.length; cell += 1) sums[cell] = (sums[cell] ?? 0) + (sums[cell - places] ?? 0)
    return sums
  }
  if (method === 'permutation') {
    const dates = Int32Array.from(ofPeriod)
    return () => {
      shuffle(random, dates)
      return lately(dates, ofPlace)
    }
  }
  // Everybody has the same chance: each case falls on a period and place with what was expected there.
  const cells = expected.flat()
  const cumulative = new Float64Array(cells.length)
  let sum = 0
  for (const [at, mu] of cells.entries()) cumulative[at] = sum += mu
  const periods = new Int32Array(ofPeriod.length)
  const at = new Int32Array(ofPeriod.length)
  return () => {
    for (let one = 0; one < periods.length; one += 1) {
      const cell = Math.min(cells.length - 1, lowerBound(cumulative, random() * sum))
      periods[one] = Math.floor(cell / places)
      at[one] = cell % places
    }
    return lately(periods, at)
  }
}
