import { z } from 'zod'
import { by, type ActContext, type Doer } from '../case/define.ts'
import type { CaseState } from '../case/state.ts'
import { HandoverId } from '../ids.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { isEnded, type HandoverStage, type HandoverState } from './state.ts'
import * as v from '../case/vocabulary.ts'

/** What the acts of a handover share: which side they come from, at which stage, and by whom. */
export const handoverId = HandoverId
export const named = z.strictObject({ handoverId })

export const findHandover = (state: CaseState, body: { handoverId: string } | null): HandoverState | undefined =>
  body
    ? state.handovers.find((handover) => handover.handoverId === body.handoverId)
    : state.handovers.find((handover) => !isEnded(handover))
export const getHandover = (state: CaseState, body: { handoverId: string }): HandoverState => {
  const handover = findHandover(state, body)
  if (!handover) throw new Error(`The case has no handover ${body.handoverId}`)
  return handover
}
export const move = (handover: HandoverState, stage: HandoverStage, context: ActContext): void => {
  handover.stage = stage
  handover.stageSince = context.act.occurredAt
}

type Side = 'sender' | 'receiver'
/** On the sender's copy the sender's acts are ours and the receiver's come by message; on the receiver's copy the reverse. */
export const comesFrom = (side: Side, state: CaseState, handover: HandoverState, context: ActContext): boolean => {
  const ours = context.act.by.instanceId === state.instanceId
  return (handover.direction === 'outgoing') === (side === 'sender')
    ? ours
    : context.act.by.instanceId === handover.peer
}

/** The handover can take this step now: it is one of these stages, and it comes from the right side. */
export const step =
  (
    side: Side,
    stages: readonly HandoverStage[],
    more: (state: CaseState, body: never, context: ActContext, handover: HandoverState) => Refusal | null = () => null,
  ) =>
  (state: CaseState, body: { handoverId: string } | null, context: ActContext): Refusal | null => {
    const candidates = body
      ? [findHandover(state, body)]
      : state.handovers.filter((one) => stages.includes(one.stage) && comesFrom(side, state, one, context))
    const handover = candidates[0]
    if (!handover) return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    if (!comesFrom(side, state, handover, context)) return refuse('handover_other_side', { field: 'handoverId' })
    if (!stages.includes(handover.stage)) return refuse('handover_not_at_this_stage', { field: 'handoverId' })
    return body === null ? null : more(state, body as never, context, handover)
  }

export const SENDER: readonly Doer[] = [
  ...by('lead', 'case_coordinator', 'focal_point', 'case_worker'),
  ...by('assigned', 'focal_point'),
  ...by('peer', 'focal_point', 'case_coordinator', 'case_worker'),
]
export const RECEIVER: readonly Doer[] = [
  ...by('receiver', 'focal_point', 'case_coordinator', 'case_worker'),
  ...by('assigned', 'case_worker'),
  ...by('lead', 'case_coordinator', 'case_worker', 'focal_point'),
  ...by('peer', 'focal_point', 'case_coordinator', 'case_worker'),
]

export const needs = z.array(v.ServiceType).min(1).max(10)

export const closeDraft = (state: CaseState, reason: string, context: ActContext): void => {
  state.status = 'closed'
  state.statusSince = context.act.occurredAt
  state.closureReason = reason
}
