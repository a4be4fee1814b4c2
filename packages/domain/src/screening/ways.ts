/**
 * How a responder came to screen somebody. Each way asks only what can be known in it: seconds at a gate, minutes in private, a
 * second talk that links to the first, many people on one day, an asylum interview, a workplace.
 */
export const WAYS = [
  'observation',
  'private_talk',
  'second_talk',
  'arrival',
  'asylum_interview',
  'inspection',
  'after_contact',
] as const
export type Way = (typeof WAYS)[number]

/** Who stands to whom in a group that travels or works together. */
export const RELATIONS = [
  'mother',
  'father',
  'child_of',
  'brother_sister',
  'spouse',
  'grandparent',
  'other_relative',
  'guardian_by_law',
  'friend',
  'works_with',
  'travels_with',
] as const
export type Relation = (typeof RELATIONS)[number]

const INVERSE: Partial<Record<Relation, Relation>> = {
  mother: 'child_of',
  father: 'child_of',
  child_of: 'other_relative',
  grandparent: 'other_relative',
  guardian_by_law: 'travels_with',
}
/** The same relationship from the other side, no more exactly than it is known from this one. */
export const inverseRelation = (relation: Relation): Relation => INVERSE[relation] ?? relation

/** How people came, as they say or as it can be seen; the same for everybody of an arrival, so it is asked once. */
export const TRAVELLED_BY = ['on_foot', 'road', 'rail', 'sea', 'river', 'not_known'] as const
export type TravelledBy = (typeof TRAVELLED_BY)[number]

/** What a verified relationship rests on. Papers alone can be lent, so each says which it was. */
export const RELATION_SHOWN_BY = ['papers', 'said_alike_apart', 'authority_confirmed', 'tracing_service'] as const
export type RelationShownBy = (typeof RELATION_SHOWN_BY)[number]

/** Days until a person of whom too little is known should be met again, as a target: nothing makes it law. */
export const LOOK_AGAIN_DAYS = 2

/** Kinds of unit that begin with other signs than the rest (as `UnitKind`; this file stays free of schemas). */
type Offer = { readonly adult: readonly string[]; readonly child: readonly string[] }
const anywhere: Offer = {
  adult: [
    'adult-mixed-flows',
    'sexual-exploitation',
    'labour-exploitation',
    'begging-forced-criminality',
    'domestic-servitude',
    'online-recruitment',
    'family-involvement',
    'gender-based-violence',
    'at-risk',
  ],
  child: [
    'child-alone-or-separated',
    'begging-forced-criminality',
    'online-recruitment',
    'family-involvement',
    'gender-based-violence',
  ],
}
const first = (offer: Offer, ...ids: string[]): Offer => ({
  adult: [...ids, ...offer.adult.filter((id) => !ids.includes(id))],
  child: offer.child,
})

const byKind: Readonly<Record<string, Offer>> = {
  labour_inspectorate: first(anywhere, 'labour-exploitation'),
  asylum_office: first(anywhere, 'adult-mixed-flows', 'asylum-interview'),
  social_service: first(anywhere, 'family-involvement'),
  health: first(anywhere, 'gender-based-violence'),
}
const byWay: Partial<Record<Way, (offer: Offer) => Offer>> = {
  asylum_interview: (offer) => first(offer, 'asylum-interview'),
  inspection: (offer) => first(offer, 'labour-exploitation'),
  // At a gate where thousands pass there is one set for each age, and no choice to be made.
  arrival: () => ({ adult: ['adult-mixed-flows'], child: ['child-alone-or-separated'] }),
}

/**
 * Which sets of signs a responder is shown, the first as the one to begin with. It follows the way and the kind of unit. A set that
 * this list does not know (a country's own) stands last; for somebody there is always a set, if the content has one.
 */
export const setsFor = <S extends { readonly id: string; readonly subject: 'adult' | 'child' | 'anyone' }>(
  sets: readonly S[],
  { way, unitKind, subject }: { way: Way; unitKind: string | undefined; subject: 'adult' | 'child' },
): S[] => {
  const ofKind = (unitKind === undefined ? undefined : byKind[unitKind]) ?? anywhere
  const wanted = (byWay[way]?.(ofKind) ?? ofKind)[subject]
  const fitting = sets.filter((set) => set.subject === subject || set.subject === 'anyone')
  const place = (set: S): number => {
    const at = wanted.indexOf(set.id)
    return at < 0 ? wanted.length : at
  }
  const found = way === 'arrival' ? fitting.filter((set) => wanted.includes(set.id)) : fitting
  return (found.length > 0 ? found : fitting).toSorted((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1))
}
