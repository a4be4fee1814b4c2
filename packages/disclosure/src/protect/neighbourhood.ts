import type { Component } from '../components.ts'
import type { Key } from '../cell.ts'
import type { Variable } from '../system.ts'

/**
 * A small part of a component around a cell, in which tables can still be changed without changing the sums: for each
 * dimension a few codes, with the codes above them, and all cells that have only such codes.
 */
export type Neighbourhoods = {
  /** `dear`: what each cell costs; Infinity for those that may not move. `codes`: how many codes a dimension beside its own. */
  around: (cell: number, dear: readonly number[], codes: number) => number[]
}

export const neighbourhoodsOf = (
  component: Component,
  variables: readonly Variable[],
  total: string,
): Neighbourhoods => {
  const keys = component.unknowns.map((at): Key => variables[at]?.key ?? {})
  // Cells of different releases do not stand in one another's stead.
  const homes = component.unknowns.map((at) => variables[at]?.release ?? '')
  const dimensions = [...new Set(keys.flatMap((key) => Object.keys(key)))]
  const codeOf = (cell: number, dimension: string) => keys[cell]?.[dimension] ?? total
  const lines = linesOf(keys, dimensions, homes, total)
  const above = parentsOf(component, variables, total)
  return {
    around: (cell, dear, codes) => {
      const chosen = dimensions.map((dimension, which) => {
        const beside = (
          lines[which]?.get(lineName(keys[cell] ?? {}, dimensions, dimension, homes[cell] ?? '', total)) ?? []
        )
          .filter((other) => other !== cell && Number.isFinite(dear[other] ?? 0))
          .toSorted((one, other) => (dear[one] ?? 0) - (dear[other] ?? 0))
          .slice(0, codes)
          .map((other) => codeOf(other, dimension))
        const all = new Set([codeOf(cell, dimension), ...beside])
        // A set goes on over what is added to it, so parents of parents come in too.
        for (const code of all) for (const parent of above.get(`${dimension}\u0001${code}`) ?? []) all.add(parent)
        return all
      })
      return keys.flatMap((_, other) =>
        Number.isFinite(dear[other] ?? 0) &&
        dimensions.every((dimension, which) => chosen[which]?.has(codeOf(other, dimension)) === true)
          ? [other]
          : [],
      )
    },
  }
}

const lineName = (key: Key, dimensions: readonly string[], along: string, home: string, total: string): string =>
  [home, ...dimensions.map((dimension) => (dimension === along ? '' : (key[dimension] ?? total)))].join('\u0001')

/** For each dimension the cells that differ in it only. */
const linesOf = (keys: readonly Key[], dimensions: readonly string[], homes: readonly string[], total: string) =>
  dimensions.map((dimension) => {
    const lines = new Map<string, number[]>()
    keys.forEach((key, cell) => {
      const name = lineName(key, dimensions, dimension, homes[cell] ?? '', total)
      const line = lines.get(name)
      if (line === undefined) lines.set(name, [cell])
      else line.push(cell)
    })
    return lines
  })

const parentsOf = ({ rows }: Component, variables: readonly Variable[], total: string): Map<string, Set<string>> => {
  const parents = new Map<string, Set<string>>()
  for (const { equation } of rows) {
    const { dimension, whole, entries } = equation
    const parent = variables[whole]?.key[dimension] ?? total
    for (const [at] of entries) {
      if (at === whole) continue
      const name = `${dimension}\u0001${variables[at]?.key[dimension] ?? total}`
      const known = parents.get(name)
      if (known === undefined) parents.set(name, new Set([parent]))
      else known.add(parent)
    }
  }
  return parents
}
