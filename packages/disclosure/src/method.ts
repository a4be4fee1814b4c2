import type { Cell, ExactCell, Table } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import { nameOf } from './system.ts'
import type { PastRelease } from './system.ts'

/** How a release keeps people unfound. One release, and all releases of the same figures, use one method. */
export const METHODS = ['suppress', 'round', 'noise'] as const
export type Method = (typeof METHODS)[number]

/** A past release with its method; a rounded one with what its readers know of how it was rounded. */
export type PublishedBefore = PastRelease & ({ method: 'suppress' | 'noise' } | ({ method: 'round' } & RoundedTo))

/** `farthest`: how many multiples of the base a figure is away at most; under 1 where every figure is a neighbour. */
export type RoundedTo = { base: number; farthest: number }

/**
 * The same figure told by two methods is told better than either promises: rounded or noisy sums bound what was
 * suppressed, and exact ones take away what rounding and noise give.
 * @throws {DisclosureError} `mixed_methods`, naming the release
 */
export const refuseOtherMethods = (
  table: Table<Cell | ExactCell>,
  method: Method,
  past: readonly PublishedBefore[],
  total: string,
): void => {
  const names = new Set(table.cells.flatMap(({ key, value }) => (value.is === 'missing' ? [] : [nameOf(key, total)])))
  const other = past.find(
    (one) =>
      one.method !== method &&
      one.table.cells.some(({ key, value }) => value.is !== 'missing' && names.has(nameOf(key, total))),
  )
  if (other === undefined) return
  throw new DisclosureError(
    'mixed_methods',
    `The release "${other.name}" told some of these figures by the method "${other.method}". Use the same here: two methods beside each other give away what each hides.`,
    { release: other.name },
  )
}
