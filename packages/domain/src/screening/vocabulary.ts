/** Services a set or a rule can lead to. */
export const DESTINATIONS = ['child_protection', 'nrm', 'gbv_services', 'asylum_authority'] as const

/** Where a concern goes, the first to call first. A child goes to child protection, never elsewhere first. */
export const ROUTES = [...DESTINATIONS, 'help_card', 'none'] as const
export type Route = (typeof ROUTES)[number]

/** What is known about the person apart from signs, and decides alone or together with a sign. */
export const CIRCUMSTANCES = [
  'danger_now',
  'self_identified',
  'child',
  'age_in_doubt',
  'alone',
  'separated',
  'adult_in_doubt',
  'not_enough_information',
] as const
export type Circumstance = (typeof CIRCUMSTANCES)[number]

/** What to ask or do next when a sign is there, most pressing first. Worded as `codes.screening.next.<step>`. */
export const NEXT_STEPS = [
  'call_on_duty',
  'medical_help',
  'call_child_protection',
  'keep_apart',
  'do_not_inform',
  'do_not_ask_child',
  'speak_alone',
  'own_interpreter',
  'meet_needs',
  'check_relationship',
  'check_documents',
  'return_belongings',
  'offer_violence_service',
  'keep_messages',
  'tell_rights',
  'ask_gently',
  'second_look',
  'offer_card',
] as const
export type NextStep = (typeof NEXT_STEPS)[number]

/** Codes instead of free text: nothing is typed at a border that could name a person. */
export const LOWERING_REASONS = [
  'explained_in_private',
  'entered_by_mistake',
  'already_protected',
  'specialist_judged',
] as const
export type LoweringReason = (typeof LOWERING_REASONS)[number]

/** Rules that hold for every set and that no set can switch off. Worded as `codes.screening.rule.<id>`. */
export const ENGINE_RULES = [
  'floor_danger_now',
  'floor_self_identified',
  'floor_child_not_in_safe_company',
  'floor_child_with_sign',
  'base_any_sign',
  'base_not_enough_information',
  'base_nothing_recorded',
] as const
export type EngineRule = (typeof ENGINE_RULES)[number]

/** The sentence every result carries: signs are not proof, and their absence proves nothing. */
export const LIMITS_MESSAGE = 'codes.screening.limits'
