import { type Way, offeredSets as inLife, setsFor } from '@ariadne/domain/screening'
import type { Bundle, SetContent } from '../../lib/content/bundle.ts'
import type { Me } from '../../lib/session/me.tsx'

/** The kind of the unit somebody acts for. */
export const unitKindOf = (me: Me, unitId: string | undefined): string | undefined =>
  me.member.memberships.find((one) => one.unitId === unitId)?.unitKind

/**
 * The version in effect of each set that fits, the first as the one to begin with. What is retired, or approved for a later day, is
 * not offered; a draft only where no version is in effect.
 */
export const offeredSets = (
  bundle: Bundle,
  about: { way: Way; unitKind: string | undefined; subject: 'adult' | 'child' },
): SetContent[] => {
  const sets = bundle.sets.map(({ set }) => set)
  const today = new Date().toISOString().slice(0, 10)
  const order = setsFor(inLife(sets, today, { drafts: true }), about)
  return order.flatMap((set) => bundle.sets.find((one) => one.set === set) ?? [])
}

/** What a first contact begins with. Every other set is for one kind of place or concern, and is chosen by somebody. */
const FIRST_CONTACT = { adult: 'adult-mixed-flows', child: 'child-alone-or-separated' } as const

/** The version of the first-contact set for an adult or a child that a screening begins with on a day. */
export const findFirstContact = (
  bundle: Bundle,
  subject: keyof typeof FIRST_CONTACT,
  day: string,
): SetContent | undefined => {
  const versions = bundle.sets.filter(({ set }) => set.id === FIRST_CONTACT[subject])
  const [offered] = inLife(
    versions.map(({ set }) => set),
    day,
    { drafts: true },
  )
  return versions.find(({ set }) => set === offered)
}

/** Marks of signs that both sets have: what was seen is not asked again, because the same sign has the same id everywhere. */
export const carriedMarks = <M>(marks: Readonly<Record<string, M>>, to: SetContent): Record<string, M> => {
  const there = new Set(to.set.signs.map(({ id }) => id))
  return Object.fromEntries(Object.entries(marks).filter(([id]) => there.has(id)))
}
