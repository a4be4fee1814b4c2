import { type Way, compareVersions, setsFor } from '@ariadne/domain/screening'
import type { Bundle, SetContent } from '../../lib/content/bundle.ts'
import type { Me } from '../../lib/session/me.tsx'

/** The kind of the unit somebody acts for. */
export const unitKindOf = (me: Me, unitId: string | undefined): string | undefined =>
  me.member.memberships.find((one) => one.unitId === unitId)?.unitKind

/** The newest version of each set that fits, the first as the one to begin with. Retired ones are not offered. */
export const offeredSets = (
  bundle: Bundle,
  about: { way: Way; unitKind: string | undefined; subject: 'adult' | 'child' },
): SetContent[] => {
  const newest = new Map<string, SetContent>()
  for (const one of bundle.sets) {
    const known = newest.get(one.set.id)
    const isNewer = !known || compareVersions(one.set.version, known.set.version) > 0
    if (one.set.lifecycle.state !== 'retired' && isNewer) newest.set(one.set.id, one)
  }
  const order = setsFor(
    [...newest.values()].map(({ set }) => set),
    about,
  )
  return order.flatMap(({ id }) => newest.get(id) ?? [])
}

/** Marks of signs that both sets have: what was seen is not asked again, because the same sign has the same id everywhere. */
export const carriedMarks = <M>(marks: Readonly<Record<string, M>>, to: SetContent): Record<string, M> => {
  const there = new Set(to.set.signs.map(({ id }) => id))
  return Object.fromEntries(Object.entries(marks).filter(([id]) => there.has(id)))
}
