import { z } from 'zod'
import type { DossierClass } from '../dataClasses.ts'
import type { UnitKind } from '../functions.ts'
import type { AgreementId, HandoverId, InstanceId, MemberId, UnitId } from '../ids.ts'
import type { Day, Instant } from '../time.ts'

/** What the other country is asked to do. Only `take_lead` ever moves the lead, and only at arrival. */
export const HandoverRole = z.enum(['take_lead', 'provide_service', 'family_assessment', 'return_support'])
export type HandoverRole = z.infer<typeof HandoverRole>

export const HandoverStage = z.enum([
  'capability_asked',
  'capability_answered',
  'offered',
  'acknowledged',
  'clarification_asked',
  'accepted',
  'declined',
  'person_confirmed',
  'dossier_sent',
  'logistics_sent',
  'logistics_confirmed',
  'not_arrived',
  'arrived',
  'result_reported',
  'withdrawn',
  'voided',
  'closed',
])
export type HandoverStage = z.infer<typeof HandoverStage>

/** Days after arrival on which the receiver reports back, if the person agrees (domain research C5, stage 7). */
export const FEEDBACK_DAYS = [7, 30, 90, 180] as const

/**
 * One handover as both instances see it: the same acts, mirrored by message, folded by the same code.
 * `direction` says on which side this copy is.
 */
export interface HandoverState {
  handoverId: HandoverId
  direction: 'outgoing' | 'incoming'
  peer: InstanceId
  role: HandoverRole
  stage: HandoverStage
  stageSince: Instant
  /** Which unit of the receiving country is asked. */
  recipientUnitId: UnitId
  recipientCountry: string
  senderUnitId: UnitId
  query: {
    needs: string[]
    ageBand: string
    sex: string
    languages: string[]
    urgency: string
    fromOn: Day
    untilOn: Day
  }
  capability: { answer: 'possible' | 'not_possible' | 'ask'; at: Instant } | null
  agreementId: AgreementId | null
  agreementHash: string | null
  offer: {
    needs: string[]
    riskFlags: string[]
    child: boolean
    recipientKind: UnitKind
    respondBy: Instant
    at: Instant
  } | null
  acknowledgedAt: Instant | null
  acceptance: {
    workerId: MemberId
    workerName: string
    placeType: string
    guardianArrangement: string
    from: Day
    staffLanguages: string[]
    at: Instant
    conditions: string[]
  } | null
  declined: { reason: string; at: Instant } | null
  personConfirmedAt: Instant | null
  dossier: { classes: DossierClass[]; at: Instant; expiresOn: Day } | null
  logistics: { meetOn: Day; at: Instant } | null
  arrival: { at: Instant; outcome: 'met' } | null
  notArrivedAt: Instant | null
  feedback: { day: number; at: Instant; serviceStarted: boolean; safe: 'yes' | 'no' | 'not_known' }[]
  result: { result: string; at: Instant } | null
  withdrawal: { at: Instant; reason: string; acknowledgedAt: Instant | null } | null
  closedAt: Instant | null
}

/** Over for both sides: nothing more is shared, nothing more is asked. */
export const isEnded = (handover: HandoverState): boolean =>
  ['declined', 'withdrawn', 'voided', 'closed'].includes(handover.stage)
