import { isEnded } from '../handover/state.ts'
import { mintId } from '../ids.ts'
import type { Act } from './action.ts'
import type { CaseState } from './state.ts'

/**
 * Acts that follow from an act at once, in the same transaction, so that nobody has to remember them.
 * A withdrawn agreement stops every handover that cites it: the receiver is told by the same road the offer took.
 * @param state the state after `act`
 */
export const consequencesOf = (state: CaseState, act: Act): Act[] => {
  if (act.kind !== 'agreement.withdrawn') return []
  return state.handovers
    .filter(
      (handover) =>
        handover.direction === 'outgoing' && !isEnded(handover) && handover.agreementId === act.body['agreementId'],
    )
    .map((handover) => ({
      id: mintId(Date.parse(act.occurredAt)),
      caseId: act.caseId,
      kind: 'handover.withdrawn',
      version: 1,
      // The instance carries it out for the unit that asked: who withdrew stays known here and need not be known abroad.
      by: { instanceId: state.instanceId, unitId: handover.senderUnitId, memberId: null, function: 'instance' },
      occurredAt: act.occurredAt,
      reliesOn: { handover: state.revisions.handover },
      body: {
        handoverId: handover.handoverId,
        reason: act.by.function === 'guardian' ? 'guardian_withdrew' : 'person_withdrew',
        toldWhatCannotBeRecalled: true,
      },
      parts: [],
    }))
}
