import { watch } from '@ariadne/signals/watch'
import type { Field } from '@ariadne/signals/watch'
import { negativeBinomial, randomFrom } from '../packages/signals/src/scan/random.ts'
import type { Figure } from './figure.ts'
import { HISTORY, meanOfRegions, newAlarms, quietRegion, touched, WEEKS_A_MONTH } from './support/quiet-weeks.ts'
import { fieldUntil, meanOf, NEIGHBOURS, ratesOf } from './support/watched-region.ts'
import type { Climate } from './support/watched-region.ts'

export const name = 'watch-quiet'

// Many regions and few weeks of each: whoever looks makes the random worlds anew each night, and so they must not be old.
const REGIONS = 20
const WEEKS = 20
const A_QUARTER = 13
const CLIMATES: readonly Climate[] = [
  { title: 'even', phi: 1, wave: 0, growth: 0 },
  { title: 'scattered', phi: 1.5, wave: 0, growth: 0 },
  { title: 'seasonal', phi: 1, wave: 0.4, growth: 0.1 },
  { title: 'growing', phi: 1, wave: 0, growth: 0.1 },
  { title: 'scattered-seasonal', phi: 1.5, wave: 0.4, growth: 0.1 },
]
const UNIT = 'a month, the whole region'

const saidOf = ({ phi, wave, growth }: Climate): string =>
  `variance over mean ${phi}, yearly wave ${wave}, growth ${growth} a year`

const NIGHTS = 112
const COUNTRIES = 12
const COUNTRY_CELLS = 48

/** One country that is looked at every night, weeks counted back from the day before. */
const quietNights = (climate: Climate, country: number): number[][][] => {
  const rates = ratesOf(1_700 + country).slice(0, COUNTRY_CELLS)
  const random = randomFrom(1_800 + country)
  const days = 7 * HISTORY + NIGHTS
  const daily = rates.map((rate) =>
    Float64Array.from({ length: days }, (_, day) =>
      negativeBinomial(random, meanOf(rate, day / 7, climate) / 7, climate.phi),
    ),
  )
  const fieldAt = (night: number): Field => {
    const counts = daily.map((series) =>
      Float64Array.from({ length: HISTORY }, (_, week) =>
        series.subarray(night + 7 * week, night + 7 * week + 7).reduce((all, count) => all + count, 0),
      ),
    )
    const field = fieldUntil(counts, HISTORY)
    return { ...field, cells: field.cells.slice(0, COUNTRY_CELLS) }
  }
  const options = { neighbours: NEIGHBOURS, everyDays: 1 }
  const { calibration } = watch(fieldAt(0), { ...options, seed: 1_900 + country })
  return Array.from({ length: NIGHTS }, (_, night) =>
    watch(fieldAt(night + 1), { ...options, calibration }).alerts.map(touched),
  )
}

/**
 * The watch where nothing rises: how often it alarms all the same. A new alarm is one that names no cell that an alert
 * named the week before.
 */
export async function* run(): AsyncIterable<Figure> {
  const all: number[] = []
  for (const [which, climate] of CLIMATES.entries()) {
    const regions = Array.from({ length: REGIONS }, (_, region) => {
      const seed = 100 * which + region
      return quietRegion(climate, {
        weeks: WEEKS,
        from: A_QUARTER * (region % 4),
        seed: { rates: 41_000 + seed, counts: 42_000 + seed, worlds: 43_000 + seed },
      })
    })
    const anew = regions.map(({ weeks }) => (WEEKS_A_MONTH * newAlarms(weeks)) / WEEKS)
    all.push(...anew)
    const { mean, error } = meanOfRegions(anew)
    const note = `${REGIONS * WEEKS} weeks in which nothing rose, in ${REGIONS} regions; ${saidOf(climate)}`
    yield {
      figure: `watch.false-alarms.${climate.title}.new`,
      value: mean,
      unit: `weeks with a new alarm ${UNIT}`,
      target: { atMost: 1.1 },
      note: `the budget is 1; standard error ${error.toFixed(2)}; ${note}`,
    }
    yield {
      figure: `watch.false-alarms.${climate.title}`,
      value: meanOfRegions(
        regions.map(({ weeks }) => (WEEKS_A_MONTH * weeks.filter((alerts) => alerts.length > 0).length) / WEEKS),
      ).mean,
      unit: `weeks with an alarm ${UNIT}`,
      note,
    }
  }
  const pooled = meanOfRegions(all)
  yield {
    figure: 'watch.false-alarms.all.new',
    value: pooled.mean,
    unit: `weeks with a new alarm ${UNIT}`,
    target: { atMost: 1.1 },
    note: `the budget is 1; standard error ${pooled.error.toFixed(2)}; ${all.length * WEEKS} weeks, all of these climates`,
  }
  for (const climate of [CLIMATES[0], CLIMATES.at(-1)]) {
    if (!climate) continue
    const countries = Array.from({ length: COUNTRIES }, (_, country) => quietNights(climate, country))
    const { mean, error } = meanOfRegions(countries.map((nights) => (30 * newAlarms(nights, 7)) / NIGHTS))
    yield {
      figure: `watch.false-alarms.${climate.title}.nightly`,
      value: mean,
      unit: 'nights with a new alarm a month, one country',
      target: { atMost: 1.1 },
      note: `the budget is 1; standard error ${error.toFixed(2)}; looked at every night, new if no cell was named in the last 7; ${COUNTRIES} countries of ${COUNTRY_CELLS} cells, ${NIGHTS} nights each; ${saidOf(climate)}`,
    }
  }
}
