import { numberOf, said } from '../cell.ts'
import type { Cell, ExactCell, Table } from '../cell.ts'
import { DisclosureError } from '../refusal.ts'
import { relationsOf } from '../relations.ts'
import type { Relation } from '../relations.ts'
import type { Hierarchies } from '../rule.ts'
import { loadSolver } from '../solver.ts'
import { nameOf } from '../system.ts'
import type { Program, Solver } from '../solver.ts'

export type Rounded = {
  table: Table
  /** How many multiples of the base a figure is away at most: under 1 where every figure went to a neighbour. */
  farthest: number
}

const WHOLE = 1e-6
const STEPS = 8

/**
 * Controlled rounding: every figure becomes a multiple of the base, a neighbouring one where possible, and the table
 * still adds up (Cox 1987). Multiples stay what they are where the table allows it. Tables of three and more dimensions
 * may have no such rounding with neighbours only; then figures may go one step further, and `farthest` says so.
 * @param shown figures as earlier releases rounded them, by name: kept where they are still neighbours and the table
 *   allows it, since two roundings of one figure tell more than one
 * @throws {DisclosureError} where the base is no whole number above 1 or the table does not add up
 */
export const roundTable = async (
  exact: Table<ExactCell>,
  base: number,
  { total, hierarchies }: { total: string; hierarchies: Hierarchies },
  shown: ReadonlyMap<string, number> = new Map(),
): Promise<Rounded> => {
  if (!Number.isInteger(base) || base < 2)
    throw new DisclosureError('bad_rule', 'The base of rounding should be a whole number, 2 or more.')
  const relations = relationsOf(exact, { total, hierarchies })
  const values = exact.cells.map(({ value }) => numberOf(value))
  refuseUnequal(exact, relations, values)
  const solver = await loadSolver()
  const kept = exact.cells.map(({ key }, at) => {
    const [before, value] = [shown.get(nameOf(key, total)), values[at]]
    return before !== undefined && value !== undefined && Math.abs(before - value) < base ? before / base : undefined
  })
  const tries = [
    ...(kept.some((one) => one !== undefined) ? [{ steps: 0, kept }] : []),
    ...Array.from({ length: STEPS + 1 }, (_, steps) => ({ steps, kept: [] })),
  ]
  for (const { steps, kept: fixed } of tries) {
    const rounded = solveWithin(steps, { values, relations, base, kept: fixed }, solver)
    if (rounded === undefined) continue
    const cells = exact.cells.map(({ key, row }, at): Cell => {
      const value = values[at] === undefined ? ({ is: 'missing' } as const) : said(base * (rounded[at] ?? 0))
      return { key, value, ...(row === undefined ? {} : { row }) }
    })
    const farthest = Math.max(
      0,
      ...values.map((value, at) => Math.abs((value ?? base * (rounded[at] ?? 0)) / base - (rounded[at] ?? 0))),
    )
    return { table: { dimensions: exact.dimensions, cells }, farthest }
  }
  throw new DisclosureError(
    'no_solution',
    `The table cannot be rounded to ${base} and still add up. Round to less, or publish fewer breakdowns.`,
  )
}

const refuseUnequal = (
  { cells }: Table<ExactCell>,
  relations: readonly Relation[],
  values: readonly (number | undefined)[],
): void => {
  for (const { whole, parts, dimension } of relations) {
    const [of, sum] = [values[whole], parts.reduce((so, part) => so + (values[part] ?? 0), 0)]
    const open = parts.some((part) => values[part] === undefined)
    if (of === undefined || (open ? sum <= of : sum === of)) continue
    throw new DisclosureError(
      'contradiction',
      `A total is ${of}, but by ${dimension} its parts are ${sum}. Correct the row.`,
      {
        row: cells[whole]?.row,
      },
    )
  }
}

type Task = {
  values: readonly (number | undefined)[]
  relations: readonly Relation[]
  base: number
  /** Multiples that figures have already; those that are free are undefined. */
  kept: readonly (number | undefined)[]
}

/** Multiples of the base for every cell, no further than `steps` beyond the neighbours; undefined where there are none. */
const solveWithin = (steps: number, { values, relations, base, kept }: Task, solver: Solver): number[] | undefined => {
  const cells = values.map((value, at) => {
    if (value === undefined) return { lower: 0, upper: Infinity, cost: 0 }
    const before = kept[at]
    if (before !== undefined) return { lower: before, upper: before, cost: 0 }
    const [floor, ceiling] = [Math.floor(value / base), Math.ceil(value / base)]
    // The cost of a step is what it adds to the distance; linear between the neighbours.
    const cost = steps === 0 ? base * (floor + ceiling) - 2 * value : 0
    return { lower: Math.max(0, floor - steps), upper: ceiling + steps, cost }
  })
  // Beyond the neighbours distance is no longer linear: a column of its own, at least as large from both sides.
  const distances = steps === 0 ? [] : values.map(() => ({ lower: 0, upper: Infinity, cost: 1 }))
  const sides = distances.flatMap((_, at) => {
    const value = values[at]
    if (value === undefined) return []
    const distance = values.length + at
    return [
      {
        entries: [
          [at, -base],
          [distance, 1],
        ] as const,
        lower: -value,
        upper: Infinity,
      },
      {
        entries: [
          [at, base],
          [distance, 1],
        ] as const,
        lower: value,
        upper: Infinity,
      },
    ]
  })
  const sums = relations.map(({ whole, parts }) => ({
    entries: [[whole, -1] as const, ...parts.map((part) => [part, 1] as const)],
    lower: 0,
    upper: 0,
  }))
  const programOf = (whole: boolean): Program => ({
    columns: [...cells.map((cell) => ({ ...cell, whole })), ...distances],
    rows: [...sums, ...sides],
  })
  const isWhole = (x: Float64Array) => values.every((_, at) => Math.abs((x[at] ?? 0) - Math.round(x[at] ?? 0)) < WHOLE)
  // Sums along two dimensions make a network, whose vertices are whole of themselves.
  const first = solver.solve(programOf(false))
  if (first.is === 'infeasible') return undefined
  const solution = first.is === 'optimal' && isWhole(first.x) ? first : solver.solve(programOf(true))
  return solution.is === 'optimal' ? values.map((_, at) => Math.round(solution.x[at] ?? 0)) : undefined
}
