import { fitHeterogeneity } from './heterogeneity.ts'
import type { Heterogeneity, Listing } from './heterogeneity.ts'
import { logNormalInterval } from './interval.ts'
import type { Interval } from './interval.ts'
import type { ListTable } from './lists.ts'

export type Shape = Interval & {
  shape: Exclude<Heterogeneity, 'none' | 'chao'>
  /** As good by Akaike's criterion as any model of tied pairs, or within two of it: the counts cannot tell them apart. */
  fits: boolean
}

const AS_GOOD = 2
const RUNS_AWAY = 1e6

export type Chao = Interval & {
  /** The same bound as if every list found people equally often: what most papers print. Not a bound where they do not. */
  alike: Interval | null
  /** Three shapes of how people may differ in how easily they are found: they often fit alike and answer differently. */
  shapes: Shape[]
}

/**
 * Chao's lower bound with a chance of its own for each list (Rivest and Baillargeon 2007): true also when some people
 * are harder to find than others, as long as no list keeps people off another.
 *
 * @param bestAic of the models of tied pairs
 */
export const chaoOf = (table: ListTable, level: number, bestAic: number): Chao | null => {
  const look = (lists: Listing, people: Heterogeneity): { interval: Interval; aic: number } | null => {
    const fit = fitHeterogeneity(table, { lists, people })
    if (fit === undefined) return null
    const { hidden, error, aic } = fit
    // A bound that runs away is none: some list shares nobody where it would have to.
    if (!(hidden < RUNS_AWAY * table.observed)) return null
    const whole = Math.hypot(error, 1 / Math.sqrt(hidden))
    return { aic, interval: logNormalInterval(table.observed, { hidden, error: whole }, level) }
  }
  const bound = look('each its own', 'chao')
  if (bound === null) return null
  const shapes = (['poisson', 'darroch', 'gamma'] as const).flatMap((shape): Shape[] => {
    const found = table.lists.length > 2 ? look('each its own', shape) : null
    return found === null ? [] : [{ shape, fits: found.aic <= bestAic + AS_GOOD, ...found.interval }]
  })
  return { ...bound.interval, alike: look('alike', 'chao')?.interval ?? null, shapes }
}
