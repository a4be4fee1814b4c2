import type { Group } from './groups.ts'

/** What is said of a group that may have risen. */
export type Weighed = { group: Group; evidence: number; duration: number }

export const strongestFirst = (a: Weighed, b: Weighed): number =>
  b.evidence - a.evidence || a.group.cells.length - b.group.cells.length

/**
 * Puts weaker finds under the strongest that any of their cells belongs to. What stands at the top is an alert.
 * @param found the strongest first
 */
export const fold = <Find extends Weighed>(found: readonly Find[]): { top: Find; under: Find[] }[] => {
  const alerts: { top: Find; under: Find[] }[] = []
  const owners = new Map<number, number>()
  for (const one of found) {
    let above = Infinity
    for (const cell of one.group.cells) above = Math.min(above, owners.get(cell) ?? Infinity)
    if (above < Infinity) alerts[above]?.under.push(one)
    else {
      for (const cell of one.group.cells) owners.set(cell, alerts.length)
      alerts.push({ top: one, under: [] })
    }
  }
  return alerts
}
