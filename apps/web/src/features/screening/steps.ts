import type { Outcome } from '@ariadne/domain/screening'
import { type ScreeningDraft, isChild } from './draft.ts'

export const STEPS = [
  'link',
  'where',
  'safe',
  'person',
  'observe',
  'outcome',
  'refer',
  'sealed',
  'handed',
  'card',
  'check',
] as const
export type Step = (typeof STEPS)[number]
/** Pages beside the way: they are left to where one came from. */
export const SIDE_STEPS = ['talk', 'danger', 'sent'] as const
export type SideStep = (typeof SIDE_STEPS)[number]
export const isStep = (name: string): name is Step => (STEPS as readonly string[]).includes(name)

const asksForReferral = (outcome: Outcome): boolean => outcome === 'refer' || outcome === 'act_now'

/** Whether a referral goes with this screening: an adult who was asked and did not agree is not referred. */
export const willRefer = (draft: ScreeningDraft, outcome: Outcome): boolean =>
  asksForReferral(outcome) && draft.referral.basis !== 'not_agreed'

/** The card is for who decides alone: an adult with a concern, or anybody with too little to refer. */
export const offersCard = (draft: ScreeningDraft, outcome: Outcome): boolean =>
  outcome === 'watch' || (asksForReferral(outcome) && isChild(draft) === false)

/** The pages that this screening needs, in order. */
export const wayOf = (draft: ScreeningDraft, outcome: Outcome): Step[] => [
  ...(draft.way === 'second_talk' ? (['link'] as const) : []),
  'where',
  'safe',
  'person',
  'observe',
  'outcome',
  ...(asksForReferral(outcome) ? (['refer'] as const) : []),
  ...(willRefer(draft, outcome) ? (['sealed', 'handed'] as const) : []),
  ...(offersCard(draft, outcome) ? (['card'] as const) : []),
  'check',
]

export const isAnswered = (draft: ScreeningDraft, step: Step): boolean => {
  switch (step) {
    case 'link':
      return draft.follows !== null
    case 'where':
      return draft.by !== null && draft.placeType !== null && draft.language !== '' && draft.interpreter !== null
    case 'safe':
      return draft.safeToTalk !== null
    case 'person':
      return draft.ageBand !== null && draft.sex !== null && draft.accompaniment !== null
    case 'refer':
      return (
        draft.referral.basis === 'not_agreed' ||
        (draft.referral.basis !== null && draft.referral.toUnitId !== '' && draft.referral.urgency !== null)
      )
    case 'handed':
      return (
        draft.referral.handed === 'not_yet' ||
        (draft.referral.handed === 'yes' &&
          draft.referral.handedTo.unitId !== '' &&
          draft.referral.handedTo.workerName.trim().length >= 2)
      )
    case 'card':
      return draft.card.offer !== null
    default:
      // Seeing no sign, sealing nothing and agreeing with the outcome are answers.
      return true
  }
}

/** The first page on the way that still wants an answer, or `check`. */
export const firstOpen = (draft: ScreeningDraft, outcome: Outcome): Step =>
  wayOf(draft, outcome).find((step) => !isAnswered(draft, step)) ?? 'check'

/** Where "Continue" leads. Coming from the summary it goes back there, unless an answer has opened a new page. */
export const nextStep = (draft: ScreeningDraft, outcome: Outcome, from: Step, toCheck: boolean): Step => {
  const way = wayOf(draft, outcome)
  if (toCheck) return firstOpen(draft, outcome)
  return way[way.indexOf(from) + 1] ?? 'check'
}

/** The page before, or undefined at the first. */
export const stepBefore = (draft: ScreeningDraft, outcome: Outcome, from: Step): Step | undefined => {
  const way = wayOf(draft, outcome)
  return way[way.indexOf(from) - 1]
}
