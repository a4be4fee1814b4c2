import { watch } from '@ariadne/signals/watch'
import type { Alert, Calibration } from '@ariadne/signals/watch'
import { cellOf, countsOf, fieldUntil, NEIGHBOURS, ratesOf } from './watched-region.ts'
import type { Climate } from './watched-region.ts'

/** Weeks of history before the watch begins. */
export const HISTORY = 164
export const WEEKS_A_MONTH = 30 / 7

export const touched = ({ cells }: Alert): number[] => cells.map(({ values }) => cellOf(values))

export type QuietRegion = {
  rates: number[]
  counts: Float64Array[]
  calibration: Calibration
  groups: number
  milliseconds: number
  /** For each week the cells that each of its alerts names. */
  weeks: number[][][]
}

/** A region in which nothing rises: how many weeks alarm all the same, and which cells they name. */
export const quietRegion = (
  climate: Climate,
  {
    weeks,
    seed,
    from = 0,
  }: {
    weeks: number
    seed: { rates: number; counts: number; worlds: number }
    /** The week of the climate in which the history begins. */
    from?: number
  },
): QuietRegion => {
  const rates = ratesOf(seed.rates)
  const counts = countsOf(rates, from + HISTORY + weeks, climate, seed.counts).map((series) => series.slice(from))
  const start = process.cpuUsage().user
  const { calibration, groups } = watch(fieldUntil(counts, HISTORY), { neighbours: NEIGHBOURS, seed: seed.worlds })
  const milliseconds = (process.cpuUsage().user - start) / 1_000
  return {
    rates,
    counts,
    calibration,
    groups,
    milliseconds,
    weeks: Array.from({ length: weeks }, (_, at) =>
      watch(fieldUntil(counts, HISTORY + at + 1), { neighbours: NEIGHBOURS, calibration }).alerts.map(touched),
    ),
  }
}

/** Times at which an alert names no cell that was named at any of the last `remembered` times: somebody has to look anew. */
export const newAlarms = (times: readonly (readonly (readonly number[])[])[], remembered = 1): number =>
  times.filter((alerts, at) => {
    const known = new Set(times.slice(Math.max(0, at - remembered), at).flat(2))
    return alerts.some((cells) => !cells.some((cell) => known.has(cell)))
  }).length

/** The mean, and its standard error from how far regions differ. */
export const meanOfRegions = (values: readonly number[]): { mean: number; error: number } => {
  const mean = values.reduce((all, one) => all + one, 0) / values.length
  const squares = values.reduce((all, one) => all + (one - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length) }
}
