import { inWords } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import type { Equation, System, Variable } from './system.ts'

/** Unknown numbers that hang together, with what is left of the equations between them: entries add up to `sum`. */
export type Component = {
  unknowns: number[]
  rows: { entries: [unknown: number, factor: number][]; sum: number; equation: Equation }[]
}

/** Published figures add up to within this share of themselves. */
const TOLERANCE = 1e-7

/**
 * Takes out what is known and parts the rest into components that have nothing to do with each other.
 * @throws {DisclosureError} `contradiction`, naming the row of a total that its published parts cannot add up to
 */
export const componentsOf = (system: System): Component[] => {
  const { variables, equations } = system
  const parent = variables.map((_, at) => at)
  const root = (at: number): number => {
    let top = at
    while (parent[top] !== top) top = parent[top] ?? top
    for (let below = at; parent[below] !== top;) [below, parent[below]] = [parent[below] ?? top, top]
    return top
  }
  const rows = new Map<string, { entries: [number, number][]; sum: number; equation: Equation }>()
  const broken: Equation[] = []
  for (const equation of equations) {
    const { open, sum } = reduce(equation, variables)
    const [first] = open
    if (first === undefined) {
      if (Math.abs(sum) > slack(equation, variables)) broken.push(equation)
      continue
    }
    // Two tables that share cells say some things twice.
    const name = `${open
      .map(([at, factor]) => `${at}*${factor}`)
      .sort()
      .join('+')}=${sum}`
    if (rows.has(name)) continue
    rows.set(name, { entries: open, sum, equation })
    for (const [at] of open) parent[root(at)] = root(first[0])
  }
  if (broken.length > 0) throw contradiction(mostSuspect(broken), variables)
  const components = new Map<number, Component>()
  const componentAt = (at: number): Component => {
    const top = root(at)
    const component = components.get(top) ?? { unknowns: [], rows: [] }
    components.set(top, component)
    return component
  }
  variables.forEach(({ known }, at) => known === undefined && componentAt(at).unknowns.push(at))
  for (const row of rows.values()) componentAt(row.entries[0]?.[0] ?? 0).rows.push(row)
  return [...components.values()]
}

/** A wrong figure breaks several sums: the one that most of them share is told, as the total of its parts where it is one. */
const mostSuspect = (broken: readonly Equation[]): Equation => {
  const counts = new Map<number, number>()
  for (const { entries } of broken) for (const [at] of entries) counts.set(at, (counts.get(at) ?? 0) + 1)
  const most = Math.max(...counts.values())
  const [first] = broken
  if (first === undefined) throw new Error('There is no broken sum')
  return broken.find(({ whole }) => counts.get(whole) === most) ?? first
}

const reduce = ({ entries }: Equation, variables: readonly Variable[]) => {
  let sum = 0
  const open: [number, number][] = []
  for (const [at, factor] of entries) {
    const known = variables[at]?.known
    if (known === undefined) open.push([at, factor])
    else sum -= factor * known
  }
  return { open, sum }
}

export const slack = ({ entries }: Equation, variables: readonly Variable[]): number =>
  TOLERANCE * (1 + Math.max(0, ...entries.map(([at]) => Math.abs(variables[at]?.known ?? 0))))

/** A total that cannot be the sum of its parts, in words. */
export const contradiction = (
  { entries, whole, dimension }: Equation,
  variables: readonly Variable[],
): DisclosureError => {
  const total = variables[whole]
  const parts = entries.filter(([at]) => at !== whole).map(([at]) => variables[at])
  const known = parts.reduce((sum, part) => sum + (part?.known ?? 0), 0)
  const rest = parts.every((part) => part?.known !== undefined) ? '' : ' and what is suppressed'
  return new DisclosureError(
    'contradiction',
    `The published figures contradict each other: ${inWords(total?.key ?? {})} is ${total?.known ?? 'not published'}, but by ${dimension} its parts are ${Number(known.toFixed(6))}${rest}. Correct the row, add the row that lacks, or give the rows that nobody counted the status missing.`,
    { row: total?.row, release: total?.release },
  )
}
