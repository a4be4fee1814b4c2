/**
 * Code lists of the Human Trafficking Case Data Standard 2.0 (HTCDS), published by the International Organization for
 * Migration, https://github.com/UNMigration/HTCDS, licence CC BY 4.0. Codes are spelt exactly as published (also
 * `Unaquainted`), so that files made by others load. IOM does not endorse this software.
 *
 * `EXTENSIONS` names the codes that are ours; an export to plain HTCDS writes them as `Other`.
 */

/** HTCDS `vic_TypeOfExploitation`, several may apply. */
export const EXPLOITATION = [
  'ForcedLabour',
  'SexualExploitation',
  'ChildLabour',
  'ForcedMarriage',
  'Servitude',
  'ForcedMilitaryByNonStateActors',
  'OrganRemoval',
  'ForcedBegging',
  'ForcedAdoption',
  'Surrogacy',
  'ForcedCriminality',
  'Other',
] as const
export type Exploitation = (typeof EXPLOITATION)[number]

/** HTCDS `vic_MethodsOfControl`, several may apply. */
export const CONTROL = [
  'PhysicalThreats',
  'ThreatsLawEnforcement',
  'ThreatensChildrenFamily',
  'DebtBondage',
  'FalsePromises',
  'PhysicalAbuse',
  'SexualAbuse',
  'TakesEarnings',
  'RestrictsFinancialAccess',
  'RestrictsMedicalCare',
  'WithholdsNecessities',
  'PsychologicalAbuse',
  'PsychoactiveSubstance',
  'ExcessiveWorkingHours',
  'WithholdsDocuments',
  'Other',
] as const
export type Control = (typeof CONTROL)[number]

/** HTCDS `vic_MethodOfRecruitment`, several may apply. */
export const RECRUITMENT = [
  'AtAPlaceOfBusiness',
  'AtAnEducationalInstitution',
  'AtWork',
  'ThroughOnlineSocialNetworks',
  'ThroughAnOnlineAdvertisement',
  'ThroughATelevisionAdvert',
  'ThroughANewspaperAdvert',
  'ThroughFamilyOrFamilyEvents',
  'ThroughFriendsOrSocialEvents',
  'Other',
] as const
export type Recruitment = (typeof RECRUITMENT)[number]

/** HTCDS `vic_ForcedLabourIndustry`. */
export const INDUSTRY = [
  'A_AgricultureForestryAndFishing',
  'B_MiningAndQuarrying',
  'C_Manufacturing',
  'D_ElectricityGasSteamAndAirConditioningSupply',
  'E_WaterSupplySewerageWasteManagement',
  'F_Construction',
  'G_WholesaleAndRetailTradeRepairOfMotorVehicles',
  'H_TransportationAndStorage',
  'I_AccommodationAndFoodServiceActivities',
  'J_InformationAndCommunication',
  'K_FinancialAndInsuranceActivities',
  'L_RealEstateActivities',
  'M_ProfessionalScientificAndTechnicalActivities',
  'N_AdministrativeAndSupportServiceActivities',
  'O_PublicAdministrationAndDefence',
  'P_Education',
  'Q_HumanHealthAndSocialWorkActivities',
  'R_ArtsEntertainmentAndRecreation',
  'S_OtherServiceActivities',
  'T_ActivitiesOfHouseholdsAsEmployers',
  'U_ActivitiesOfExtraterritorialOrganizations',
] as const
export type Industry = (typeof INDUSTRY)[number]

/** HTCDS `vic_TypeOfSexExploitation`, several may apply. */
export const SEX_EXPLOITATION = [
  'Prostitution',
  'Pornography',
  'RemoteInteractiveServices',
  'PrivateSexualServices',
] as const
export type SexExploitation = (typeof SEX_EXPLOITATION)[number]

/** HTCDS `vic_RelationshipToTrafficker`. */
export const RELATIONSHIP = ['Familial', 'Acquainted', 'Unaquainted'] as const
export type Relationship = (typeof RELATIONSHIP)[number]

/** HTCDS `vic_TraffickingStatus`. */
export const TRAFFICKING_STATUS = [
  'PossibleVictimOfTrafficking',
  'ActualVictimOfTrafficking',
  'NotAVictimOfTrafficking',
] as const
export type TraffickingStatus = (typeof TRAFFICKING_STATUS)[number]

/** HTCDS `vic_TraffickingStatusDecisionMakingOrg`. */
export const DECIDING_ORGANISATION = [
  'Police',
  'NGO',
  'CourtOrProsecution',
  'NonPoliceGovernmentalOrganization',
  'Other',
] as const
export type DecidingOrganisation = (typeof DECIDING_ORGANISATION)[number]

/** HTCDS `prs_Gender`. */
export const GENDER = [
  'Feminine',
  'Masculine',
  'TransgenderFeminine',
  'TransgenderMasculine',
  'NonConforming',
  'NonSpecifiedUnknown',
] as const
export type Gender = (typeof GENDER)[number]

/** HTCDS `prs_MaritalStatus`. */
export const MARITAL_STATUS = [
  'Single',
  'Married',
  'Widowed',
  'Divorced',
  'Separated',
  'RegisteredPartnership',
] as const
export type MaritalStatus = (typeof MARITAL_STATUS)[number]

/** HTCDS `prs_HighestLevelOfEducation`. */
export const EDUCATION = [
  'EarlyChildhoodEducation',
  'PrimaryEducation',
  'LowerSecondaryEducation',
  'UpperSecondaryEducation',
  'PostSecondaryNonTertiaryEducation',
  'ShortCycleTertiaryEducation',
  'BachelorsOrEquivalentLevel',
  'MastersOrEquivalentLevel',
  'DoctoralOrEquivalentLevel',
] as const
export type Education = (typeof EDUCATION)[number]

/** HTCDS `cas_Status`. */
export const CASE_STATUS = ['Active', 'FollowUp', 'Closed', 'ClosedReferred'] as const
export type CaseStatus = (typeof CASE_STATUS)[number]

/** HTCDS `cas_ReasonForIncomingReferral` and `cas_ReasonForOutgoingReferral`. */
export const REFERRAL_REASON = ['AdditionalServicesRequired', 'MigrationOrChangeOfLocation', 'Other'] as const
export type ReferralReason = (typeof REFERRAL_REASON)[number]

/** HTCDS `spl_Type`. */
export const SUPPORT_PLAN = [
  'Education',
  'Financial',
  'Health',
  'LabourExploitationRehabilitation',
  'Legal',
  'Livelihood',
  'RightsBasedTraining',
  'SexualExploitationRehabilitation',
  'SocialCare',
] as const
export type SupportPlan = (typeof SUPPORT_PLAN)[number]

/** HTCDS `hte_Type`. */
export const HISTORIC_EVENT = ['Recruitment', 'Transit', 'Exploitation'] as const
export type HistoricEvent = (typeof HISTORIC_EVENT)[number]

/** HTCDS `org_Type`. */
export const ORGANISATION_KIND = [
  'NGO',
  'LawEnforcement',
  'HealthServiceOrganisation',
  'CentralGovernmentOrganisation',
  'LocalGovernmentOrganisation',
  'ImmigrationService',
  'LegalService',
  'CorporateBusiness',
  'SchoolOrCollege',
] as const
export type OrganisationKind = (typeof ORGANISATION_KIND)[number]

/** Every list by its id; labels are the messages `codes.<list>.<code>`. */
export const CODE_LISTS = {
  exploitation: { fields: ['vic_TypeOfExploitation'], several: true, codes: EXPLOITATION },
  control: { fields: ['vic_MethodsOfControl'], several: true, codes: CONTROL },
  recruitment: { fields: ['vic_MethodOfRecruitment'], several: true, codes: RECRUITMENT },
  industry: { fields: ['vic_ForcedLabourIndustry'], several: false, codes: INDUSTRY },
  sexExploitation: { fields: ['vic_TypeOfSexExploitation'], several: true, codes: SEX_EXPLOITATION },
  relationship: { fields: ['vic_RelationshipToTrafficker'], several: false, codes: RELATIONSHIP },
  traffickingStatus: { fields: ['vic_TraffickingStatus'], several: false, codes: TRAFFICKING_STATUS },
  decidingOrganisation: {
    fields: ['vic_TraffickingStatusDecisionMakingOrg'],
    several: false,
    codes: DECIDING_ORGANISATION,
  },
  gender: { fields: ['prs_Gender'], several: false, codes: GENDER },
  maritalStatus: { fields: ['prs_MaritalStatus'], several: false, codes: MARITAL_STATUS },
  education: { fields: ['prs_HighestLevelOfEducation'], several: false, codes: EDUCATION },
  caseStatus: { fields: ['cas_Status'], several: false, codes: CASE_STATUS },
  referralReason: {
    fields: ['cas_ReasonForIncomingReferral', 'cas_ReasonForOutgoingReferral'],
    several: false,
    codes: REFERRAL_REASON,
  },
  supportPlan: { fields: ['spl_Type'], several: false, codes: SUPPORT_PLAN },
  historicEvent: { fields: ['hte_Type'], several: false, codes: HISTORIC_EVENT },
  organisationKind: { fields: ['org_Type'], several: false, codes: ORGANISATION_KIND },
} as const

export type CodeListId = keyof typeof CODE_LISTS
export type Code<List extends CodeListId> = (typeof CODE_LISTS)[List]['codes'][number]

/** Codes that HTCDS 2.0 does not have. */
export const EXTENSIONS = { exploitation: ['ForcedCriminality'] } as const

export const isCode = <List extends CodeListId>(list: List, code: string): code is Code<List> =>
  (CODE_LISTS[list].codes as readonly string[]).includes(code)

/** The message that names a code. @example codeMessageId('exploitation', 'ForcedLabour') // 'codes.exploitation.ForcedLabour' */
export const codeMessageId = <List extends CodeListId>(list: List, code: Code<List>): string => `codes.${list}.${code}`

/** A code as plain HTCDS 2.0 can hold it. */
export const toHtcds = <List extends CodeListId>(list: List, code: Code<List>): string =>
  list === 'exploitation' && (EXTENSIONS.exploitation as readonly string[]).includes(code) ? 'Other' : code
