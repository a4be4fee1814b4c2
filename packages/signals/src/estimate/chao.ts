import { fitHeterogeneity } from './heterogeneity.ts'
import type { Heterogeneity, Listing } from './heterogeneity.ts'
import { logNormalInterval } from './interval.ts'
import type { Interval } from './interval.ts'
import type { ListTable } from './lists.ts'

export type Chao = Interval & {
  /** The same bound as if every list found people equally often: what most papers print. Not a bound where they do not. */
  alike: Interval | null
  /** Three shapes of how people may differ in how easily they are found; they fit alike and answer differently. */
  shapes: ({ shape: Exclude<Heterogeneity, 'none' | 'chao'> } & Interval)[]
}

/**
 * Chao's lower bound with a chance of its own for each list (Rivest and Baillargeon 2007): true also when some people
 * are harder to find than others, as long as no list keeps people off another.
 */
export const chaoOf = (table: ListTable, level: number): Chao | null => {
  const intervalOf = (lists: Listing, people: Heterogeneity): Interval | null => {
    const fit = fitHeterogeneity(table, { lists, people })
    if (fit === undefined) return null
    const { hidden } = fit
    return logNormalInterval(table.observed, { hidden, error: Math.hypot(fit.error, 1 / Math.sqrt(hidden)) }, level)
  }
  const bound = intervalOf('each its own', 'chao')
  if (bound === null) return null
  const shapes = (['poisson', 'darroch', 'gamma'] as const).flatMap((shape) => {
    const interval = table.lists.length > 2 ? intervalOf('each its own', shape) : null
    return interval === null ? [] : [{ shape, ...interval }]
  })
  return { ...bound, alike: intervalOf('alike', 'chao'), shapes }
}
