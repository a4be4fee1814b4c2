import type { AuditRule } from '../audit.ts'
import type { Key, Table } from '../cell.ts'
import { componentsOf } from '../components.ts'
import type { Component } from '../components.ts'
import { DisclosureError } from '../refusal.ts'
import { DEFAULT_RULE } from '../rule.ts'
import { loadSolver } from '../solver.ts'
import type { OpenProgram, Solver } from '../solver.ts'
import { linksOf, untilTheyFit } from '../links.ts'
import { systemOf } from '../system.ts'
import type { PastRelease, System } from '../system.ts'

/** The whole numbers that a suppressed count can be, from everything published. */
export type Guess = { key: Key; release?: string; least: number; most: number }

export type Reconstruction = {
  /** Counts that can be one whole number only: whoever reads the releases has them. */
  found: Guess[]
  guesses: Guess[]
  programs: number
}

const WHOLE = 1e-5
/** Who comes this high knows no more than that there are many. */
const MANY = 1e9

/**
 * Attacks a release as an adversary with a solver would: people are whole, so it seeks whole-number tables only, which
 * can pin down a count that the reals leave open.
 * @throws {DisclosureError} where no table of whole numbers can be behind the release
 */
export const reconstruct = async (
  table: Table,
  rule: AuditRule = DEFAULT_RULE,
  past: readonly PastRelease[] = [],
): Promise<Reconstruction> => {
  const solver = await loadSolver()
  return untilTheyFit(linksOf(table, past, rule.total), (linked) => attackAll(systemOf(table, linked, rule), solver))
}

const attackAll = (system: System, solver: Solver): Reconstruction => {
  const asked = new Set(system.questions.map(({ variable }) => variable))
  const ranges = new Map<number, { least: number; most: number }>()
  let programs = 0
  for (const component of componentsOf(system)) {
    if (!component.unknowns.some((at) => asked.has(at))) continue
    const attacked = attack(component, system, asked, solver)
    programs += attacked.programs
    for (const [at, range] of attacked.ranges) ranges.set(at, range)
  }
  const guesses = system.questions.flatMap(({ variable, key, release, about }): Guess[] => {
    if (about === 'change') return []
    const known = system.variables[variable]?.known
    const range = known === undefined ? ranges.get(variable) : { least: known, most: known }
    return range === undefined ? [] : [{ key, ...(release === undefined ? {} : { release }), ...range }]
  })
  return { found: guesses.filter(({ least, most }) => least === most), guesses, programs }
}

const attack = (component: Component, { variables }: System, asked: ReadonlySet<number>, solver: Solver) => {
  const { unknowns, rows } = component
  const place = new Map(unknowns.map((at, where) => [at, where]))
  const programOf = (whole: boolean): OpenProgram =>
    solver.open({
      columns: unknowns.map((at) => {
        const { lower, upper } = variables[at] ?? { lower: 0, upper: Infinity }
        return { lower, upper: Math.min(upper, MANY), whole }
      }),
      rows: rows.map(({ entries, sum }) => ({
        entries: entries.map(([at, factor]) => [place.get(at) ?? 0, factor] as const),
        lower: sum,
        upper: sum,
      })),
    })
  let programs = 0
  let inWhole: OpenProgram | undefined
  const inReals = programOf(false)
  // An answer over the reals that is all whole is the answer over the whole numbers too.
  const end = (where: number, cost: 1 | -1): number => {
    const first = ask(inReals, where, cost)
    programs += 1
    if (first.every((value) => Math.abs(value - Math.round(value)) < WHOLE)) return Math.round(first[where] ?? 0) + 0
    inWhole ??= programOf(true)
    programs += 1
    return Math.round(ask(inWhole, where, cost)[where] ?? 0) + 0
  }
  try {
    const ranges = new Map<number, { least: number; most: number }>()
    unknowns.forEach((at, where) => {
      if (!asked.has(at)) return
      const [least, most] = [end(where, 1), end(where, -1)]
      ranges.set(at, { least, most: most >= MANY ? Infinity : most })
    })
    return { ranges, programs }
  } finally {
    inReals.close()
    inWhole?.close()
  }
}

const ask = (program: OpenProgram, where: number, cost: 1 | -1): Float64Array => {
  program.setCost(where, cost)
  const solution = program.solve()
  program.setCost(where, 0)
  if (solution.is === 'optimal') return solution.x
  throw new DisclosureError(
    solution.is === 'infeasible' ? 'contradiction' : 'no_solution',
    'No table of whole numbers can be behind what is published. Correct the figures, or name the release that was revised.',
  )
}
