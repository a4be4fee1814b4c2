import type { AgeBand, IdentificationStatus, Sex } from '../case/vocabulary.ts'
import type { Instant } from '../time.ts'

/**
 * What a statistic can count: something that happened to one record, at a time, known since a time. Facts are derived
 * from the history of screenings, referrals and cases (DESIGN 7); nobody writes one. They name nobody.
 */
export const FACTS = [
  // First contact
  'encountered',
  'screened',
  'referred',
  'referral_acknowledged',
  'referral_declined',
  // The case
  'case_opened',
  'monitoring',
  'went_missing',
  'moved_on',
  'closed',
  'reopened',
  // Identification. `registered` is the first of presumed, reasonable grounds and formal identification.
  'registered',
  'presumed',
  'reasonable_grounds',
  'formally_identified',
  'not_confirmed',
  'identification_reviewed',
  'identification_withdrawn',
  // Help
  'assisted',
  'assistance_stage',
  'reflection_offered',
  'reflection_granted',
  'reflection_ended',
  'guardian_needed',
  'guardian_requested',
  'guardian_appointed',
  'service_requested',
  'service_started',
  'need_unmet',
  'compensation',
  'best_interests_determined',
  'risk_assessed',
  'asylum',
  'cooperates',
  // The person's say
  'agreement_given',
  'agreement_refused',
  'agreement_withdrawn',
  'override_invoked',
  'override_confirmed',
  // Between countries; `country` is the other one
  'handover_offered',
  'handover_acknowledged',
  'handover_accepted',
  'handover_declined',
  'handover_arrived',
  'handover_not_arrived',
  'handover_withdrawn',
  'offer_received',
  'offer_acknowledged',
  'offer_accepted',
  'offer_declined',
  'arrival_received',
  'returned',
  // Afterwards
  'follow_up_due',
  'followed_up',
] as const
export type FactCode = (typeof FACTS)[number]

/** The fact of coming to each standing of identification, in the order in which they follow each other. */
export const IDENTIFICATION_FACT: Readonly<Partial<Record<IdentificationStatus, FactCode>>> = {
  presumed: 'presumed',
  reasonable_grounds: 'reasonable_grounds',
  formally_identified: 'formally_identified',
  not_confirmed: 'not_confirmed',
  under_review: 'identification_reviewed',
  withdrawn_by_person: 'identification_withdrawn',
}

/** Facts that last until they end; all others are moments. */
export const LASTING: readonly FactCode[] = [
  'case_opened',
  'reopened',
  'assisted',
  'assistance_stage',
  'reflection_granted',
  'guardian_needed',
]

/** What is known of the person a record is about, as codes. Null is "not recorded", which is never "no". */
export interface Profile {
  ageBand: AgeBand | null
  sex: Sex | null
  citizenship: string | null
  forms: readonly string[]
  /** Country in which the exploitation took place. */
  exploitedIn: string | null
  /** Kind of place of the first contact. */
  place: string | null
  /** Part of the country in which the first contact was, as statistics know it; not a locality. */
  area: string | null
  /** Kind of unit that met the person first. */
  detector: string | null
  /** The unit the record belongs to here. */
  unit: string | null
}

export interface Fact {
  fact: FactCode
  at: Instant
  /** When it ended, for what lasts; null while it lasts and for what does not. */
  until: Instant | null
  lasts: boolean
  /** When this instance learnt of it. */
  knownAt: Instant
  /** A code that says more: a reason, a kind, a result. */
  detail: string | null
  country: string | null
  /** How exactly the time is known. */
  precision: Precision
}
export type Precision = 'minute' | 'day' | 'year'

/** The facts of one record and the profile they are counted under: the latest knowledge, so a correction restates all of them. */
export interface CountedRecord {
  /** Ties a screening, its referral and its case together: one person's way, as far as the records are linked. */
  thread: string
  subject: string
  kind: 'screening' | 'referral' | 'case'
  /** `own`, or the register a closed record was brought in from. */
  source: string
  profile: Profile
  facts: readonly Fact[]
}
