import { watch } from '@ariadne/signals/watch'
import type { Calibration } from '@ariadne/signals/watch'
import { negativeBinomialTail } from '../packages/signals/src/stats/tail.ts'
import type { Figure } from './figure.ts'
import { singleSeries } from './support/single-series.ts'

export const name = 'watch-single'

/** One series by itself, a week at a time, beside R's improved Farrington and one who knows the true mean and scatter. */
export async function* run(): AsyncIterable<Figure> {
  const all = singleSeries()
  if (all.length === 0)
    console.error('watch-single: the simulated series of the benchmark are not here; they are not replayed')
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
