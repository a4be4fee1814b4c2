import { numberOf } from './cell.ts'
import type { Cell, ExactCell, Table } from './cell.ts'
import { DisclosureError } from './refusal.ts'
import { nameOf } from './system.ts'
import type { Link, PastRelease } from './system.ts'

/** A past release with how it stands to the present state; `guessed` where nobody said so. */
export type Linked = PastRelease & { link: Link; guessed: boolean }

const numbersOf = (table: Table<Cell | ExactCell>, total: string): Map<string, number> =>
  new Map(
    table.cells.flatMap(({ key, value }) => {
      const number = numberOf(value)
      return number === undefined ? [] : [[nameOf(key, total), number] as const]
    }),
  )

/**
 * How each past release stands to the present state of all figures, in the order given, oldest first. The present table
 * says what is so now, and of figures that it does not hold the newest release that tells them: two earlier states of
 * another report contradict each other, and neither is the present.
 */
export const linksOf = (table: Table<Cell | ExactCell>, past: readonly PastRelease[], total: string): Linked[] => {
  const present = numbersOf(table, total)
  const linked = past.toReversed().map((one): Linked => {
    const then = numbersOf(one.table, total)
    const changes = [...then].flatMap(([name, number]) => {
      const now = present.get(name)
      return now === undefined || now === number ? [] : [now - number]
    })
    const found = changes.length === 0 ? 'same' : changes.every((by) => by > 0) ? 'grows' : 'revised'
    const link = one.link ?? found
    if (link === 'same') for (const [name, number] of then) if (!present.has(name)) present.set(name, number)
    return { ...one, link, guessed: one.link === undefined }
  })
  return linked.toReversed()
}

/**
 * Does `work` with the releases as they were linked. Suppressed figures may have changed where no published one shows it:
 * then not all that seemed to grow has grown, and not all can be the same state. The oldest are taken for states that were
 * corrected since, one after the other, until they fit.
 * @throws {DisclosureError} `contradiction` where it is in the present table, or in what the caller said of the past
 */
export const untilTheyFit = async <T>(
  linked: readonly Linked[],
  work: (linked: readonly Linked[]) => Promise<T> | T,
): Promise<T> => {
  for (let tried = linked; ;) {
    try {
      return await work(tried)
    } catch (error) {
      const guessed = (link: Link): number => tried.findIndex((one) => one.guessed && one.link === link)
      const next = [guessed('grows'), guessed('same')].find((at) => at >= 0)
      if (next === undefined || !(error instanceof DisclosureError) || error.fault !== 'contradiction') throw error
      tried = tried.map((one, at) => (at === next ? { ...one, link: 'revised' as const } : one))
    }
  }
}
