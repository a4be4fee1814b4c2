import { audit } from '../audit.ts'
import type { Audit, Tell } from '../audit.ts'
import { numberOf } from '../cell.ts'
import type { Cell, ExactCell, Key, Table } from '../cell.ts'
import { componentsOf } from '../components.ts'
import type { Component } from '../components.ts'
import { linksOf, untilTheyFit } from '../links.ts'
import { possibleTable } from '../possible.ts'
import type { Rule } from '../rule.ts'
import { loadSolver } from '../solver.ts'
import { nameOf, systemOf } from '../system.ts'
import type { Link, PastRelease, System } from '../system.ts'
import { neighbourhoodsOf } from './neighbourhood.ts'
import { findPattern } from './pattern.ts'
import { neededWidth, reasonOf, refuseUnanswerable } from './sensitive.ts'
import type { Reason } from './sensitive.ts'

export type Protected = {
  safe: boolean
  /** The table as it may be published; null where no suppression makes it safe. */
  table: Table | null
  audit: Audit
  /** Cells that the rule itself suppresses, with the reason; and how many more stand in for them. */
  primary: { key: Key; reason: Reason }[]
  secondary: number
  /** Sensitive figures that a past release shows already: suppressing them now hides nothing. */
  alreadyPublic: { key: Key; reason: Reason }[]
  programs: number
}

/**
 * Suppresses what the rule calls sensitive, and as little more as needed, so that nothing suppressed can be found out
 * to within less than k from everything published, past releases included. What comes back has been audited.
 * @param tell hears now and then how much is done, from 0 to 1
 * @throws {DisclosureError} for a table that does not add up, and for what `systemOf` refuses
 * @example
 * const { safe, table } = await protect(exact, ruleOf({ threshold: 10 }))
 */
export const protect = async (
  exact: Table<ExactCell>,
  rule: Rule,
  past: readonly PastRelease[] = [],
  tell: Tell = () => undefined,
): Promise<Protected> => {
  refuseUnanswerable(exact, rule)
  const open: Table = { dimensions: exact.dimensions, cells: exact.cells.map(bare) }
  const solver = await loadSolver()
  const { linked, values } = await untilTheyFit(linksOf(open, past, rule.total), (tried) => ({
    linked: tried,
    values: possibleTable(systemOf(open, tried, rule), solver),
  }))
  const dark: Table = { ...open, cells: open.cells.map(hide) }
  const system = systemOf(dark, linked, rule)
  const { reasons, alreadyPublic } = sensitiveCells(exact, rule, linked, system)
  const suppressed = new Set(reasons.keys())
  let programs = 0
  const places = placesOf(open, rule.total)
  const asked = new Set(system.questions.map(({ variable }) => variable))
  const components = componentsOf(system)
  const work = components.reduce((sum, one) => sum + weightOf(one), 0)
  let done = 0
  for (const component of components) {
    tell((SEARCH * done) / work)
    done += weightOf(component)
    const terrain = terrainOf({ component, system, asked, values, reasons, places, exact, rule })
    if (![...terrain.hidden].some((place) => (terrain.width[place] ?? 0) > 0)) continue
    const pattern = findPattern(terrain, solver)
    programs += pattern.programs
    for (const place of pattern.suppressed) {
      const cell = places.get(component.unknowns[place] ?? -1)
      if (cell !== undefined) suppressed.add(cell)
    }
  }
  const table: Table = { ...open, cells: open.cells.map((cell, at) => (suppressed.has(at) ? hide(cell) : cell)) }
  const audited = await audit(table, rule, linked, (share) => tell(SEARCH + (1 - SEARCH) * share))
  return {
    safe: audited.safe,
    table: audited.safe ? table : null,
    audit: audited,
    primary: [...reasons].map(([at, reason]) => ({ key: exact.cells[at]?.key ?? {}, reason })),
    secondary: suppressed.size - reasons.size,
    alreadyPublic,
    programs: programs + audited.programs,
  }
}

/** How much of the time goes into the search, the rest into the audit; and how a component's share of it grows. */
const SEARCH = 0.8
const weightOf = ({ unknowns, rows }: Component): number => unknowns.length * (1 + rows.length)

const bare = ({ key, value, row }: ExactCell): Cell => ({ key, value, ...(row === undefined ? {} : { row }) })

const hide = (cell: Cell): Cell => (cell.value.is === 'missing' ? cell : { ...cell, value: { is: 'suppressed' } })

/** Which cell of the present table each variable is: they are entered in the order of the cells. */
const placesOf = (table: Table, total: string): Map<number, number> => {
  const variables = new Map<string, number>()
  const places = new Map<number, number>()
  table.cells.forEach(({ key }, at) => {
    const name = nameOf(key, total)
    const variable = variables.get(name) ?? variables.size
    variables.set(name, variable)
    places.set(variable, at)
  })
  return places
}

const sensitiveCells = (
  { cells }: Table<ExactCell>,
  rule: Rule,
  past: readonly (PastRelease & { link: Link })[],
  system: System,
) => {
  const reasons = new Map<number, Reason>()
  const alreadyPublic: Protected['alreadyPublic'] = []
  const before = new Map<string, Reason>()
  const published = new Map<string, number[]>()
  for (const { table, link } of past)
    for (const { key, value } of table.cells) {
      const name = nameOf(key, rule.total)
      if (link === 'same' && value.is === 'suppressed') before.set(name, 'suppressed_before')
      const number = numberOf(value)
      if (link !== 'same' && number !== undefined) published.set(name, [...(published.get(name) ?? []), number])
    }
  const known = new Set(
    system.variables.flatMap(({ key, known: number, release }) =>
      number !== undefined && release === undefined ? [nameOf(key, rule.total)] : [],
    ),
  )
  cells.forEach((cell, at) => {
    const name = nameOf(cell.key, rule.total)
    const number = numberOf(cell.value)
    const changed =
      rule.differences === 'protect' &&
      number !== undefined &&
      (published.get(name) ?? []).some((then) => then !== number && Math.abs(number - then) < rule.threshold)
    const reason =
      reasonOf(cell, rule) ??
      (number === undefined ? undefined : before.get(name)) ??
      (changed ? ('small_change' as const) : undefined)
    if (reason === undefined) return
    if (known.has(name)) alreadyPublic.push({ key: cell.key, reason })
    else reasons.set(at, reason)
  })
  return { reasons, alreadyPublic }
}

const terrainOf = ({
  component,
  system,
  asked,
  values,
  reasons,
  places,
  exact,
  rule,
}: {
  component: Component
  system: System
  asked: ReadonlySet<number>
  values: readonly number[]
  reasons: ReadonlyMap<number, Reason>
  places: ReadonlyMap<number, number>
  exact: Table<ExactCell>
  rule: Rule
}) => {
  const { variables } = system
  const hidden = new Set<number>()
  const cost: number[] = []
  const width: number[] = []
  component.unknowns.forEach((at, place) => {
    const cellAt = places.get(at)
    const cell = cellAt === undefined ? undefined : exact.cells[cellAt]
    const figure = cell !== undefined && cell.value.is !== 'missing'
    const sensitive = cellAt !== undefined && reasons.has(cellAt)
    if (!figure || sensitive) hidden.add(place)
    cost.push(figure && !sensitive ? costOf(cell, rule) : 0)
    width.push(figure ? neededWidth(cell, rule) : asked.has(at) ? rule.k : 0)
  })
  const below = component.unknowns.map((at) => {
    const { lower } = variables[at] ?? { lower: 0 }
    return Number.isFinite(lower) ? Math.max(0, (values[at] ?? 0) - lower) : Infinity
  })
  const neighbourhoods = () => neighbourhoodsOf(component, variables, rule.total)
  return { component, below, cost, hidden, width, neighbourhoods }
}

/**
 * What readers lose with a cell: every cell counts, totals more since more people look them up, large ones a little
 * more than small ones; zeros are given up unwillingly, since nobody is behind them.
 */
const costOf = ({ key, value }: ExactCell, { total }: Rule): number => {
  const totals = Object.values(key).filter((code) => code === total).length
  const number = numberOf(value) ?? 0
  return 1 + 0.5 * totals + 0.02 * Math.log2(1 + number) + (number === 0 ? 0.5 : 0)
}
