import { said } from '../cell.ts'
import type { Cell, ExactCell, Table } from '../cell.ts'

/** A full table of counts with all its totals: `counts` runs through the codes of the last dimension quickest. */
export const crossed = (
  dimensions: Readonly<Record<string, readonly string[]>>,
  counts: readonly number[],
): Table<ExactCell> => {
  const names = Object.keys(dimensions)
  const sums = new Map<string, { key: Record<string, string>; count: number }>()
  const leaves = names.reduce<string[][]>(
    (keys, name) => keys.flatMap((key) => (dimensions[name] ?? []).map((code) => [...key, code])),
    [[]],
  )
  leaves.forEach((codes, at) => {
    for (let mask = 0; mask < 2 ** names.length; mask += 1) {
      const key = Object.fromEntries(
        names.map((name, which) => [name, mask & (1 << which) ? 'Total' : (codes[which] ?? '')]),
      )
      const id = Object.values(key).join('|')
      const sum = sums.get(id) ?? { key, count: 0 }
      sum.count += counts[at] ?? 0
      sums.set(id, sum)
    }
  })
  return { dimensions: names, cells: [...sums.values()].map(({ key, count }) => ({ key, value: said(count) })) }
}

/** The same table with some cells suppressed, named as `code|code`. */
export const withSuppressed = ({ dimensions, cells }: Table<ExactCell>, suppressed: readonly string[]): Table => ({
  dimensions,
  cells: cells.map(({ key, value }): Cell => ({
    key,
    value: suppressed.includes(dimensions.map((name) => key[name]).join('|')) ? { is: 'suppressed' } : value,
  })),
})
