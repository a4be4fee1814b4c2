import { numberOf } from '../cell.ts'
import type { Key, Table } from '../cell.ts'
import { relationsOf } from '../relations.ts'
import type { Hierarchies } from '../rule.ts'

/** A suppressed figure that somebody worked out. */
export type Found = { key: Key; value: number }

/**
 * What anyone with a pencil does: wherever a sum lacks one figure only, it is worked out. One round takes published
 * figures alone; further rounds use what was found before. Needs no table that makes sense: two sums may give two
 * answers, and both are told.
 */
export const bySubtraction = (
  table: Table,
  { total, hierarchies }: { total: string; hierarchies: Hierarchies },
  rounds = 1,
): Found[] => {
  const { cells } = table
  const relations = relationsOf(table, { total, hierarchies })
  const known = cells.map(({ value }) => numberOf(value))
  const found: Found[] = []
  for (let round = 0; round < rounds; round += 1) {
    const now = relations.flatMap(({ whole, parts }) => {
      const open = [whole, ...parts].filter((at) => known[at] === undefined)
      const [at] = open
      if (open.length !== 1 || at === undefined || cells[at]?.value.is !== 'suppressed') return []
      const sum = parts.reduce((rest, part) => rest + (known[part] ?? 0), 0)
      return [{ at, value: at === whole ? sum : (known[whole] ?? 0) - sum }]
    })
    if (now.length === 0) break
    for (const { at, value } of now) {
      known[at] ??= value
      const key = cells[at]?.key ?? {}
      if (!found.some((one) => one.key === key && one.value === value)) found.push({ key, value })
    }
  }
  return found
}
