import { negativeBinomial, poisson, randomFrom } from '../../packages/signals/src/scan/random.ts'
import type { Field, Neighbours } from '@ariadne/signals/watch'

const COUNTRIES = 8
const ACROSS = 4
const PLACES = 12
const FORMS = 4
const YEAR = 365.25 / 7

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** The places of a country lie in three rows of four; those above, below and beside are neighbours. */
const AROUND = numbers(PLACES).map((place) =>
  numbers(PLACES).filter((other) => {
    const across = Math.abs((place % ACROSS) - (other % ACROSS))
    const down = Math.abs(Math.floor(place / ACROSS) - Math.floor(other / ACROSS))
    return across + down === 1
  }),
)

const nameOf = (country: number, place: number): string => `${country}-${place}`

export const NEIGHBOURS: Neighbours = {
  column: 'place',
  of: Object.fromEntries(
    numbers(COUNTRIES).flatMap((country) =>
      AROUND.map((near, place) => [nameOf(country, place), near.map((other) => nameOf(country, other))]),
    ),
  ),
}

const CELLS = numbers(COUNTRIES).flatMap((country) =>
  numbers(PLACES).flatMap((place) => numbers(FORMS).map((form) => ({ country, place, form }))),
)

const VALUES = CELLS.map(({ country, place, form }) => ({
  values: [`${country}`, nameOf(country, place), `form ${form}`],
}))

const keyOf = (country: unknown, place: unknown, form: unknown): string => JSON.stringify([country, place, form])
const NUMBERS = new Map(VALUES.map(({ values: [country, place, form] }, cell) => [keyOf(country, place, form), cell]))

/** The number of the cell that an alert names. */
export const cellOf = ({ country, place, form }: Readonly<Record<string, string>>): number =>
  NUMBERS.get(keyOf(country, place, form)) ?? -1

/** How counts scatter (variance over mean), and how strong the year's wave (on the log scale) and a year's growth are. */
export type Climate = { title: string; phi: number; wave: number; growth: number }

/** A region with its usual numbers: 0.05 to 2 a week in each cell, evenly on a logarithmic scale. */
export const ratesOf = (seed: number): number[] => {
  const random = randomFrom(seed)
  return CELLS.map(() => 0.05 * 40 ** random())
}

export const meanOf = (rate: number, week: number, { wave, growth }: Climate): number =>
  rate * Math.exp(wave * Math.cos((2 * Math.PI * week) / YEAR) + (growth * week) / YEAR)

/** Counts by cell and week. */
export const countsOf = (rates: readonly number[], weeks: number, climate: Climate, seed: number): Float64Array[] => {
  const random = randomFrom(seed)
  return rates.map((rate) =>
    Float64Array.from({ length: weeks }, (_, week) =>
      negativeBinomial(random, meanOf(rate, week, climate), climate.phi),
    ),
  )
}

/** What stands in the record at the end of week `weeks`. */
export const fieldUntil = (counts: readonly Float64Array[], weeks: number): Field => ({
  step: 'week',
  periods: Array.from({ length: weeks }, (_, week) =>
    new Date(Date.UTC(2023, 0, 2 + 7 * week)).toISOString().slice(0, 10),
  ),
  until: new Date(Date.UTC(2023, 0, 1 + 7 * weeks)).toISOString().slice(0, 10),
  columns: ['country', 'place', 'form'],
  cells: VALUES,
  counts: counts.map((series) => series.slice(0, weeks)),
})

const TWO_FORMS = 0.3

/** Where something rises: two to four places of a country that hang together, in one form, now and then in two. */
export const riseOf = (seed: number): number[] => {
  const random = randomFrom(seed)
  const one = (count: number): number => Math.floor(random() * count)
  const country = one(COUNTRIES)
  const size = 2 + one(3)
  const places = [one(PLACES)]
  while (places.length < size) {
    const near = [...new Set(places.flatMap((place) => AROUND[place] ?? []))].filter((place) => !places.includes(place))
    places.push(near[one(near.length)] ?? 0)
  }
  const form = one(FORMS)
  const forms = random() < TWO_FORMS ? [form, (form + 1 + one(FORMS - 1)) % FORMS] : [form]
  return CELLS.flatMap((cell, at) =>
    cell.country === country && places.includes(cell.place) && forms.includes(cell.form) ? [at] : [],
  )
}

/** Adds as many cases as `extra` says, by chance, to each of some weeks of each cell of a rise. */
export const raise = (
  counts: readonly Float64Array[],
  { cells, from, weeks, seed }: { cells: readonly number[]; from: number; weeks: number; seed: number },
  extra: (cell: number) => number,
): void => {
  const random = randomFrom(seed)
  for (const cell of cells) {
    const series = counts[cell]
    if (!series) continue
    for (let week = from; week < from + weeks; week += 1)
      series[week] = (series[week] ?? 0) + poisson(random, extra(cell))
  }
}
