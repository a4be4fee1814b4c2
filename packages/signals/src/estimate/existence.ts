import type { ListTable } from './lists.ts'
import { effectsOf, emptyPairs, historiesOf } from './overlaps.ts'
import { pairsOf } from './pairs.ts'
import type { Model } from './pairs.ts'
import { hasNonNegativeSolution, nullSpace, product, rankOf } from './whole-rows.ts'
import type { WholeRow } from './whole-rows.ts'

/** What keeps a model from having one estimate; both can be true. */
export type Soundness = { exists: boolean; identifiable: boolean }

const SOUND: Soundness = { exists: true, identifiable: true }

/**
 * Says for each model whether its maximum likelihood estimate exists (the linear programme of Fienberg and Rinaldo 2012)
 * and is one (rank of the design). Both depend on which histories were seen at all, not on how often, so both are found in
 * whole numbers, without rounding.
 */
export const checkerOf = (table: ListTable): ((model: Model) => Soundness) => {
  const lists = table.lists.length
  const empty = emptyPairs(table)
  const known = new Map<Model, Soundness>()
  const everyPair = pairsOf(lists).reduce((model, _, index) => model | (1 << index), 0)

  const look = (model: Model): Soundness => {
    const masks = effectsOf(lists, model, empty)
    const rowOf = (history: number): WholeRow => masks.map((mask) => ((history & mask) === mask ? 1 : 0))
    const [seen, unseen]: [number[], number[]] = [[], []]
    for (const history of historiesOf(lists, model, empty))
      ((table.counts[history] ?? 0) > 0 ? seen : unseen).push(history)
    // Directions in which the effects can go without moving what is expected of any history that was seen.
    const loose = nullSpace(seen.map(rowOf), masks.length)
    if (loose.length === 0) return SOUND
    const moved = loose.map((direction) => unseen.map((history) => product(rowOf(history), direction)))
    return { exists: staysPut(moved), identifiable: rankOf(moved) === loose.length }
  }

  const check = (model: Model): Soundness => {
    const before = known.get(model)
    if (before !== undefined) return before
    // A model within a sound one, on the same histories, is sound: its design is a projection of the other's.
    const widest = (everyPair & ~empty) | (model & empty)
    const answer = model !== widest && isSound(check(widest)) ? SOUND : look(model)
    known.set(model, answer)
    return answer
  }
  return check
}

export const isSound = ({ exists, identifiable }: Soundness): boolean => exists && identifiable

/**
 * The programme of Fienberg and Rinaldo (2012): the estimate exists exactly when some table with every history above 0
 * has the same sufficient statistics as the one seen. The histories that were seen can always be kept above 0, so what
 * remains to be found (Stiemke's lemma) are numbers above 0, one an unseen history, that balance every loose direction;
 * with at least 1 in place of above 0, that is `moved` (1 + z) = 0 for some z >= 0.
 *
 * @param moved a row for each loose direction: by how much it moves each unseen history
 */
const staysPut = (moved: readonly WholeRow[]): boolean =>
  hasNonNegativeSolution(
    moved,
    moved.map((row) => -row.reduce((sum, value) => sum + value, 0)),
  )
