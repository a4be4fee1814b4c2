import type { Tell } from '../audit.ts'
import type { ExactCell, Table } from '../cell.ts'
import type { Rule } from '../rule.ts'
import type { PastRelease } from '../system.ts'
import { protect } from './protect.ts'

/**
 * Which cells of a table are not told, by their places in it. Where no suppression makes the whole table safe beside what
 * was published, each figure of the dimension `by` is protected by itself, and told whole or not at all where that fails.
 * @throws {DisclosureError} as `protect`
 */
export const hiddenOf = async (
  exact: Table<ExactCell>,
  rule: Rule,
  past: readonly PastRelease[],
  by: string,
  tell: Tell = () => undefined,
): Promise<Set<number>> => {
  const all = exact.cells.map((_, at) => at)
  const whole = await hiddenAmong(all, exact, rule, past, tell)
  if (whole !== null) return whole
  const hidden = new Set<number>()
  for (const places of Map.groupBy(all, (at) => exact.cells[at]?.key[by]).values())
    for (const at of (await hiddenAmong(places, exact, rule, past)) ?? places) hidden.add(at)
  return hidden
}

const hiddenAmong = async (
  places: readonly number[],
  { dimensions, cells }: Table<ExactCell>,
  rule: Rule,
  past: readonly PastRelease[],
  tell?: Tell,
): Promise<Set<number> | null> => {
  const some = places.flatMap((at) => cells[at] ?? [])
  const { safe, table } = await protect({ dimensions, cells: some }, rule, past, tell)
  if (!safe || table === null) return null
  return new Set(places.filter((_, which) => table.cells[which]?.value.is === 'suppressed'))
}
