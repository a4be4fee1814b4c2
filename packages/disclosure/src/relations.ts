import { inWords } from './cell.ts'
import type { Cell, ExactCell, Key, Table } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import type { Hierarchies, Tree } from './rule.ts'

/** A cell that is the sum of others; numbers are places in the table's list of cells. */
export type Relation = { whole: number; parts: readonly number[]; dimension: string }

type Shape = { total: string; hierarchies: Hierarchies; release?: string | undefined }

/**
 * How the cells of a table add up: along each dimension, under each tree, for each combination of the other codes.
 * A combination that has no row at all is an empty cell: nothing was counted there.
 * @throws {DisclosureError} for a key that stands twice, a whole that has parts but no row, a table without totals
 */
export const relationsOf = (
  { dimensions, cells }: Table<Cell | ExactCell>,
  { total, hierarchies, release }: Shape,
): Relation[] => {
  refuseRepeated(dimensions, cells, release)
  const relations: Relation[] = []
  let withTotals = false
  for (const dimension of dimensions) {
    const codes = new Set(cells.map(({ key }) => key[dimension] ?? ''))
    const trees = treesOf(codes, hierarchies[dimension] ?? [], total)
    if (trees.length === 0) continue
    withTotals = true
    for (const group of groupsOf(dimensions, cells, dimension))
      for (const children of trees)
        for (const [whole, below] of children) {
          const parts = below.flatMap((code) => group.get(code) ?? [])
          if (parts.length === 0) continue
          const at = group.get(whole)
          if (at === undefined) throw missingTotal(cells[parts[0] ?? 0], dimension, whole, release)
          relations.push({ whole: at, parts, dimension })
        }
  }
  if (!withTotals)
    throw new DisclosureError(
      'missing_total',
      `No row is a total: no dimension (${dimensions.join(', ')}) ever says "${total}". Add the rows of the totals that are published, and with status suppressed or missing those that are not.`,
      { row: cells[0]?.row, release },
    )
  return relations
}

const refuseRepeated = (
  dimensions: readonly string[],
  cells: readonly (Cell | ExactCell)[],
  release: string | undefined,
): void => {
  if (dimensions.length === 0)
    throw new DisclosureError('no_dimension', 'The table has no dimension. Add at least one column of codes.', {
      release,
    })
  const seen = new Map<string, number | undefined>()
  for (const { key, row } of cells) {
    const id = idWithout(dimensions, key)
    if (seen.has(id)) {
      const first = seen.get(id)
      throw new DisclosureError(
        'repeated_key',
        `The row of ${inWords(key)} stands twice${first === undefined ? '' : `, first in row ${first}`}. Keep one of them, or add the dimension that tells them apart.`,
        { row, release },
      )
    }
    seen.set(id, row)
  }
}

const idWithout = (dimensions: readonly string[], key: Key, without?: string): string =>
  dimensions.flatMap((dimension) => (dimension === without ? [] : [key[dimension] ?? ''])).join('\u0001')

/** Cells that differ in one dimension only, by their code in it. */
const groupsOf = (
  dimensions: readonly string[],
  cells: readonly (Cell | ExactCell)[],
  along: string,
): Iterable<Map<string, number>> => {
  const groups = new Map<string, Map<string, number>>()
  cells.forEach(({ key }, at) => {
    const id = idWithout(dimensions, key, along)
    const group = groups.get(id) ?? new Map<string, number>()
    group.set(key[along] ?? '', at)
    groups.set(id, group)
  })
  return groups.values()
}

/** For each tree of a dimension the codes under each code; a parent that the table never shows passes its codes upwards. */
const treesOf = (codes: ReadonlySet<string>, trees: readonly Tree[], total: string): Map<string, string[]>[] => {
  const inner = new Set(trees.flatMap((tree) => Object.values(tree)))
  const given: readonly Tree[] = trees.length === 0 ? [{}] : trees
  return given
    .map((tree) => {
      const named = new Set([...Object.keys(tree), ...Object.values(tree)])
      const children = new Map<string, string[]>()
      for (const code of codes) {
        if (code === total || (inner.has(code) && !named.has(code))) continue
        let parent = Object.hasOwn(tree, code) ? tree[code] : total
        while (parent !== undefined && parent !== total && !codes.has(parent))
          parent = Object.hasOwn(tree, parent) ? tree[parent] : total
        if (parent === undefined || !codes.has(parent)) continue
        children.set(parent, [...(children.get(parent) ?? []), code])
      }
      return children
    })
    .filter((children) => children.size > 0)
}

const missingTotal = (
  part: Cell | ExactCell | undefined,
  dimension: string,
  whole: string,
  release: string | undefined,
): DisclosureError =>
  new DisclosureError(
    'missing_total',
    `The row of ${inWords(part?.key ?? {})} has no row with ${dimension} "${whole}" to belong to. Add that row; where its figure is not published give it the status suppressed, where nobody has it the status missing.`,
    { row: part?.row, release },
  )
