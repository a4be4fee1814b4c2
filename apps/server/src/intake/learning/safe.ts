import { protect, ruleOf, said } from '@ariadne/disclosure'
import type { ExactCell } from '@ariadne/disclosure'

/** A count as it may be shown; null where there are too few, or where it would give away another that is. */
export type Shown = number | null

const TOTAL = 'Total'

/** Cells of one dimension under one rule, as they may be shown. All null where nothing makes the table safe. */
const protectedCells = async (
  counts: ReadonlyMap<string, number>,
  parents: Readonly<Record<string, string>>,
  threshold: number,
): Promise<Map<string, Shown>> => {
  const cells: ExactCell[] = [...counts].map(([code, count]) => ({ key: { code }, value: said(count) }))
  const rule = ruleOf({
    threshold,
    k: threshold,
    total: TOTAL,
    ...(Object.keys(parents).length > 0 ? { hierarchies: { code: parents } } : {}),
  })
  const { table } = await protect({ dimensions: ['code'], cells }, rule)
  return new Map(
    [...counts.keys()].map((code) => {
      const value = table?.cells.find(({ key }) => key['code'] === code)?.value
      return [code, value?.is === 'value' ? value.count : value?.is === 'zero' ? 0 : null]
    }),
  )
}

/**
 * Counts of which each is part of the one before, such as fired, referred, acknowledged. Between two that stand next to
 * each other lies a third: those who did not go on. It is held to the same rule, so that no subtraction finds it.
 */
export const safeChain = async (chain: readonly number[], threshold: number): Promise<Shown[]> => {
  const counts = new Map<string, number>()
  const parents: Record<string, string> = {}
  chain.forEach((count, at) => {
    counts.set(at === 0 ? TOTAL : `in${at}`, count)
    if (at === 0) return
    counts.set(`out${at}`, (chain[at - 1] ?? 0) - count)
    if (at === 1) return
    parents[`in${at}`] = `in${at - 1}`
    parents[`out${at}`] = `in${at - 1}`
  })
  const shown = await protectedCells(counts, parents, threshold)
  return chain.map((_, at) => shown.get(at === 0 ? TOTAL : `in${at}`) ?? null)
}

/**
 * A count by group, with its total. Null where the total stands elsewhere and could not stand here, or where fewer than
 * two groups could be shown: then there is no difference to be seen.
 */
export const safeGroups = async (
  groups: ReadonlyMap<string, number>,
  threshold: number,
): Promise<{ group: string; fired: Shown }[] | null> => {
  if (groups.size < 2) return null
  const total = [...groups.values()].reduce((sum, count) => sum + count, 0)
  const shown = await protectedCells(new Map([[TOTAL, total], ...groups]), {}, threshold)
  if (shown.get(TOTAL) === null) return null
  const lines = [...groups.keys()].toSorted().map((group) => ({ group, fired: shown.get(group) ?? null }))
  return lines.filter(({ fired }) => fired !== null).length < 2 ? null : lines
}

/** A count that stands by itself. */
export const safeAlone = (count: number, threshold: number): Shown => (count > 0 && count < threshold ? null : count)
