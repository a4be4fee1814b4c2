import type { Component } from '../components.ts'
import type { OpenProgram, Solver } from '../solver.ts'
import type { Neighbourhoods } from './neighbourhood.ts'

/**
 * Two tables that an attacker cannot tell from the true one, as differences from it, and far apart in one cell.
 * The cells that they change have to be suppressed together; then that cell is wide enough.
 */
export type Witness = { up: Float64Array; down: Float64Array }

export type Flows = {
  /** The cheapest witness for a cell; Infinity is dear enough to keep a cell where it is. Undefined where there is none. */
  find: (cell: number, width: number, dear: readonly number[]) => Witness | undefined
  close: () => void
  count: () => number
}

/** Movements under this are the solver's tolerance. */
export const STILL = 1e-7

/**
 * Kelly, Golden and Assad 1992 protect a cell by the cheapest change that the table's sums allow; here both directions
 * are sought at once, since what counts is the width.
 * Four columns a cell: up and down movement of the one table and of the other. `below` is how far a cell can go down.
 */
export const openFlows = (component: Component, below: readonly number[], solver: Solver): Flows => {
  const { unknowns, rows } = component
  const column = new Map(unknowns.map((at, place) => [at, place]))
  const far = 2 * rows.length
  const program: OpenProgram = solver.open({
    columns: unknowns.flatMap((_, place) => {
      const down = { lower: 0, upper: below[place] ?? 0 }
      const up = { lower: 0, upper: Infinity }
      return [up, down, up, down]
    }),
    rows: [
      ...[0, 2].flatMap((which) =>
        rows.map(({ entries }) => ({
          entries: entries.flatMap(([at, factor]) => {
            const place = column.get(at)
            if (place === undefined) return []
            return [[4 * place + which, factor] as const, [4 * place + which + 1, -factor] as const]
          }),
          lower: 0,
          upper: 0,
        })),
      ),
      { entries: [], lower: 0, upper: Infinity },
    ],
  })
  let count = 0
  let asked: number | undefined
  const held = new Set<number>()
  const aim = (cell: number, factor: number) =>
    [factor, -factor, -factor, factor].forEach((one, offset) => program.setFactor(far, 4 * cell + offset, one))
  const hold = (dear: readonly number[]) =>
    dear.forEach((cost, cell) => {
      const still = cost === Infinity
      if (still === held.has(cell)) return
      if (still) held.add(cell)
      else held.delete(cell)
      const ends = still ? [0, 0] : [Infinity, below[cell] ?? 0]
      for (const offset of [0, 1, 2, 3]) program.setBounds(4 * cell + offset, 0, ends[offset % 2] ?? 0)
    })
  return {
    find: (cell, width, dear) => {
      if (asked !== undefined && asked !== cell) aim(asked, 0)
      if (asked !== cell) aim(cell, 1)
      asked = cell
      hold(dear)
      program.setRow(far, width, Infinity)
      program.setCosts(dear.flatMap((cost) => Array<number>(4).fill(cost === Infinity ? 0 : cost)))
      count += 1
      const solution = program.solve()
      if (solution.is !== 'optimal') return undefined
      const { x } = solution
      const movement = (offset: number) =>
        Float64Array.from(unknowns, (_, place) => {
          const moved = (x[4 * place + offset] ?? 0) - (x[4 * place + offset + 1] ?? 0)
          return Math.abs(moved) < STILL ? 0 : moved
        })
      return { up: movement(0), down: movement(2) }
    },
    close: () => program.close(),
    count: () => count,
  }
}

/** Codes beside a cell's own that are looked at in each dimension. */
const REACH = 12

/**
 * Flows of a large component, each sought near its cell first: a table that changes only there is still a table.
 * `wholly` also looks through all of it where there is none near by.
 */
export const nearFlows = (
  component: Component,
  below: readonly number[],
  neighbourhoods: Neighbourhoods,
  solver: Solver,
  wholly: boolean,
): Flows => {
  const { unknowns, rows } = component
  const rowsAt = unknowns.map((): number[] => [])
  const place = new Map(unknowns.map((at, where) => [at, where]))
  rows.forEach(({ entries }, which) => {
    for (const [at] of entries) rowsAt[place.get(at) ?? 0]?.push(which)
  })
  let count = 0
  const findWithin = (cells: readonly number[], cell: number, width: number, dear: readonly number[]) => {
    const touched = [...new Set(cells.flatMap((one) => rowsAt[one] ?? []))].flatMap((which) => rows[which] ?? [])
    const part = { unknowns: cells.map((one) => unknowns[one] ?? 0), rows: touched }
    const flows = openFlows(
      part,
      cells.map((one) => below[one] ?? 0),
      solver,
    )
    try {
      count += 1
      const near = flows.find(
        cells.indexOf(cell),
        width,
        cells.map((one) => dear[one] ?? 0),
      )
      if (near === undefined) return undefined
      const spread = (movement: Float64Array) => {
        const whole = new Float64Array(unknowns.length)
        cells.forEach((one, at) => (whole[one] = movement[at] ?? 0))
        return whole
      }
      return { up: spread(near.up), down: spread(near.down) }
    } finally {
      flows.close()
    }
  }
  return {
    find: (cell, width, dear) => {
      const cells = neighbourhoods.around(cell, dear, REACH)
      const near = cells.includes(cell) ? findWithin(cells, cell, width, dear) : undefined
      if (near !== undefined || !wholly) return near
      const all = unknowns.flatMap((_, one) => ((dear[one] ?? 0) === Infinity ? [] : [one]))
      return findWithin(all, cell, width, dear)
    },
    close: () => undefined,
    count: () => count,
  }
}
