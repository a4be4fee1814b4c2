import { ruleOf, said } from '@ariadne/disclosure'
import type { ExactCell, Rule, Table } from '@ariadne/disclosure'

/** A count as it may be shown; null where there are too few, or where it would give away another that is. */
export type Shown = number | null

/** Counts that stand together as one table under one rule, and what is told of them once it has been made safe. */
export type Asking<T> = {
  exact: Table<ExactCell>
  rule: Rule
  /** @param table null where nothing makes it safe */
  tell: (table: Table | null) => T
}

const TOTAL = 'Total'

const asking = <T>(
  counts: ReadonlyMap<string, number>,
  parents: Readonly<Record<string, string>>,
  threshold: number,
  tell: (shown: (code: string) => Shown) => T,
): Asking<T> => ({
  exact: { dimensions: ['code'], cells: [...counts].map(([code, count]) => ({ key: { code }, value: said(count) })) },
  rule: ruleOf({
    threshold,
    k: threshold,
    total: TOTAL,
    ...(Object.keys(parents).length > 0 ? { hierarchies: { code: parents } } : {}),
  }),
  tell: (table) =>
    tell((code) => {
      const value = table?.cells.find(({ key }) => key['code'] === code)?.value
      return value?.is === 'value' ? value.count : value?.is === 'zero' ? 0 : null
    }),
})

/**
 * Counts of which each is part of the one before, such as fired, referred, acknowledged. Between two that stand next to
 * each other lies a third: those who did not go on. It is held to the same rule, so that no subtraction finds it.
 */
export const askChain = (chain: readonly number[], threshold: number): Asking<Shown[]> => {
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
  return asking(counts, parents, threshold, (shown) => chain.map((_, at) => shown(at === 0 ? TOTAL : `in${at}`)))
}

export type ByGroup = { group: string; fired: Shown }[] | null

/**
 * A count by group, with its total. Null where the total stands elsewhere and could not stand here, or where fewer than
 * two groups could be shown: then there is no difference to be seen, and of one group there is nothing to ask.
 */
export const askGroups = (groups: ReadonlyMap<string, number>, threshold: number): Asking<ByGroup> | null => {
  if (groups.size < 2) return null
  const total = [...groups.values()].reduce((sum, count) => sum + count, 0)
  return asking(new Map([[TOTAL, total], ...groups]), {}, threshold, (shown) => {
    if (shown(TOTAL) === null) return null
    const lines = [...groups.keys()].toSorted().map((group) => ({ group, fired: shown(group) }))
    return lines.filter(({ fired }) => fired !== null).length < 2 ? null : lines
  })
}

/** A count that stands by itself. */
export const safeAlone = (count: number, threshold: number): Shown => (count > 0 && count < threshold ? null : count)
