import type { ActDefinition } from '../case/define.ts'
import * as afterwards from './afterwards.ts'
import * as offer from './offer.ts'
import * as question from './question.ts'
import * as transfer from './transfer.ts'

/** Every act of a handover, on both sides. A handover message is one of these, mirrored at the peer. */
export const handoverActs: readonly ActDefinition[] = [
  question.capabilityAsked,
  question.capabilityAnswered,
  offer.offered,
  offer.acknowledged,
  offer.clarificationAsked,
  offer.accepted,
  offer.declined,
  offer.personConfirmed,
  transfer.dossierSent,
  transfer.logisticsSent,
  transfer.logisticsConfirmed,
  transfer.arrivalConfirmed,
  transfer.notArrived,
  afterwards.feedbackGiven,
  afterwards.resultReported,
  afterwards.withdrawn,
  afterwards.withdrawalAcknowledged,
  afterwards.voided,
  afterwards.closed,
]
