import { z } from 'zod'
import { Actor, type FunctionName } from '../functions.ts'
import type { CaseId, MemberId } from '../ids.ts'
import { PartId, ReferralId, ScreeningId, UnitId } from '../ids.ts'
import { DataClass } from '../dataClasses.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { LOWERING_REASONS } from '../screening/vocabulary.ts'
import { SET_VERSION } from '../screening/version.ts'
import type { Targets } from '../case/queues.ts'
import { AgeBand, Country, isChild, Language, Sex } from '../case/vocabulary.ts'
import { Day, plusHours, Instant } from '../time.ts'
import { Follows, Group, Route, Way } from './ways.ts'

/** Where a contact between a responder and a person takes place. */
export const PlaceType = z.enum([
  'border_crossing',
  'registration_centre',
  'asylum_office',
  'reception_centre',
  'street',
  'workplace',
  'shelter',
  'health_facility',
  'school',
  'police_station',
  'online',
  'other',
])
export type PlaceType = z.infer<typeof PlaceType>

/** One contact between a responder and a person. No name, no free text. */
export const Encounter = z.strictObject({
  placeType: PlaceType,
  country: Country,
  startedAt: Instant,
  language: Language,
  interpreter: z.enum(['none_needed', 'present', 'remote', 'none_available']),
  safeToTalk: z.enum(['yes', 'no', 'not_asked']),
  ageBand: AgeBand,
  sex: Sex,
  accompaniment: z.enum(['alone', 'separated', 'adult_in_doubt', 'accompanied']),
})
export type Encounter = z.infer<typeof Encounter>

/** A structured observation against one version of one indicator set: coded signs, the action it led to, nothing that names anyone. */
export const Screening = z.strictObject({
  screeningId: ScreeningId,
  by: Actor,
  encounter: Encounter,
  setId: z.string().regex(/^[a-z0-9-]{3,60}$/),
  setVersion: z.string().regex(SET_VERSION),
  present: z.array(z.string().regex(/^[a-z0-9_-]{2,60}$/)).max(80),
  notKnown: z.array(z.string().regex(/^[a-z0-9_-]{2,60}$/)).max(80),
  selfIdentified: z.boolean(),
  dangerNow: z.boolean(),
  /** What the rules said, and what the responder decided: raised freely, lowered only with a reason. */
  ruleOutcome: z.enum(['no_concern_recorded', 'watch', 'refer', 'act_now']),
  outcome: z.enum(['no_concern_recorded', 'watch', 'refer', 'act_now']),
  ruleId: z.string().max(80),
  loweredBecause: z.enum(LOWERING_REASONS).nullable(),
  card: z.strictObject({
    offered: z.boolean(),
    taken: z.boolean(),
    codeHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  finishedAt: Instant,
  /** How the person was met. Screenings of an older device do not say. */
  way: Way.optional(),
  /** The earlier talk that this one goes on from; linked, never opened. */
  follows: Follows.optional(),
  /** The outside contact that this screening came from. */
  contactId: z.uuidv7().optional(),
  group: Group.optional(),
  route: Route.optional(),
  /** Too little is known, and that is a fine end: the day on which somebody looks again. */
  lookAgainOn: Day.optional(),
})
export type Screening = z.infer<typeof Screening>

export const ReferralUrgency = z.enum(['now', 'today', 'this_week'])
export type ReferralUrgency = z.infer<typeof ReferralUrgency>

/** A hand-on inside one country. The receiver learns the coded facts and what was sealed for its unit, nothing else. */
export const ReferralSent = z.strictObject({
  referralId: ReferralId,
  screeningId: ScreeningId.nullable(),
  by: Actor,
  toUnitId: UnitId,
  urgency: ReferralUrgency,
  ageBand: AgeBand,
  sex: Sex,
  language: Language,
  accompaniment: Encounter.shape.accompaniment,
  /** For an adult: asked before any other organisation is contacted. A child goes to child protection. */
  basis: z.enum(['person_agreed', 'child_protection', 'life_risk']),
  /** Who took the person in hand, when the hand-over happened in person: the worker's unit and name are staff data, the place is sealed. */
  handedTo: z.strictObject({ unitId: UnitId, workerName: z.string().min(2).max(80), at: Instant }).nullable(),
  sentAt: Instant,
  parts: z.array(z.strictObject({ partId: PartId, class: DataClass })).max(4),
})
export type ReferralSent = z.infer<typeof ReferralSent>

export const ReferralStatus = z.enum(['sent', 'acknowledged', 'opened', 'declined', 'redirected'])
export type ReferralStatus = z.infer<typeof ReferralStatus>

/** A referral where it stands. Exactly one unit is responsible for it at every moment. */
export interface ReferralState extends ReferralSent {
  status: ReferralStatus
  responsibleUnitId: UnitId
  receivedAt: Instant
  acknowledgedAt: Instant | null
  acknowledgedBy: MemberId | null
  caseId: CaseId | null
  declinedBecause: string | null
  redirectedTo: UnitId | null
  dueAt: Instant
}

export const DeclineReason = z.enum(['not_our_competence', 'no_capacity', 'duplicate', 'person_no_longer_wishes'])
export type ReferralMove = 'acknowledge' | 'open' | 'decline' | 'redirect'
/**
 * What can be done with a referral in each status. A redirection puts it before the next unit as `sent`; one declined
 * goes back to the unit it came from, which takes note of that or sends it elsewhere: it is never without a unit.
 */
export const REFERRAL_MOVES: Readonly<Record<ReferralStatus, readonly ReferralMove[]>> = {
  sent: ['acknowledge', 'redirect'],
  acknowledged: ['open', 'decline', 'redirect'],
  opened: [],
  declined: ['acknowledge', 'redirect'],
  redirected: [],
}

/** Who hands a person on: those who meet people. */
export const REFERRAL_SENDERS = [
  'first_responder',
  'case_worker',
  'case_coordinator',
  'focal_point',
  'advocate',
] as const satisfies readonly FunctionName[]
/** Who takes a referral up: those who may open a case. */
export const REFERRAL_RECEIVERS = ['case_coordinator', 'case_worker'] as const satisfies readonly FunctionName[]

const isOneOf = (names: readonly FunctionName[], name: string): boolean => names.some((one) => one === name)

/** Whether this actor can send this referral at all; null when they can. */
export const judgeReferralSent = (referral: ReferralSent): Refusal | null => {
  if (!isOneOf(REFERRAL_SENDERS, referral.by.function))
    return refuse('not_your_function', { mayInstead: REFERRAL_SENDERS })
  const child = isChild(referral.ageBand)
  // A child's way is child protection, whatever else is agreed; an adult is asked first (domain research C6).
  if (child && referral.basis === 'person_agreed') return refuse('child_goes_to_protection', { field: 'basis' })
  if (!child && referral.basis === 'child_protection') return refuse('adult_must_agree', { field: 'basis' })
  return referral.toUnitId === referral.by.unitId ? refuse('referral_to_oneself', { field: 'toUnitId' }) : null
}

/** Who may make the next move: the receiving unit's case people, or, once it came back, those who sent it. */
export const referralMovers = (status: ReferralStatus): readonly FunctionName[] =>
  status === 'declined' ? REFERRAL_SENDERS : REFERRAL_RECEIVERS

/** Judges one move; null when it can be made. The browser asks the same before it shows a button. */
export const judgeReferralMove = (
  referral: Pick<ReferralState, 'status' | 'responsibleUnitId'>,
  move: ReferralMove,
  actor: Pick<Actor, 'unitId' | 'function'>,
): Refusal | null => {
  const movers = referralMovers(referral.status)
  if (actor.unitId !== referral.responsibleUnitId || !isOneOf(movers, actor.function))
    return refuse('not_your_function', { mayInstead: movers })
  return REFERRAL_MOVES[referral.status].includes(move) ? null : refuse('referral_not_at_this_stage')
}

/** When the receiving unit should have said that it has it. */
export const acknowledgeDue = (urgency: ReferralUrgency, receivedAt: Instant, targets: Targets): Instant =>
  plusHours(receivedAt, urgency === 'this_week' ? targets.referralHours : targets.referralUrgentHours)

/** When a case should be open, or the referral declined. */
export const openDue = (ageBand: AgeBand, acknowledgedAt: Instant, targets: Targets): Instant =>
  plusHours(acknowledgedAt, isChild(ageBand) ? targets.childNoticeHours : targets.referralHours)
