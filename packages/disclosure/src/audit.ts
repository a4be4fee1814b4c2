import type { Key, Table } from './cell.ts'
import { componentsOf } from './components.ts'
import { intervalsOf } from './intervals.ts'
import type { Interval } from './intervals.ts'
import { linksOf, untilTheyFit } from './links.ts'
import { DEFAULT_RULE } from './rule.ts'
import type { Rule } from './rule.ts'
import { loadSolver } from './solver.ts'
import { systemOf } from './system.ts'
import type { Link, PastRelease, System } from './system.ts'

/** Hears now and then how much of a work is done, from 0 to 1. */
export type Tell = (share: number) => void

/** What an attacker finds out about a suppressed cell. `release` names the past release that suppressed it. */
export type AuditedCell = Interval & { key: Key; release?: string }

export type Audit = {
  /** Every width is at least k, and no small change since an earlier release shows. */
  safe: boolean
  k: number
  cells: AuditedCell[]
  /** The cells that are narrower than k. */
  unsafe: AuditedCell[]
  /** Small changes since an earlier release that can be read off, or nearly so. */
  changes: (Interval & { key: Key; release: string })[]
  links: { name: string; link: Link }[]
  /** How many linear programmes it took; the rest followed without one. */
  programs: number
}

export type AuditRule = Pick<Rule, 'k' | 'hierarchies' | 'total' | 'kind' | 'differences'> & { threshold?: number }

/** Two numbers of the solver that differ by less are the same. */
const NEAR = 1e-6

/**
 * What can be found out about every suppressed cell from everything published: all tables and all past releases, over
 * the non-negative reals, by linear programming.
 * @throws {DisclosureError} for tables that contradict themselves, and for what `systemOf` refuses
 * @example
 * const { safe, unsafe } = await audit(table, { ...DEFAULT_RULE, k: 10 })
 */
export const audit = async (
  table: Table,
  rule: AuditRule = DEFAULT_RULE,
  past: readonly PastRelease[] = [],
  tell: Tell = () => undefined,
): Promise<Audit> => untilTheyFit(linksOf(table, past, rule.total), (linked) => auditLinked(table, rule, linked, tell))

const auditLinked = async (
  table: Table,
  rule: AuditRule,
  past: readonly (PastRelease & { link: Link })[],
  tell: Tell,
): Promise<Audit> => {
  const system = systemOf(table, past, rule)
  const { intervals, programs } = await measure(system, tell)
  const cells: AuditedCell[] = []
  const changes: Audit['changes'] = []
  for (const { variable, key, release, about } of system.questions) {
    const known = system.variables[variable]?.known
    const interval = known === undefined ? intervals.get(variable) : { lower: known, upper: known }
    if (interval === undefined) continue
    if (about === 'cell') cells.push({ key, ...interval, ...(release === undefined ? {} : { release }) })
    else if (release !== undefined && isSmallChange(interval, rule)) changes.push({ key, release, ...interval })
  }
  for (const { key, release, by } of system.changes) {
    const size = Math.abs(by)
    if (isSmallChange({ lower: size, upper: size }, rule)) changes.push({ key, release, lower: by, upper: by })
  }
  const unsafe = cells.filter(({ lower, upper }) => upper - lower < rule.k - NEAR)
  return {
    safe: unsafe.length === 0 && changes.length === 0,
    k: rule.k,
    cells,
    unsafe,
    changes,
    links: past.map(({ name, link }) => ({ name, link })),
    programs,
  }
}

/** A change tells of few people where it is narrowly known, is more than nothing, and is under the threshold. */
const isSmallChange = ({ lower, upper }: Interval, { k, threshold, differences }: AuditRule): boolean =>
  differences === 'protect' && upper - lower < k - NEAR && upper >= 1 && lower < (threshold ?? k)

export const measure = async (
  system: System,
  tell: Tell = () => undefined,
): Promise<{ intervals: Map<number, Interval>; programs: number }> => {
  const wanted = new Set(system.questions.map(({ variable }) => variable))
  const solver = await loadSolver()
  const intervals = new Map<number, Interval>()
  let programs = 0
  const components = componentsOf(system)
  const unknown = components.reduce((sum, { unknowns }) => sum + unknowns.length, 0)
  let done = 0
  for (const component of components) {
    tell(done / unknown)
    done += component.unknowns.length
    const measured = intervalsOf(component, system.variables, wanted, solver)
    programs += measured.programs
    for (const [at, interval] of measured.intervals) intervals.set(at, interval)
  }
  return { intervals, programs }
}
