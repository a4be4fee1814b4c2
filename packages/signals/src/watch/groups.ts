import type { Field } from './table.ts'

/** Cells that are looked at together: what they have in common, and which they are. */
export type Group = {
  fixed: Readonly<Record<string, string>>
  /** Places that lie together, where the group is more than one. */
  zone?: { column: string; values: readonly string[] }
  cells: Int32Array
  /** For each duration, how many cases are so many that they say anything. */
  least?: readonly number[]
}

/** For each value of one column, those that lie beside it. */
export type Neighbours = { column: string; of: Readonly<Record<string, readonly string[]>> }

const subsets = (count: number): number[][] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (__, at) => at).filter((at) => bits & (1 << at)),
  )

/** More columns than this would make more sums than anybody can look at. */
export const MOST_COLUMNS = 6

/**
 * Every sum that there is: the total, each value of each column, each pair of values, down to the single cell; and, where
 * neighbours are known, each place with those beside it, for all and for each value of the other columns. The same cells
 * are looked at once, under the fewest words that name them.
 */
export const groupsOf = ({ columns, cells }: Pick<Field, 'columns' | 'cells'>, neighbours?: Neighbours): Group[] => {
  const groups = new Map<string, Group>()
  const add = (members: readonly number[], name: Omit<Group, 'cells'>): void => {
    const key = members.join(' ')
    if (members.length > 0 && !groups.has(key)) groups.set(key, { ...name, cells: Int32Array.from(members) })
  }
  const bySize = subsets(columns.length).toSorted((a, b) => a.length - b.length)
  for (const subset of bySize) {
    const found = Map.groupBy(cells.keys(), (cell) => JSON.stringify(subset.map((at) => cells[cell]?.values[at])))
    for (const members of found.values()) {
      const sample = cells[members[0] ?? 0]
      add(members, { fixed: Object.fromEntries(subset.map((at) => [columns[at] ?? '', sample?.values[at] ?? ''])) })
    }
  }
  const place = neighbours ? columns.indexOf(neighbours.column) : -1
  if (!neighbours || place < 0) return [...groups.values()]
  const others = columns.map((_, at) => at).filter((at) => at !== place)
  for (const [center, near] of Object.entries(neighbours.of)) {
    for (let size = 1; size <= near.length; size += 1) {
      const values = [center, ...near.slice(0, size)]
      const inside = [...cells.keys()].filter((cell) => values.includes(cells[cell]?.values[place] ?? ''))
      const zone = { column: neighbours.column, values }
      add(inside, { fixed: {}, zone })
      for (const other of others) {
        const found = Map.groupBy(inside, (cell) => cells[cell]?.values[other] ?? '')
        for (const [value, members] of found) add(members, { fixed: { [columns[other] ?? '']: value }, zone })
      }
    }
  }
  return [...groups.values()]
}
