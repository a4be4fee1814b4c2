import type { Encounter, Screening } from '@ariadne/domain'
import { type Outcome, type Relation, type RelationShownBy, compareOutcomes } from '@ariadne/domain/screening'
import { newId } from '../../../lib/id.ts'
import { type ScreeningDraft, emptyScreening, isChild } from '../draft.ts'

/** What is the same for everybody of an arrival or a workplace: asked once, kept for the shift. */
export interface Frame {
  readonly by: ScreeningDraft['by']
  readonly placeType: Encounter['placeType'] | null
  readonly language: string
  readonly interpreter: Encounter['interpreter'] | null
  readonly safeToTalk: Encounter['safeToTalk'] | null
  readonly route: NonNullable<Screening['route']>
}

type Companion = NonNullable<Screening['group']>['companions'][number]

/** People met together, while they are being screened: who was first, and what was said of how they belong together. */
export interface OpenGroup {
  readonly groupId: string
  readonly first: string
  readonly size: number
  readonly apart: 'yes' | 'no' | 'not_possible'
}

/** How the person at hand belongs to the first of the group: as it was said, or as somebody has checked it. */
export interface Bond {
  readonly relation: Relation
  readonly shownBy: RelationShownBy | null
}

/** One shift at a gate or a workplace. It lies on the device like any draft, and erases itself. */
export interface Shift {
  readonly shiftId: string
  readonly way: 'arrival' | 'inspection'
  readonly frame: Frame
  readonly isSet: boolean
  readonly group: OpenGroup | null
  readonly bond: Bond
  readonly person: ScreeningDraft
  readonly done: number
}

export const shiftDraftId = (shiftId: string): string => `shift/${shiftId}`

export const NO_BOND: Bond = { relation: 'travels_with', shownBy: null }

const groupOf = (shift: Pick<Shift, 'way' | 'group' | 'bond'>, own: string): ScreeningDraft['group'] => {
  const { group, bond, way } = shift
  if (!group) return null
  const companion = {
    screeningId: group.first,
    relation: bond.relation,
    standing: bond.shownBy === null ? 'claimed' : 'verified',
    shownBy: bond.shownBy,
  } as Companion
  return {
    groupId: group.groupId,
    kind: way === 'inspection' ? 'workplace' : isFamily(bond.relation) ? 'family' : 'travellers',
    apart: group.apart,
    companions: own === group.first ? [] : [companion],
  }
}

const isFamily = (relation: Relation): boolean => !['friend', 'works_with', 'travels_with'].includes(relation)

/** The person at hand with what the shift knows already. */
export const framed = (shift: Shift): ScreeningDraft => ({
  ...shift.person,
  ...shift.frame,
  way: shift.way,
  group: groupOf(shift, shift.person.screeningId),
})

export const beginShift = (way: Shift['way'], frame: Frame, at: string): Shift => ({
  shiftId: newId(),
  way,
  frame,
  isSet: false,
  group: null,
  bond: NO_BOND,
  person: emptyScreening(newId(), at),
  done: 0,
})

/** The next person. Of the same group: linked to its first, and nothing asked that the group has in common. */
export const nextPerson = (shift: Shift, at: string, together: boolean): Shift => {
  const { person, group } = shift
  const open = group ?? { groupId: newId(), first: person.screeningId, size: 1, apart: 'yes' as const }
  return {
    ...shift,
    done: shift.done + 1,
    group: together ? { ...open, size: open.size + 1 } : null,
    bond: NO_BOND,
    person: emptyScreening(newId(), at),
  }
}

/** What has to be known of a person before the next: age, sex, company. Signs need not be there. */
export const isKnown = ({ ageBand, sex, accompaniment }: ScreeningDraft): boolean =>
  ageBand !== null && sex !== null && accompaniment !== null

/** People who wait to be referred: who is in danger first, then children, then who has waited longest. */
export const byUrgency = <W extends { readonly outcome: Outcome; readonly draft: ScreeningDraft }>(
  waiting: readonly W[],
): W[] =>
  waiting.toSorted(
    (a, b) =>
      compareOutcomes(b.outcome, a.outcome) ||
      Number(isChild(b.draft) ?? false) - Number(isChild(a.draft) ?? false) ||
      a.draft.startedAt.localeCompare(b.draft.startedAt),
  )
