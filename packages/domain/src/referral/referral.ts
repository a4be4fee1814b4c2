import { z } from 'zod'
import { Actor } from '../functions.ts'
import { CaseId, MemberId, PartId, ReferralId, ScreeningId, UnitId } from '../ids.ts'
import { DataClass } from '../dataClasses.ts'
import { AgeBand, Country, Language, Sex } from '../case/vocabulary.ts'
import { Day, Instant } from '../time.ts'

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
  setVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  present: z.array(z.string().regex(/^[a-z0-9_-]{2,60}$/)).max(80),
  notKnown: z.array(z.string().regex(/^[a-z0-9_-]{2,60}$/)).max(80),
  selfIdentified: z.boolean(),
  dangerNow: z.boolean(),
  /** What the rules said, and what the responder decided: raised freely, lowered only with a reason. */
  ruleOutcome: z.enum(['no_concern_recorded', 'watch', 'refer', 'act_now']),
  outcome: z.enum(['no_concern_recorded', 'watch', 'refer', 'act_now']),
  ruleId: z.string().max(80),
  loweredBecause: z.enum(['explained_by_circumstances', 'sign_entered_in_error', 'specialist_disagrees']).nullable(),
  card: z.strictObject({
    offered: z.boolean(),
    taken: z.boolean(),
    codeHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
  }),
  finishedAt: Instant,
})
export type Screening = z.infer<typeof Screening>

export const ReferralUrgency = z.enum(['now', 'today', 'this_week'])

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

export interface ReferralState extends ReferralSent {
  status: ReferralStatus
  receivedAt: Instant
  acknowledgedAt: Instant | null
  acknowledgedBy: MemberId | null
  caseId: CaseId | null
  declinedBecause: string | null
  redirectedTo: UnitId | null
  dueAt: Instant
}

export const DeclineReason = z.enum(['not_our_competence', 'no_capacity', 'duplicate', 'person_no_longer_wishes'])
/** What can be done with a referral in each status. A decline or redirection never leaves it without a unit. */
export const REFERRAL_MOVES: Readonly<
  Record<ReferralStatus, readonly ('acknowledge' | 'open' | 'decline' | 'redirect')[]>
> = {
  sent: ['acknowledge', 'redirect'],
  acknowledged: ['open', 'decline', 'redirect'],
  opened: [],
  declined: [],
  redirected: [],
}
/** A follow-up day for who was handed nothing yet. */
export const RescreenOn = Day
