import { fitGlm } from '../stats/glm.ts'
import { mostLikelihood } from './fit.ts'
import type { ListTable } from './lists.ts'
import { countBits } from './pairs.ts'

/**
 * Models in which people differ in how easily they are seen (Rivest and Baillargeon 2007): the logarithm of what is
 * expected of a history depends on its lists and, beyond that, on how many they are.
 */
export type Heterogeneity =
  /** Everybody alike. */
  | 'none'
  /** Nothing is supposed beyond two lists: what remains is a lower bound (Chao 1987). */
  | 'chao'
  /** 2^k - 1, k^2 / 2 and log(3.5) - log(3.5 + k) over k lists: three shapes of how people may differ. */
  | 'poisson'
  | 'darroch'
  | 'gamma'

export type Listing = 'alike' | 'each its own'

export type ClosedFit = {
  hidden: number
  /** Standard error of log(hidden) as far as the constant goes. */
  error: number
  deviance: number
  degrees: number
  aic: number
}

const GAMMA = 3.5

const columnOf = (shape: 'poisson' | 'darroch' | 'gamma', k: number): number => {
  switch (shape) {
    case 'poisson':
      return 2 ** k - 1
    case 'darroch':
      return (k * k) / 2
    case 'gamma':
      return Math.log(GAMMA) - Math.log(GAMMA + k)
  }
}

/** @returns undefined where the numbers run away: then there is no such estimate */
export const fitHeterogeneity = (
  table: ListTable,
  { lists, people }: { lists: Listing; people: Heterogeneity },
): ClosedFit | undefined => {
  const histories = Array.from({ length: table.counts.length - 1 }, (_, index) => index + 1)
  const column = (of: (history: number) => number): Float64Array => Float64Array.from(histories, of)
  const base = [
    column(() => 1),
    ...(lists === 'alike'
      ? [column(countBits)]
      : table.lists.map((_, list) => column((history) => (history >> list) & 1))),
  ]
  const most = mostLikelihood(table)
  const counts = column((history) => table.counts[history] ?? 0)
  const fit = (more: Float64Array[]): (ClosedFit & { more: Float64Array }) | undefined => {
    const found = fitGlm([...base, ...more], counts)
    const hidden = Math.exp(found.coefficients[0] ?? Number.NaN)
    const error = Math.sqrt(found.step.inverseDiagonal()[0] ?? Number.NaN)
    if (!found.converged || !Number.isFinite(hidden + error) || !(hidden > 0)) return undefined
    const { deviance, freedom: degrees } = found
    const aic = deviance + 2 * (base.length + more.length - most)
    return { hidden, error, deviance, degrees, aic, more: found.coefficients.slice(base.length) }
  }
  if (people === 'none') return fit([])
  if (people !== 'chao') return fit([column((history) => columnOf(people, countBits(history)))])

  // Chao's extra effects (k - j) for k > j, j = 2.., may only add. The best fit under that condition leaves some of them
  // out; there are few enough to try every choice.
  const kinks = Array.from({ length: Math.max(0, table.lists.length - 2) }, (_, index) =>
    column((history) => Math.max(0, countBits(history) - index - 2)),
  )
  let best: ClosedFit | undefined
  for (let choice = 0; choice < 1 << kinks.length; choice++) {
    const found = fit(kinks.filter((_, index) => (choice & (1 << index)) !== 0))
    if (found === undefined || found.more.some((effect) => effect < 0)) continue
    if (best === undefined || found.deviance < best.deviance - 1e-9) best = found
  }
  return best
}
