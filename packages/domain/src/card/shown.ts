import { z } from 'zod'
import { Language } from '../case/vocabulary.ts'
import type { FunctionName, UnitKind } from '../functions.ts'
import { UnitId } from '../ids.ts'
import { Instant } from '../time.ts'

/**
 * The person shows their card in another country and asks to go on from there. What travels is the digest of the code, the unit that
 * asks, why and in which language: no name, no age, nothing that was said. Whether the code is known is answered by nobody but a
 * person of the country that gave the card.
 */
export const CARD_SHOWN = 'card.shown'
export const CARD_ANSWERED = 'card.answered'

/** Who may ask for a person who stands before them: those who meet people. */
export const CARD_ASKERS = [
  'first_responder',
  'case_worker',
  'case_coordinator',
  'focal_point',
  'advocate',
] as const satisfies readonly FunctionName[]
/** Who decides about an answer where the card was given: those who work with the person. */
export const CARD_DECIDERS = [
  'case_worker',
  'case_coordinator',
  'focal_point',
] as const satisfies readonly FunctionName[]

export const CARD_REASONS = ['go_on', 'needs_help', 'leaving_soon', 'wants_contact'] as const
export const CARD_ANSWERS = ['may_speak', 'please_contact', 'no'] as const
export const CardReason = z.enum(CARD_REASONS)
export const CardAnswer = z.enum(CARD_ANSWERS)
export type CardAnswer = z.infer<typeof CardAnswer>

/** Days for which the people who gave the card are asked. Silence ends a request, and says nothing of the card. */
export const CARD_WAITS_DAYS = 14

const codeHash = z.string().regex(/^[0-9a-f]{64}$/)

/** What the other country is told. Both statements are true or the message does not exist. */
export const CardShown = z.strictObject({
  requestId: z.uuidv7(),
  codeHash,
  unitId: UnitId,
  reason: CardReason,
  language: Language,
  present: z.literal(true),
  willing: z.literal(true),
  shownAt: Instant,
  expiresAt: Instant,
})
export type CardShown = z.infer<typeof CardShown>

export const CardAnswered = z.strictObject({
  requestId: z.uuidv7(),
  unitId: UnitId,
  answer: CardAnswer,
  answeredAt: Instant,
})
export type CardAnswered = z.infer<typeof CardAnswered>

/** So many codes in a day, from one unit and from one country: many more than people who show a card, few for whoever guesses. */
export const CARDS_A_DAY = { unit: 20, instance: 200 } as const

/** What is done with a code that has come: looked up, or only written down. The sender sees no difference. */
export const judgeCardShown = (
  shown: Pick<CardShown, 'expiresAt'>,
  today: { readonly unit: number; readonly instance: number },
  now: Instant,
): 'look' | 'late' | 'too_many' => {
  if (shown.expiresAt <= now) return 'late'
  return today.unit >= CARDS_A_DAY.unit || today.instance >= CARDS_A_DAY.instance ? 'too_many' : 'look'
}

export interface CardUnit {
  readonly unitId: UnitId
  readonly kind: UnitKind
  /** Somebody there can decide, and no case is kept from it. */
  readonly decides: boolean
}

/** What is known here of the talk a card was given in. */
export interface CardThread {
  readonly child: boolean
  /** Responsible for the case, where one was opened and is still here. */
  readonly caseUnit: UnitId | null
  /** Responsible for the latest referral. */
  readonly referralUnit: UnitId | null
  /** Where the card was given. */
  readonly givenBy: UnitId
}

/** Kinds that answer when those who gave the card only met the person and passed nobody on. */
const STAND_IN: Readonly<Record<'child' | 'adult', readonly UnitKind[]>> = {
  child: ['child_protection', 'nrm_office'],
  adult: ['nrm_office', 'victim_support_authority', 'ngo_support'],
}
/** Met the person at a border or in an inspection: where somebody is now, abroad, is none of their business. */
const ONLY_MET: readonly UnitKind[] = ['border_police', 'asylum_office', 'labour_inspectorate', 'investigation']

/**
 * Whose people decide: the unit with the case, else the one with the referral, else the one that gave the card. Where that was a
 * unit that only meets people, an office of the mechanism stands in. Null where nobody could answer.
 */
export const cardHolder = (thread: CardThread, units: readonly CardUnit[]): UnitId | null => {
  const able = units.filter((unit) => unit.decides)
  const own = [thread.caseUnit, thread.referralUnit, thread.givenBy]
    .map((unitId) => able.find((unit) => unit.unitId === unitId && !ONLY_MET.includes(unit.kind)))
    .find((unit) => unit !== undefined)
  if (own) return own.unitId
  const kinds = STAND_IN[thread.child ? 'child' : 'adult']
  const [first] = able
    .filter((unit) => kinds.includes(unit.kind))
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.unitId < b.unitId ? -1 : 1))
  return first?.unitId ?? null
}

/** How a request stands for those who asked: silence and a card that nobody knows look the same. */
export const cardRequestState = (
  request: { readonly answer: CardAnswer | null; readonly expiresAt: Instant },
  now: Instant,
): 'waiting' | 'answered' | 'no_answer' => {
  if (request.answer !== null) return 'answered'
  return request.expiresAt <= now ? 'no_answer' : 'waiting'
}
