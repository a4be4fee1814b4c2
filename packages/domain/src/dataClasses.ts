import { z } from 'zod'

/** Classes of sealed information. An agreement names classes; a dossier is one ciphertext a class. */
export const DATA_CLASSES = [
  'identity',
  'contact',
  'safety_plan',
  'support_plan',
  'medical_essentials',
  'legal_status',
  'guardian_papers',
  'best_interests',
  'family',
  'logistics',
  'handover_note',
  'narrative',
] as const
export const DataClass = z.enum(DATA_CLASSES)
export type DataClass = z.infer<typeof DataClass>

/** What may ever cross a border: never an interview, a therapy note or a police statement (`narrative`). */
export const CLASSES_FOR_DOSSIER = [
  'identity',
  'contact',
  'safety_plan',
  'support_plan',
  'medical_essentials',
  'legal_status',
  'guardian_papers',
  'best_interests',
  'family',
] as const satisfies readonly DataClass[]
export const DossierClass = z.enum(CLASSES_FOR_DOSSIER)
export type DossierClass = z.infer<typeof DossierClass>

/** Why a sealed part is opened. Said before each opening, kept with it. */
export const OPENING_REASONS = [
  'support_person',
  'prepare_decision',
  'prepare_handover',
  'safety_check',
  'correct_data',
  'person_asked',
  'duty_review',
] as const
export const OpeningReason = z.enum(OPENING_REASONS)
export type OpeningReason = z.infer<typeof OpeningReason>
