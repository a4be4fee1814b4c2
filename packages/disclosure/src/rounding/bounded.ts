import { numberOf } from '../cell.ts'
import type { Cell, Table } from '../cell.ts'
import type { PublishedBefore, RoundedTo } from '../method.ts'
import type { PastRelease } from '../system.ts'

/**
 * A rounded table as its readers can use it: of each figure they know between which numbers it lies. A figure that is
 * no multiple went to one of its two neighbours, so that the truth is less than a base away.
 */
export const boundedBy = (table: Table, { base, farthest }: RoundedTo, kind: 'counts' | 'amounts'): Table => {
  const reach = farthest < 1 ? (kind === 'counts' ? base - 1 : base) : farthest * base
  return {
    dimensions: table.dimensions,
    cells: table.cells.map((cell): Cell => {
      const shown = numberOf(cell.value)
      if (shown === undefined) return cell
      return {
        ...cell,
        value: { is: 'suppressed' },
        within: { atLeast: Math.max(0, shown - reach), atMost: shown + reach },
      }
    }),
  }
}

/** Past releases as a reader of them uses them: rounded ones as bounds, the others as they stand. */
export const asKnown = (past: readonly PublishedBefore[], kind: 'counts' | 'amounts'): PastRelease[] =>
  past.map((one) => {
    const { name, link, hierarchies } = one
    const table = one.method === 'round' ? boundedBy(one.table, one, kind) : one.table
    return {
      name,
      table,
      ...(link === undefined ? {} : { link }),
      ...(hierarchies === undefined ? {} : { hierarchies }),
    }
  })
