import type { Working } from '../../../../lib/content/working.ts'
import { type Conflict, type Place, isSame, mergeDrafts, withPlace } from './merge.ts'

type Said = Pick<Working, 'definition' | 'texts'>
/** What is typed on a device: from where it began, and what another tab or person wrote in the same place. */
export type Local = Working & { readonly base?: Said | undefined; readonly conflicts?: readonly Conflict[] }

export const saidBy = ({ definition, texts }: Said): Said => ({ definition, texts })

const joined = (...lists: (readonly Conflict[] | undefined)[]): Conflict[] => {
  const byPlace = new Map(lists.flatMap((list) => list ?? []).map((one) => [one.place.join(' '), one]))
  return [...byPlace.values()]
}

/** Two tabs that wrote at the same moment. `null` on a side: there nothing is unsaved. */
export const mergeTabs = (base: Local | null | undefined, mine: Local | null, theirs: Local | null): Local | null => {
  if (!mine || !theirs) return mine ?? theirs
  const { value, conflicts } = mergeDrafts(saidBy(base ?? mine.base ?? mine), saidBy(mine), saidBy(theirs))
  const newer = theirs.revision > mine.revision ? theirs : mine
  const all = joined(theirs.conflicts, mine.conflicts, conflicts)
  return { ...mine, ...value, revision: newer.revision, base: newer.base, conflicts: all } as Local
}

/** What is typed here, carried over to what was saved since; null when nothing of it is left to save. */
export const rebased = (mine: Local, saved: Working): Local | null => {
  const { value, conflicts } = mergeDrafts(mine.base, saidBy(mine), saidBy(saved))
  const all = joined(mine.conflicts, conflicts)
  if (all.length === 0 && isSame(value, saidBy(saved))) return null
  return { ...mine, ...value, revision: saved.revision, base: saidBy(saved), conflicts: all } as Local
}

/** One place settled. Mine stands there already. */
export const settled = (local: Local, place: Place, side: 'mine' | 'theirs'): Local => {
  const found = local.conflicts?.find((one) => one.place.join(' ') === place.join(' '))
  const said = found && side === 'theirs' ? withPlace(saidBy(local), place, found.theirs) : saidBy(local)
  return { ...local, ...said, conflicts: local.conflicts?.filter((one) => one !== found) ?? [] } as Local
}
