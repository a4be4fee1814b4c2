import { inWords, numberOf } from './cell.ts'
import type { Cell, Key, Table } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import { relationsOf } from './relations.ts'
import type { Hierarchies } from './rule.ts'

/**
 * How an earlier release stands to the present one. `same`: the same figures, perhaps broken down in other ways.
 * `grows`: an earlier state of the same figures, which have only grown since (cumulative totals, late reports).
 * `revised`: an earlier state, corrected upwards and downwards.
 */
export type Link = 'same' | 'grows' | 'revised'

export type PastRelease = { name: string; table: Table; hierarchies?: Hierarchies; link?: Link }

/** A number that an attacker knows, or wants to know. */
export type Variable = {
  key: Key
  release: string | undefined
  row: number | undefined
  known: number | undefined
  lower: number
  upper: number
}

/** Entries times variables add up to nothing. */
export type Equation = {
  entries: readonly (readonly [variable: number, factor: number])[]
  whole: number
  dimension: string
}

/** A suppressed cell, or the change of a cell since an earlier release. */
export type Question = { variable: number; key: Key; release: string | undefined; about: 'cell' | 'change' }

/** Everything published, as an attacker writes it down. */
export type System = { variables: Variable[]; equations: Equation[]; questions: Question[]; changes: Change[] }

/** A cell whose figure was published now and before, and is not the same. */
export type Change = { key: Key; release: string; by: number }

type Shape = { total: string; hierarchies: Hierarchies; kind: 'counts' | 'amounts' }

/** The same figure has the same name in every table: dimensions that say "all of them" do not count. */
export const nameOf = (key: Key, total: string): string =>
  Object.keys(key)
    .filter((dimension) => key[dimension] !== total)
    .sort()
    .map((dimension) => `${dimension}\u0002${key[dimension] ?? ''}`)
    .join('\u0001')

/**
 * Writes down what the present table and the past releases say together.
 * @throws {DisclosureError} for figures that are no counts, keys that repeat, totals that lack
 */
export const systemOf = (
  table: Table,
  past: readonly (PastRelease & { link: Link })[],
  { total, hierarchies, kind }: Shape,
): System => {
  const system: System = { variables: [], equations: [], questions: [], changes: [] }
  const present = new Map<string, number>()
  const asked = new Set<number>()

  const enter = (cell: Cell, release: string | undefined, names: Map<string, number>): number => {
    checkCell(cell, kind, release)
    const name = nameOf(cell.key, total)
    const value = numberOf(cell.value)
    const { key, row } = cell
    let at = names.get(name)
    if (at === undefined) {
      at = system.variables.push({ key, release, row, known: value, lower: 0, upper: Infinity }) - 1
      names.set(name, at)
    }
    const variable = system.variables[at]
    if (variable !== undefined) {
      variable.known ??= value
      variable.lower = Math.max(variable.lower, cell.within?.atLeast ?? 0)
      variable.upper = Math.min(variable.upper, cell.within?.atMost ?? Infinity)
    }
    if (cell.value.is === 'suppressed' && !asked.has(at)) {
      asked.add(at)
      system.questions.push({ variable: at, key, release, about: 'cell' })
    }
    return at
  }

  const write = (
    one: Table,
    shape: { hierarchies: Hierarchies; release: string | undefined },
    names: Map<string, number>,
  ) => {
    const places = one.cells.map((cell) => enter(cell, shape.release, names))
    for (const { whole, parts, dimension } of relationsOf(one, { total, ...shape })) {
      const at = (cell: number) => places[cell] ?? 0
      const entries = [[at(whole), -1] as const, ...parts.map((part) => [at(part), 1] as const)]
      system.equations.push({ entries, whole: at(whole), dimension })
    }
  }

  write(table, { hierarchies, release: undefined }, present)
  // What is the same state comes first: what became of an earlier one is asked of all figures of the present.
  const isSame = ({ link }: { link: Link }): boolean => link === 'same'
  const inOrder = [...past.filter(isSame), ...past.filter((one) => !isSame(one))]
  for (const { name, table: earlier, hierarchies: own, link } of inOrder) {
    const names = link === 'same' ? present : new Map<string, number>()
    write(earlier, { hierarchies: own ?? hierarchies, release: name }, names)
    if (link !== 'same') follow(system, { name, link }, present, names)
  }
  return system
}

/** What became of each figure since an earlier state of it. */
const follow = (
  { variables, equations, questions, changes }: System,
  { name: release, link }: { name: string; link: 'grows' | 'revised' },
  present: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): void => {
  for (const [name, then] of before) {
    const now = present.get(name)
    const [one, other] = [variables[now ?? -1], variables[then]]
    if (now === undefined || one === undefined || other === undefined) continue
    const { key } = one
    if (one.known !== undefined && other.known !== undefined && one.known !== other.known)
      changes.push({ key, release, by: one.known - other.known })
    const lower = link === 'grows' ? 0 : -Infinity
    const change = { key, release, row: one.row, known: undefined, lower, upper: Infinity }
    const at = variables.push(change) - 1
    equations.push({
      entries: [
        [now, -1],
        [then, 1],
        [at, 1],
      ],
      whole: now,
      dimension: release,
    })
    // Where the earlier figure is public, the change is as wide as the present figure, which is asked after itself.
    if (other.known === undefined) questions.push({ variable: at, key, release, about: 'change' })
  }
}

const checkCell = ({ key, value, row }: Cell, kind: 'counts' | 'amounts', release: string | undefined): void => {
  const number = numberOf(value)
  if (number === undefined) return
  const said = `The value ${number} of ${inWords(key)}`
  if (!Number.isFinite(number) || number < 0)
    throw new DisclosureError('not_a_count', `${said} should be 0 or more.`, { row, release })
  if (kind === 'counts' && !Number.isInteger(number))
    throw new DisclosureError(
      'not_a_count',
      `${said} should be a whole number. For amounts say "kind": "amounts" in the rule.`,
      { row, release },
    )
}
