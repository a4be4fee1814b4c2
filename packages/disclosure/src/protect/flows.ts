import type { Component } from '../components.ts'
import type { OpenProgram, Solver } from '../solver.ts'

/**
 * Two tables that an attacker cannot tell from the true one, as differences from it, and far apart in one cell.
 * The cells that they change have to be suppressed together; then that cell is wide enough.
 */
export type Witness = { up: Float64Array; down: Float64Array }

/** How the cells of a component can move: `dear` what it costs to suppress a cell, `below` how far it can go down. */
export type Flows = {
  /** The cheapest witness for a cell, among the cells that are not held; undefined where there is none. */
  find: (cell: number, width: number, dear: readonly number[]) => Witness | undefined
  /** A held cell is published: it does not move. */
  hold: (cell: number, held: boolean) => void
  close: () => void
  count: () => number
}

/** Movements under this are the solver's tolerance. */
export const STILL = 1e-7

/**
 * Kelly, Golden and Assad 1992 protect a cell by the cheapest change that the table's sums allow; here both directions
 * are sought at once, since what counts is the width.
 * Four columns a cell: up and down movement of the one table and of the other.
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
            const place = 4 * (column.get(at) ?? 0) + which
            return [[place, factor] as const, [place + 1, -factor] as const]
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
  const aim = (cell: number, factor: number) =>
    [factor, -factor, -factor, factor].forEach((one, offset) => program.setFactor(far, 4 * cell + offset, one))
  return {
    find: (cell, width, dear) => {
      if (asked !== undefined && asked !== cell) aim(asked, 0)
      if (asked !== cell) aim(cell, 1)
      asked = cell
      program.setRow(far, width, Infinity)
      program.setCosts(dear.flatMap((cost) => [cost, cost, cost, cost]))
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
    hold: (cell, held) => {
      const ends = held ? [0, 0] : [Infinity, below[cell] ?? 0]
      for (const offset of [0, 1, 2, 3]) program.setBounds(4 * cell + offset, 0, ends[offset % 2] ?? 0)
    },
    close: () => program.close(),
    count: () => count,
  }
}
