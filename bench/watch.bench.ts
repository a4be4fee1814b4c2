import { watch } from '@ariadne/signals/watch'
import type { Calibration } from '@ariadne/signals/watch'
import type { Figure } from './figure.ts'
import { alarms, judge, LEAST_CASES, tunedAlpha } from './support/improved-farrington.ts'
import type { Judged, Quiet } from './support/improved-farrington.ts'
import { HISTORY, newAlarms, quietRegion, touched, WEEKS_A_MONTH } from './support/quiet-weeks.ts'
import type { QuietRegion } from './support/quiet-weeks.ts'
import { cellOf, countsOf, fieldUntil, meanOf, NEIGHBOURS, raise, riseOf } from './support/watched-region.ts'
import type { Climate } from './support/watched-region.ts'

export const name = 'watch'

const RISE = 10
const REGIONS = 5
const QUIET = 80

const EVEN: Climate = { title: 'even', phi: 1, wave: 0, growth: 0 }
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

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

const risesOf = ({ title, rises, sizes, extra }: Sizes, regions: readonly QuietRegion[]): Rise[] =>
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
const quietCells = (regions: readonly QuietRegion[]): Quiet[] =>
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
function* rises(regions: readonly QuietRegion[], budget: number): Iterable<Figure> {
  const quiet = quietCells(regions)
  const cells = regions[0]?.rates.length ?? 0
  const tunedTo = (aMonth: number): Tuned[] =>
    [LEAST_CASES.r, ...LEAST_CASES.others].map((least) => ({
      least,
      alpha: tunedAlpha(quiet, cells, aMonth / WEEKS_A_MONTH, least),
    }))
  const [tuned, tunedToOne] = [tunedTo(budget), tunedTo(1)]
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
    const bestOf = (some: readonly Tuned[]): Tuned => some.toSorted((a, b) => foundBy(b) - foundBy(a))[0] ?? usual
    for (const [title, one] of [
      ['as-in-r', usual],
      ['at-its-best', bestOf(tuned)],
      // The whole budget, whatever the watch made of it.
      ['at-one-a-month', bestOf(tunedToOne)],
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

/**
 * The watch over a simulated region of eight countries: rises found and when beside improved Farrington for each cell, and
 * how long a night takes. False alarms are counted by `watch-quiet`, single series by `watch-single`.
 */
export async function* run(): AsyncIterable<Figure> {
  const regions = Array.from({ length: REGIONS }, (_, region) =>
    quietRegion(EVEN, {
      weeks: QUIET,
      seed: { rates: 100 + region, counts: 200 + region, worlds: 300 + region },
    }),
  )
  const [first] = regions
  const anew = regions.reduce((all, { weeks }) => all + newAlarms(weeks), 0)
  const budget = (WEEKS_A_MONTH * anew) / (REGIONS * QUIET)
  yield {
    figure: 'watch.rises.false-alarms',
    value: budget,
    unit: 'weeks with a new alarm a month, the whole region',
    note: `in the regions of the rises, ${REGIONS * QUIET} weeks; improved Farrington gets as many`,
  }
  // An alarm of the other method lasts a week, so that nearly all of its are new: it gets as many weeks with an alarm.
  yield* rises(regions, budget)
  yield {
    figure: 'watch.time.region',
    value: median(regions.map(({ milliseconds }) => milliseconds)) / 1_000,
    unit: 's of processor time',
    target: { atMost: 60 },
    note: `${first?.rates.length} cells, ${HISTORY} weeks, ${first?.groups} sums at 7 durations, 999 random worlds`,
  }
}
