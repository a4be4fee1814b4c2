import { z } from 'zod'
import { COUNTRIES, EXPLOITATION, GENDER } from '../codes/index.ts'

/** Values of coded case facts. Where HTCDS 2.0 has a list, `codes/` holds it; these are Ariadne's own extensions. */
const list = <const T extends readonly [string, ...string[]]>(...values: T) => z.enum(values)

export const AgeBand = list(
  'under_12',
  '12_15',
  '16_17',
  'doubt_child',
  '18_24',
  '25_39',
  '40_59',
  '60_plus',
  'unknown_adult',
)
export type AgeBand = z.infer<typeof AgeBand>
/** A doubt about age counts as a child (CETS 197 Article 10 presumption of minority). */
export const isChild = (age: AgeBand): boolean => ['under_12', '12_15', '16_17', 'doubt_child'].includes(age)

/** HTCDS 2.0 `prs_Gender`. */
export const Sex = z.enum(GENDER)
export type Sex = z.infer<typeof Sex>
/** ISO 3166-1 alpha-2, and XK. */
export const Country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .refine((code) => COUNTRIES.includes(code), 'Not a country code')
export type Country = z.infer<typeof Country>
/** A part of a country as statistics know it: the country's letters and up to three more signs (NUTS). */
export const Area = z.string().regex(/^[A-Z]{2}[A-Z0-9]{1,3}$/)
export type Area = z.infer<typeof Area>
export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?$/)
export type Language = z.infer<typeof Language>

export const CaseStatus = list(
  'draft',
  'open',
  'paused',
  'missing',
  'moved_on',
  'transferred_lead',
  'monitoring',
  'closed',
  'retained',
  'erased',
)
export type CaseStatus = z.infer<typeof CaseStatus>
export const IdentificationStatus = list(
  'unassessed',
  'presumed',
  'reasonable_grounds',
  'formally_identified',
  'not_confirmed',
  'under_review',
  'withdrawn_by_person',
)
export type IdentificationStatus = z.infer<typeof IdentificationStatus>
export const AssistanceStatus = list('none', 'emergency', 'reflection_support', 'long_term', 'post_shelter', 'ended')
export type AssistanceStatus = z.infer<typeof AssistanceStatus>
export const ReflectionStatus = list('not_due', 'offered', 'running', 'ended', 'protective_measures')
export type ReflectionStatus = z.infer<typeof ReflectionStatus>
export const GuardianshipStatus = list('not_needed', 'needed', 'requested', 'interim', 'appointed', 'ended')
export type GuardianshipStatus = z.infer<typeof GuardianshipStatus>
export const InvestigationStatus = list('none', 'exists_contact_known', 'person_cooperating', 'protected_witness')
export type InvestigationStatus = z.infer<typeof InvestigationStatus>
export const AsylumStatus = list(
  'not_explained',
  'explained',
  'wishes_to_apply',
  'pending',
  'none_pending',
  'protection_granted',
)
export type AsylumStatus = z.infer<typeof AsylumStatus>

/** HTCDS 2.0 `vic_TypeOfExploitation`. */
export const Exploitation = z.enum(EXPLOITATION)

export const PresumptionBasis = list(
  'self_identification',
  'professional_concern',
  'indicator_action',
  'trusted_partner',
)
export const FileBasis = list('person_agreed', 'anonymous', 'child_protection')
export const RiskType = list('immediate', 'shelter', 're_trafficking', 'pre_return')
export type RiskType = z.infer<typeof RiskType>
export const RiskLevel = list('low', 'medium', 'high')
export type RiskLevel = z.infer<typeof RiskLevel>
export const ServiceType = list(
  'safe_accommodation',
  'food_clothing',
  'health_care',
  'psychological_support',
  'interpretation',
  'cultural_mediation',
  'legal_information',
  'legal_representation',
  'compensation_claim',
  'documents',
  'education',
  'work_training',
  'financial_help',
  'family_tracing',
  'reintegration',
  'child_care',
)
export type ServiceType = z.infer<typeof ServiceType>
export const ClosureReason = list(
  'goals_reached',
  'person_wishes',
  'moved_on',
  'lead_handed_over',
  'reached_majority_supported_elsewhere',
  'declined_offer',
  'opened_in_error',
  'deceased',
)
export const ReflectionEnd = list('expired', 'person_chose_to_cooperate', 'person_asked', 'ended_by_authority')
export const BestInterestsOutcome = list(
  'family_in_country',
  'care_in_country',
  'stay_here',
  'other_country_care',
  'not_yet',
)
export const AssessmentResult = list('suitable', 'suitable_with_support', 'not_suitable', 'could_not_assess')
export const AgreementPurpose = list(
  'take_over_lead',
  'provide_service',
  'family_assessment',
  'return_support',
  'service_in_country',
  'introduction_to_police',
)
export type AgreementPurpose = z.infer<typeof AgreementPurpose>
/** Lawful basis of the controller, apart from the person's agreement (EDPB guidelines 05/2020, paragraph 16). */
export const LawfulBasis = list(
  'public_task',
  'legal_obligation',
  'vital_interests',
  'consent',
  'legitimate_interests',
  'substantial_public_interest',
  'national_law_tbc',
)
export type LawfulBasis = z.infer<typeof LawfulBasis>
/** What lets data leave the country: a third field, apart from agreement and lawful basis. */
export const TransferBasis = list(
  'not_needed_same_country',
  'adequacy',
  'public_bodies_agreement',
  'appropriate_safeguards',
  'derogation_explicit_consent',
  'derogation_vital_interests',
  'derogation_public_interest',
  'to_be_confirmed',
)
export type TransferBasis = z.infer<typeof TransferBasis>
export const OverrideGround = list('life_risk', 'child_safeguarding', 'statutory_duty', 'court_order')
export type OverrideGround = z.infer<typeof OverrideGround>
