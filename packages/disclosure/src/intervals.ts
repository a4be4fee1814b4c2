import { contradiction } from './components.ts'
import type { Component } from './components.ts'
import { DisclosureError } from './refusal.ts'
import type { OpenProgram, Solver } from './solver.ts'
import type { Variable } from './system.ts'

/** What an attacker can find out about a number: it lies from lower to upper, and nothing published says more. */
export type Interval = { lower: number; upper: number }

/** Answers of the solver that are this near to a whole number are that number: its tolerance is 1e-7. */
const NEAR = 1e-6
const ROUNDS = 60

export type Measured = { intervals: Map<number, Interval>; programs: number }

/**
 * The exact interval of each unknown of a component, over the non-negative reals.
 * Bounds handed along the equations are exact where these make a tree; elsewhere each side is a linear programme, saved
 * where an earlier answer already reached the bound.
 */
export const intervalsOf = (
  component: Component,
  variables: readonly Variable[],
  wanted: ReadonlySet<number>,
  solver: Solver,
): Measured => {
  const outer = propagate(component, variables)
  const intervals = new Map<number, Interval>()
  if (isTree(component)) {
    for (const at of component.unknowns) if (wanted.has(at)) intervals.set(at, tidy(outer.get(at) ?? FREE))
    return { intervals, programs: 0 }
  }
  return byPrograms(component, variables, wanted, outer, solver)
}

const FREE: Interval = { lower: 0, upper: Infinity }

const isTree = ({ unknowns, rows }: Component): boolean =>
  rows.reduce((sum, { entries }) => sum + entries.length, 0) === unknowns.length + rows.length - 1

/** Bounds that follow from one equation at a time, until nothing moves. They hold; they need not be the tightest. */
const propagate = ({ unknowns, rows }: Component, variables: readonly Variable[]): Map<number, Interval> => {
  const bounds = new Map<number, Interval>()
  for (const at of unknowns) {
    const { lower, upper } = variables[at] ?? FREE
    bounds.set(at, { lower, upper })
  }
  const waiting = new Set(rows)
  const rowsAt = new Map<number, typeof rows>()
  for (const row of rows) for (const [at] of row.entries) rowsAt.set(at, [...(rowsAt.get(at) ?? []), row])
  for (let left = ROUNDS * rows.length; waiting.size > 0 && left > 0; left -= 1) {
    const [row] = waiting
    if (row === undefined) break
    waiting.delete(row)
    for (const [at, factor] of row.entries) {
      const bound = bounds.get(at) ?? FREE
      let [least, most] = [row.sum, row.sum]
      for (const [other, weight] of row.entries) {
        if (other === at) continue
        const { lower, upper } = bounds.get(other) ?? FREE
        least -= weight > 0 ? weight * upper : weight * lower
        most -= weight > 0 ? weight * lower : weight * upper
      }
      const [low, high] = factor > 0 ? [least / factor, most / factor] : [most / factor, least / factor]
      const near = NEAR * (1 + Math.abs(row.sum))
      if (low > bound.upper + near || high < bound.lower - near) throw contradiction(row.equation, variables)
      const next = { lower: Math.max(bound.lower, low), upper: Math.min(bound.upper, high) }
      if (next.lower > next.upper) next.lower = next.upper = (next.lower + next.upper) / 2
      if (next.lower > bound.lower + 1e-9 || next.upper < bound.upper - 1e-9) {
        bounds.set(at, next)
        for (const again of rowsAt.get(at) ?? []) if (again !== row) waiting.add(again)
      }
    }
  }
  return bounds
}

const byPrograms = (
  component: Component,
  variables: readonly Variable[],
  wanted: ReadonlySet<number>,
  outer: ReadonlyMap<number, Interval>,
  solver: Solver,
): Measured => {
  const { unknowns, rows } = component
  const column = new Map(unknowns.map((at, place) => [at, place]))
  const program = solver.open({
    columns: unknowns.map((at) => ({ lower: variables[at]?.lower ?? 0, upper: variables[at]?.upper ?? Infinity })),
    rows: rows.map(({ entries, sum }) => ({
      entries: entries.map(([at, factor]) => [column.get(at) ?? 0, factor] as const),
      lower: sum,
      upper: sum,
    })),
  })
  const seen = unknowns.map(() => ({ lower: Infinity, upper: -Infinity }))
  const intervals = new Map<number, Interval>()
  let programs = 0
  const reach = (place: number, cost: -1 | 1): number => {
    program.setCost(place, cost)
    programs += 1
    const solution = program.solve()
    program.setCost(place, 0)
    switch (solution.is) {
      case 'optimal':
        solution.x.forEach((value, at) => {
          const range = seen[at]
          if (range === undefined) return
          if (value < range.lower) range.lower = value
          if (value > range.upper) range.upper = value
        })
        return solution.x[place] ?? 0
      case 'unbounded':
        return cost === -1 ? Infinity : -Infinity
      case 'infeasible':
        throw blame(component, variables, solver)
      case 'unsolved':
        throw new DisclosureError(
          'no_solution',
          'The solver gave up on a table. Split the table, or publish less of it.',
        )
    }
  }
  try {
    // Asked even where every bound is met already: it shows whether the table is possible at all.
    reach(0, 1)
    unknowns.forEach((at, place) => {
      if (!wanted.has(at)) return
      const bound = outer.get(at) ?? FREE
      const range = seen[place] ?? FREE
      const lower = range.lower <= bound.lower + NEAR ? bound.lower : reach(place, 1)
      const upper = range.upper >= bound.upper - NEAR ? bound.upper : reach(place, -1)
      intervals.set(at, tidy({ lower: Math.max(lower, bound.lower), upper: Math.min(upper, bound.upper) }))
    })
    return { intervals, programs }
  } finally {
    close(program)
  }
}

const close = (program: OpenProgram): void => program.close()

const tidy = ({ lower, upper }: Interval): Interval => {
  const nearest = (value: number) =>
    Number.isFinite(value) && Math.abs(value - Math.round(value)) <= NEAR ? Math.round(value) + 0 : value
  return { lower: nearest(lower), upper: Math.max(nearest(lower), nearest(upper)) }
}

/** The equation that has to give most for the table to become possible. */
const blame = ({ unknowns, rows }: Component, variables: readonly Variable[], solver: Solver): DisclosureError => {
  const column = new Map(unknowns.map((at, place) => [at, place]))
  const solution = solver.solve({
    columns: [
      ...unknowns.map((at) => ({ lower: variables[at]?.lower ?? 0, upper: variables[at]?.upper ?? Infinity })),
      ...rows.flatMap(() => [
        { lower: 0, upper: Infinity, cost: 1 },
        { lower: 0, upper: Infinity, cost: 1 },
      ]),
    ],
    rows: rows.map(({ entries, sum }, at) => ({
      entries: [
        ...entries.map(([unknown, factor]) => [column.get(unknown) ?? 0, factor] as const),
        [unknowns.length + 2 * at, 1] as const,
        [unknowns.length + 2 * at + 1, -1] as const,
      ],
      lower: sum,
      upper: sum,
    })),
  })
  const gives = rows.map((_, at) =>
    solution.is === 'optimal'
      ? (solution.x[unknowns.length + 2 * at] ?? 0) + (solution.x[unknowns.length + 2 * at + 1] ?? 0)
      : 0,
  )
  const worst = rows[gives.indexOf(Math.max(...gives))]
  return worst === undefined
    ? new DisclosureError('contradiction', 'The published figures contradict each other.')
    : contradiction(worst.equation, variables)
}
