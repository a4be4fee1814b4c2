import { watch } from '@ariadne/signals/watch'
import type { Alert, Calibration } from '@ariadne/signals/watch'
import { negativeBinomialTail } from '../packages/signals/src/stats/tail.ts'
import type { Figure } from './figure.ts'
import { alarms, judge, LEAST_CASES, tunedAlpha } from './support/improved-farrington.ts'
import type { Judged, Quiet } from './support/improved-farrington.ts'
import { singleSeries } from './support/single-series.ts'
import { cellOf, countsOf, fieldUntil, meanOf, NEIGHBOURS, raise, ratesOf, riseOf } from './support/watched-region.ts'
import type { Climate } from './support/watched-region.ts'

export const name = 'watch'

const HISTORY = 164
const RISE = 10
const REGIONS = 5
const REGIONS_HARDER = 3
const QUIET = 80
const A_MONTH = 30 / 7

const EVEN: Climate = { title: 'even', phi: 1, wave: 0, growth: 0 }
const HARDER: readonly Climate[] = [
  { title: 'scattered', phi: 1.5, wave: 0, growth: 0 },
  { title: 'seasonal', phi: 1, wave: 0.4, growth: 0.1 },
]

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const touched = ({ cells }: Alert): number[] => cells.map(({ values }) => cellOf(values))

/** Nothing rises: how many weeks alarm all the same, and which cells they name. */
const quietWeeks = (climate: Climate, region: number) => {
  const rates = ratesOf(100 + region)
  const counts = countsOf(rates, HISTORY + QUIET, climate, 200 + region)
  const start = performance.now()
  const { calibration, groups } = watch(fieldUntil(counts, HISTORY), { neighbours: NEIGHBOURS, seed: 300 + region })
  const milliseconds = performance.now() - start
  const weeks = Array.from({ length: QUIET }, (_, at) => {
    const field = fieldUntil(counts, HISTORY + at + 1)
    return watch(field, { neighbours: NEIGHBOURS, calibration }).alerts.map(touched)
  })
  return { rates, counts, calibration, groups, milliseconds, weeks }
}

type QuietWeeks = ReturnType<typeof quietWeeks>

const alarmsAMonth = (regions: readonly QuietWeeks[]): number => {
  const weeks = regions.flatMap((region) => region.weeks)
  return (A_MONTH * weeks.filter((alerts) => alerts.length > 0).length) / weeks.length
}

/** Weeks with an alert that names no cell that was named the week before: somebody has to look anew. */
const newAMonth = (regions: readonly QuietWeeks[]): number => {
  const weeks = regions.flatMap((region) => region.weeks)
  const isNew = (at: number, cells: readonly number[]): boolean =>
    at % QUIET === 0 || !cells.some((cell) => weeks[at - 1]?.flat().includes(cell))
  return (A_MONTH * weeks.filter((alerts, at) => alerts.some((cells) => isNew(at, cells))).length) / weeks.length
}

/** How large rises are: what is added in a week to a cell of a rise over so many cells. */
type Sizes = {
  title: string
  rises: number
  sizes: readonly number[]
  extra: (size: number, rate: number, cells: number) => number
}
const KINDS: readonly Sizes[] = [
  {
    title: 'by-scatter',
    rises: 25,
    sizes: [2, 4, 6, 8, 10],
    extra: (size, rate) => (size * Math.sqrt(rate)) / RISE,
  },
  { title: 'by-cases', rises: 10, sizes: [12, 18, 27, 40, 60], extra: (size, _, cells) => size / RISE / cells },
]

/** In which week of the rise it was found; undefined if it was not. */
type Week = number | undefined
type Rise = { size: number; watched: Week; pointed: Week; judged: Judged[][] }

const watchRise = (
  cells: readonly number[],
  counts: readonly Float64Array[],
  calibration: Calibration,
): Pick<Rise, 'watched' | 'pointed'> => {
  let watched: Week
  for (let week = 1; week <= RISE; week += 1) {
    const { alerts } = watch(fieldUntil(counts, HISTORY + week), { neighbours: NEIGHBOURS, calibration })
    if (alerts.some((alert) => touched(alert).some((cell) => cells.includes(cell)))) watched ??= week
    const isPointing = alerts.some((alert) => {
      const above = alert.cells.map(({ observed, expected, values }) => ({
        excess: Math.max(0, observed - expected),
        isInside: cells.includes(cellOf(values)),
      }))
      const sum = (some: typeof above): number => some.reduce((all, { excess }) => all + excess, 0)
      return 2 * sum(above.filter(({ isInside }) => isInside)) >= sum(above)
    })
    if (isPointing) return { watched, pointed: week }
  }
  return { watched, pointed: undefined }
}

const risesOf = ({ title, rises, sizes, extra }: Sizes, regions: readonly QuietWeeks[]): Rise[] =>
  regions.flatMap(({ rates, calibration }, region) =>
    Array.from({ length: rises }, (_, at): Rise => {
      const seed = 1_000 * (region + 1) + at + (title === 'by-cases' ? 500 : 0)
      const size = sizes[at % sizes.length] ?? 0
      const cells = riseOf(seed)
      const counts = countsOf(rates, HISTORY + RISE, EVEN, 10_000 + seed)
      raise(counts, { cells, from: HISTORY, weeks: RISE, seed: 20_000 + seed }, (cell) =>
        extra(size, rates[cell] ?? 0, cells.length),
      )
      const judged = cells.map((cell) => judge(counts[cell] ?? new Float64Array(), HISTORY, RISE))
      return { size, ...watchRise(cells, counts, calibration), judged }
    }),
  )

/** A sample of quiet cells, to tune the alpha of the other method with. */
const quietCells = (regions: readonly QuietWeeks[]): Quiet[] =>
  regions.flatMap(({ rates, counts }, region) =>
    [...rates.entries()]
      .filter(([cell]) => cell % REGIONS === region)
      .flatMap(([cell, rate]) =>
        [HISTORY, HISTORY + 40].flatMap((week) =>
          judge(counts[cell] ?? new Float64Array(), week, 1).map((judged) => ({
            judged,
            mean: meanOf(rate, week, EVEN),
            phi: EVEN.phi,
          })),
        ),
      ),
  )

type Tuned = { least: number; alpha: number }

const judgedWeek = ({ judged }: Rise, { least, alpha }: Tuned): Week => {
  for (let week = 0; week < RISE; week += 1) {
    const now = judged.flatMap((weeks) => weeks.slice(week, week + 1))
    if (now.some((one) => alarms(one, alpha, least))) return week + 1
  }
  return undefined
}

/** Rises in a quiet world: found how often and when, beside improved Farrington at the same number of false alarms. */
function* rises(regions: readonly QuietWeeks[], budget: number): Iterable<Figure> {
  const quiet = quietCells(regions)
  const cells = regions[0]?.rates.length ?? 0
  const tuned = [LEAST_CASES.r, ...LEAST_CASES.others].map((least) => ({
    least,
    alpha: tunedAlpha(quiet, cells, budget / A_MONTH, least),
  }))
  for (const kind of KINDS) {
    const all = risesOf(kind, regions)
    const isFound = (week: Week): boolean => week !== undefined
    const watched = all.filter((rise) => isFound(rise.watched))
    const unit = `% of ${all.length} rises`
    const bySize = (week: (rise: Rise) => Week): string =>
      kind.sizes
        .map((size) => `${size}: ${all.filter((rise) => rise.size === size && isFound(week(rise))).length}`)
        .join(', ')
    yield {
      figure: `watch.rises.${kind.title}.found`,
      value: (100 * watched.length) / all.length,
      unit,
      note: `by size, of ${all.length / kind.sizes.length} each: ${bySize(({ watched: week }) => week)}`,
    }
    yield {
      figure: `watch.rises.${kind.title}.pointed-at`,
      value: (100 * all.filter(({ pointed }) => isFound(pointed)).length) / all.length,
      unit,
      note: `at least half of what rose lies inside; by size: ${bySize(({ pointed }) => pointed)}`,
    }
    const foundBy = (one: Tuned): number => all.filter((rise) => isFound(judgedWeek(rise, one))).length
    const usual = tuned[0] ?? { least: 0, alpha: 0 }
    const best = tuned.toSorted((a, b) => foundBy(b) - foundBy(a))[0] ?? usual
    for (const [title, one] of [
      ['as-in-r', usual],
      ['at-its-best', best],
    ] as const) {
      const said = `improved Farrington, limit54 c(${one.least}, 4), alpha ${one.alpha.toPrecision(2)}`
      const other = (rise: Rise): Week => judgedWeek(rise, one)
      yield {
        figure: `watch.rises.${kind.title}.farrington-${title}.found`,
        value: (100 * foundBy(one)) / all.length,
        unit,
        note: `${said}; by size: ${bySize(other)}`,
      }
      yield {
        figure: `watch.rises.${kind.title}.farrington-${title}.times-as-many`,
        value: watched.length / foundBy(one),
        unit: 'times as many rises found',
        target: { atLeast: 2 },
        note: said,
      }
      const either = all.filter((rise) => isFound(rise.watched) || isFound(other(rise)))
      const both = all.filter((rise) => isFound(rise.watched) && isFound(other(rise)))
      const lead = (rise: Rise): number => (other(rise) ?? RISE + 1) - (rise.watched ?? RISE + 1)
      yield {
        figure: `watch.rises.${kind.title}.farrington-${title}.earlier`,
        value: median(either.map(lead)),
        unit: 'weeks earlier (median)',
        target: { atLeast: 2 },
        note: `${either.length} rises that either found, one that was missed counts as found the week after its end; of the ${both.length} that both found: ${median(both.map(lead))}`,
      }
    }
  }
}

/** One series by itself, a week at a time, beside R's improved Farrington and one who knows the true mean and scatter. */
function* single(): Iterable<Figure> {
  const all = singleSeries()
  if (all.length === 0)
    console.error('watch: the simulated series of the benchmark are not here; they are not replayed')
  // Evidence as it is, smaller meaning stronger: the threshold is chosen below.
  const calibration: Calibration = { chance: (evidence) => Math.exp(-evidence) }
  const strengthOf = (counts: number[]): number => {
    const field = {
      step: 'week' as const,
      periods: counts.map(String),
      until: '',
      columns: [],
      cells: [{ values: [] }],
      counts: [Float64Array.from(counts)],
    }
    return 7 / (watch(field, { durations: [1], least: 1, budgetDays: 0, calibration }).alerts[0]?.recurrence ?? 1e-9)
  }
  for (const [set, chosen] of Map.groupBy(all, (series) => series.set)) {
    const replayed = chosen.map(({ counts, outbreak, phi, meanAt, r }) => {
      const before = counts.length - outbreak.length
      const weeks = outbreak.map((extra, at) => {
        const until = before + at + 1
        const calm = counts.slice(0, until).map((count, week) => count - (outbreak[week - before] ?? 0))
        const truth = (count: number | undefined): number => negativeBinomialTail(count ?? 0, meanAt(until - 1), phi)
        return {
          isOutbreak: extra > 0,
          quiet: strengthOf(calm),
          outbreak: extra > 0 ? strengthOf(counts.slice(0, until)) : Infinity,
          oracle: { quiet: truth(calm.at(-1)), outbreak: extra > 0 ? truth(counts[until - 1]) : 1 },
        }
      })
      return { weeks, r }
    })
    const quietAlarms = replayed.flatMap(({ r }) => r.quiet)
    const rate = quietAlarms.filter(Boolean).length / quietAlarms.length
    const bySeries = (hits: (one: (typeof replayed)[number]) => boolean): number =>
      (100 * replayed.filter(hits).length) / replayed.length
    /** POD at R's rate of false alarms, between the two thresholds that the counts allow. */
    const detected = (
      of: (week: (typeof replayed)[number]['weeks'][number]) => { quiet: number; outbreak: number },
    ) => {
      const tails = replayed.flatMap(({ weeks }) => weeks.map((week) => of(week).quiet)).toSorted((a, b) => a - b)
      const at = rate * tails.length
      const threshold = tails[Math.floor(at)] ?? 1
      const below = tails.findIndex((tail) => tail >= threshold)
      const above = tails.findLastIndex((tail) => tail <= threshold) + 1
      const pod = (isAlarm: (tail: number) => boolean): number =>
        bySeries(({ weeks }) => weeks.some((week) => isAlarm(of(week).outbreak)))
      const [less, more] = [pod((tail) => tail < threshold), pod((tail) => tail <= threshold)]
      return less + ((more - less) * (at - below)) / (above - below)
    }
    const own = detected((week) => week)
    const oracle = detected((week) => week.oracle)
    const r = bySeries((one) => one.weeks.some((week, at) => week.isOutbreak && one.r.outbreak[at]))
    const unit = `% of ${replayed.length} outbreaks detected`
    const said = `at ${(100 * rate).toFixed(2)} % false alarms a week, which is R's`
    yield { figure: `watch.single.${set}.detected`, value: own, unit, note: said }
    yield { figure: `watch.single.${set}.farrington-r`, value: r, unit, note: "R's saved alarms, alpha 0.01" }
    yield { figure: `watch.single.${set}.oracle`, value: oracle, unit, note: `true mean and scatter known; ${said}` }
    yield {
      figure: `watch.single.${set}.of-the-oracle`,
      value: (100 * own) / oracle,
      unit: '% of what the oracle detects',
      target: { atLeast: 95 },
    }
  }
}

/**
 * The watch over a simulated region of eight countries: false alarms when nothing rises, rises found and when beside
 * improved Farrington for each cell, single series beside an oracle, and how long a night takes.
 */
export async function* run(): AsyncIterable<Figure> {
  const regions = Array.from({ length: REGIONS }, (_, region) => quietWeeks(EVEN, region))
  const first = regions[0]
  const worlds = [
    { climate: EVEN, of: regions },
    ...HARDER.map((climate) => ({
      climate,
      of: Array.from({ length: REGIONS_HARDER }, (_, region) => quietWeeks(climate, region)),
    })),
  ]
  for (const { climate, of } of worlds) {
    const note = `${of.length * QUIET} weeks in which nothing rose; variance over mean ${climate.phi}, yearly wave ${climate.wave}, growth ${climate.growth} a year`
    const unit = 'a month, the whole region'
    yield {
      figure: `watch.false-alarms.${climate.title}.new`,
      value: newAMonth(of),
      unit: `weeks with a new alarm ${unit}`,
      target: { atMost: 1.4 },
      note: `the budget is 1; counting over so few weeks is good to 0.3 (two standard errors); ${note}`,
    }
    yield {
      figure: `watch.false-alarms.${climate.title}`,
      value: alarmsAMonth(of),
      unit: `weeks with an alarm ${unit}`,
      note,
    }
  }
  // An alarm of the other method lasts a week, so that nearly all of its are new: it gets as many weeks with an alarm.
  yield* rises(regions, newAMonth(regions))
  yield* single()
  yield {
    figure: 'watch.time.region',
    value: median(regions.map(({ milliseconds }) => milliseconds)) / 1_000,
    unit: 's',
    target: { atMost: 60 },
    note: `${first?.rates.length} cells, ${HISTORY} weeks, ${first?.groups} sums at 7 durations, 999 random worlds`,
  }
}
