import type { Encounter, FunctionName, ReferralSent, Screening } from '@ariadne/domain'
import {
  type Evaluation,
  type LoweringReason,
  type Outcome,
  ScreeningRefused,
  type SignId,
  type Way,
  decideByHand,
} from '@ariadne/domain/screening'
import { newId } from '../../lib/id.ts'
import type { SealedText } from '../../lib/vault/parts.ts'

/** What was seen of one sign. Only `present` and `not_known` are ever sent; `not_seen` says on screen that it was looked for. */
export type Mark = 'present' | 'not_seen' | 'not_known'
export type Marks = Readonly<Record<SignId, Mark>>

export interface SetVersion {
  readonly id: string
  readonly version: string
}

/** Where a talk stands. What was answered stays in the draft, to go on from; no answer of a talk is ever sent. */
export interface TalkState {
  readonly scriptId: string
  /** The version it began with: newer words come with the next talk, never in the middle of one. */
  readonly version?: string
  readonly language: string
  readonly at: number
  readonly answers: Readonly<Record<string, readonly string[]>>
}

export type Basis = ReferralSent['basis'] | 'not_agreed'

/** A referral being written. Its sealed text lies in the draft, encrypted like all of it, until it is sealed and sent. */
export interface ReferralDraft {
  readonly toUnitId: string
  readonly urgency: ReferralSent['urgency'] | null
  readonly basis: Basis | null
  readonly texts: Readonly<Partial<Record<'identity' | 'contact' | 'narrative', SealedText>>>
  readonly handed: 'yes' | 'not_yet' | null
  readonly handedTo: { readonly unitId: string; readonly workerName: string; readonly time: string }
}

/** One screening as it is being done. Kept on the device until the server has accepted what was made of it. */
export interface ScreeningDraft {
  readonly screeningId: string
  readonly referralId: string
  readonly way: Way
  /** The earlier talk: one of this device's own, or the code of the person's card. Only a hash of the code is ever sent. */
  readonly follows: { readonly screeningId: string } | { readonly code: string } | null
  /** The word from outside that this screening came from. */
  readonly contactId: string | null
  readonly group: NonNullable<Screening['group']> | null
  readonly route: NonNullable<Screening['route']> | null
  /** The day on which somebody looks again, when too little is known. */
  readonly lookAgainOn: string | null
  readonly by: { readonly unitId: string; readonly function: FunctionName } | null
  readonly startedAt: string
  /** The page somebody was on, to go on from. */
  readonly at: string
  readonly placeType: Encounter['placeType'] | null
  readonly language: string
  readonly interpreter: Encounter['interpreter'] | null
  readonly safeToTalk: Encounter['safeToTalk'] | null
  readonly ageBand: Encounter['ageBand'] | null
  readonly sex: Encounter['sex'] | null
  readonly accompaniment: Encounter['accompaniment'] | null
  /** The set versions this screening began with; content that arrives meanwhile does not change it. */
  readonly sets: Readonly<Partial<Record<'adult' | 'child', SetVersion>>>
  /** By set, so that a corrected age loses nothing. */
  readonly marks: Readonly<Record<string, Marks>>
  readonly selfIdentified: boolean
  readonly dangerNow: boolean
  readonly talk: TalkState | null
  readonly byHand: { readonly to: Outcome; readonly reason?: LoweringReason } | null
  readonly referral: ReferralDraft
  readonly card: {
    readonly offer: 'taken' | 'refused' | 'not_offered' | null
    readonly code: string | null
    /** The place named on the card, for the print alone: it is sent nowhere. */
    readonly placeId?: string
  }
}

export const emptyReferral: ReferralDraft = {
  toUnitId: '',
  urgency: null,
  basis: null,
  texts: {},
  handed: null,
  handedTo: { unitId: '', workerName: '', time: '' },
}

export const emptyScreening = (screeningId: string, startedAt: string): ScreeningDraft => ({
  screeningId,
  referralId: newId(),
  way: 'observation',
  follows: null,
  contactId: null,
  group: null,
  route: null,
  lookAgainOn: null,
  by: null,
  startedAt,
  at: 'where',
  placeType: null,
  language: '',
  interpreter: null,
  safeToTalk: null,
  ageBand: null,
  sex: null,
  accompaniment: null,
  sets: {},
  marks: {},
  selfIdentified: false,
  dangerNow: false,
  talk: null,
  byHand: null,
  referral: emptyReferral,
  card: { offer: null, code: null },
})

export const draftIdOf = (screeningId: string): string => `screening/${screeningId}`

/** A child, or somebody who may be one; undefined while nothing was said about age. */
export const isChild = ({ ageBand }: Pick<ScreeningDraft, 'ageBand'>): boolean | undefined =>
  ageBand === null ? undefined : ['under_12', '12_15', '16_17', 'doubt_child'].includes(ageBand)

/** A draft that an older version of the app began, with what has been added since. */
export const upToDate = (draft: ScreeningDraft): ScreeningDraft => ({
  ...emptyScreening(draft.screeningId, draft.startedAt),
  ...draft,
})

/** The set to begin with follows the age; another can be chosen where the way offers one. */
export const subjectOf = (draft: Pick<ScreeningDraft, 'ageBand'>): 'adult' | 'child' =>
  isChild(draft) ? 'child' : 'adult'

export const marksOf = (draft: ScreeningDraft): Marks => draft.marks[draft.sets[subjectOf(draft)]?.id ?? ''] ?? {}

export const withMark = (draft: ScreeningDraft, sign: SignId, mark: Mark | undefined): ScreeningDraft => {
  const set = draft.sets[subjectOf(draft)]
  if (!set) return draft
  const { [sign]: _before, ...others } = draft.marks[set.id] ?? {}
  return { ...draft, marks: { ...draft.marks, [set.id]: mark ? { ...others, [sign]: mark } : others } }
}

const marked = (draft: ScreeningDraft, wanted: Mark): SignId[] =>
  Object.entries(marksOf(draft)).flatMap(([sign, mark]) => (mark === wanted ? [sign] : []))

/** What the rules are asked: signs that are there, and what is known of age, company, danger and the person's own word. */
export const answersOf = (draft: ScreeningDraft) => ({
  present: marked(draft, 'present'),
  notKnown: marked(draft, 'not_known'),
  circumstances: {
    childOrDoubt:
      draft.ageBand === 'doubt_child' ? ('doubt' as const) : isChild(draft) ? ('yes' as const) : ('no' as const),
    accompaniment: draft.accompaniment ?? ('na' as const),
    selfIdentified: draft.selfIdentified,
    dangerNow: draft.dangerNow,
  },
})

/** The outcome the responder stands for. Lowering that an added sign or a corrected answer has overtaken counts no more. */
export const decidedOutcome = (
  { byHand }: Pick<ScreeningDraft, 'byHand'>,
  evaluation: Pick<Evaluation, 'outcome' | 'floor'>,
): Outcome => {
  if (!byHand) return evaluation.outcome
  try {
    return decideByHand(evaluation, byHand).outcome
  } catch (error) {
    if (error instanceof ScreeningRefused) return evaluation.outcome
    throw error
  }
}
