import { componentsOf } from './components.ts'
import { intervalsOf } from './intervals.ts'
import { DisclosureError } from './refusal.ts'
import type { Solver } from './solver.ts'
import type { System } from './system.ts'

/**
 * A number for every variable, the known ones as they are, so that everything adds up: one of the tables that may be
 * behind what is published. `whole` asks for whole numbers.
 * @throws {DisclosureError} `contradiction` where there is none
 */
export const possibleTable = (system: System, solver: Solver, whole = false): number[] => {
  const values = system.variables.map(({ known }) => known ?? 0)
  for (const component of componentsOf(system)) {
    const { unknowns, rows } = component
    // Says by name which row is wrong, where no table is possible.
    intervalsOf(component, system.variables, new Set(), solver)
    if (rows.length === 0) continue
    const place = new Map(unknowns.map((at, where) => [at, where]))
    const solution = solver.solve({
      columns: unknowns.map((at) => {
        const { lower, upper } = system.variables[at] ?? { lower: 0, upper: Infinity }
        return { lower, upper, whole }
      }),
      rows: rows.map(({ entries, sum }) => ({
        entries: entries.map(([at, factor]) => [place.get(at) ?? 0, factor] as const),
        lower: sum,
        upper: sum,
      })),
    })
    if (solution.is !== 'optimal')
      throw new DisclosureError('contradiction', 'No table of whole numbers can be behind what is published.')
    unknowns.forEach((at, where) => {
      const value = solution.x[where] ?? 0
      values[at] = whole ? Math.round(value) : value
    })
  }
  return values
}
