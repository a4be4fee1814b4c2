import { agreementHash } from '@ariadne/domain'
import type { Act, AgreedTerms, CaseState, HandoverState } from '@ariadne/domain'
import type { Tx } from '../../platform/database/index.ts'
import { findColleague, findOwnUnits, mayHoldCases } from '../directory.ts'
import type { PeerDirectory } from '../directory.ts'
import type { Refused } from '../sealed-parts.ts'

type Context = { tx: Tx; state: CaseState; act: Act; peers: PeerDirectory; country: string }
type Check = (context: Context) => Promise<Refused | null>

const text = (act: Act, name: string): string => (typeof act.body[name] === 'string' ? act.body[name] : '')
const isOurs = ({ act, state }: Context): boolean => act.by.instanceId === state.instanceId

const unknownUnit = (field: string): Refused => ({
  code: 'unit_unknown',
  field,
  remedy: 'Choose a unit from the directory. A unit abroad is known only while the trust list is up to date.',
})
const notReady = (field: string): Refused => ({
  code: 'unit_not_ready',
  field,
  remedy: 'Two members of the unit must hold its key and confirm its recovery kit before it receives a case.',
})
const unknownMember = (field: string): Refused => ({
  code: 'member_unknown',
  field,
  remedy: 'Choose somebody who works in that unit in this function.',
})

/** A unit of ours that may work on cases. */
const ownUnitObstacle = async (
  { tx }: Context,
  unitId: string,
  field: string,
  ready = false,
): Promise<Refused | null> => {
  const unit = (await findOwnUnits(tx, [unitId])).get(unitId)
  if (unit === undefined || !mayHoldCases(unit)) return unknownUnit(field)
  return ready && !unit.ready ? notReady(field) : null
}

const colleagueObstacle = async (
  { tx }: Context,
  seat: { memberId: string; unitId: string; function: string },
  field: string,
): Promise<Refused | null> => {
  const colleague = await findColleague(tx, seat.memberId, seat.unitId)
  return colleague?.functions.includes(seat.function) ? null : unknownMember(field)
}

/** Whoever an agreement or an override names as the recipient exists, here or in the trust list. */
const recipientObstacle = async (context: Context): Promise<Refused | null> => {
  const recipient = context.act.body['recipient'] as { instanceId: string; unitId: string; country?: string }
  if (recipient.instanceId === context.state.instanceId) {
    const unit = (await findOwnUnits(context.tx, [recipient.unitId])).get(recipient.unitId)
    if (unit === undefined) return unknownUnit('body.recipient.unitId')
    return recipient.country === undefined || recipient.country === context.country
      ? null
      : unknownUnit('body.recipient.country')
  }
  const unit = context.peers.findUnit(recipient.instanceId, recipient.unitId)
  if (unit === undefined) return unknownUnit('body.recipient.unitId')
  return recipient.country === undefined || recipient.country === unit.country
    ? null
    : unknownUnit('body.recipient.country')
}

const handoverOf = ({ act, state }: Context): HandoverState | undefined =>
  state.handovers.find((one) => one.handoverId === act.body['handoverId'])

/** What an act says about units and people, held against the directory. The domain judges by codes and cannot know it. */
const CHECKS: Readonly<Record<string, Check>> = {
  'case.opened': (context) => ownUnitObstacle(context, context.act.by.unitId, 'by.unitId', true),
  'access.assigned': async (context) => {
    const { act } = context
    const unit = await ownUnitObstacle(context, text(act, 'unitId'), 'body.unitId')
    const memberId = act.body['memberId']
    if (unit || typeof memberId !== 'string') return unit
    const seat = { memberId, unitId: text(act, 'unitId'), function: text(act, 'function') }
    return colleagueObstacle(context, seat, 'body.memberId')
  },
  'guardian.requested': (context) =>
    ownUnitObstacle(context, text(context.act, 'authorityUnitId'), 'body.authorityUnitId'),
  'guardian.appointed': async (context) => {
    const unitId = text(context.act, 'guardianUnitId')
    const unit = await ownUnitObstacle(context, unitId, 'body.guardianUnitId')
    if (unit) return unit
    const seat = { memberId: text(context.act, 'guardianMemberId'), unitId, function: 'guardian' }
    return colleagueObstacle(context, seat, 'body.guardianMemberId')
  },
  'service.requested': async (context) =>
    typeof context.act.body['unitId'] === 'string'
      ? ownUnitObstacle(context, context.act.body['unitId'], 'body.unitId')
      : null,
  'agreement.given': async (context) => {
    const recipient = await recipientObstacle(context)
    if (recipient) return recipient
    return (await agreementHash(context.act.body as unknown as AgreedTerms)) === context.act.body['hash']
      ? null
      : {
          code: 'agreement_hash_differs',
          field: 'body.hash',
          remedy: 'Take the hash over the terms as agreementHash of the domain package does.',
        }
  },
  'override.invoked': recipientObstacle,
  'handover.capability_asked': async (context) => {
    const { act, peers } = context
    if (!isOurs(context)) return ownUnitObstacle(context, text(act, 'recipientUnitId'), 'body.recipientUnitId', true)
    const unit = peers.findUnit(text(act, 'peer'), text(act, 'recipientUnitId'))
    if (unit === undefined) return unknownUnit('body.recipientUnitId')
    return unit.country === act.body['recipientCountry'] ? null : unknownUnit('body.recipientCountry')
  },
  // The guard on asylum seekers reads the recipient's kind, so it must be the kind the trust list says.
  'handover.offered': async (context) => {
    const handover = handoverOf(context)
    if (!isOurs(context) || handover === undefined) return null
    const unit = context.peers.findUnit(handover.peer, handover.recipientUnitId)
    return unit?.kinds.includes(text(context.act, 'recipientKind')) ? null : unknownUnit('body.recipientKind')
  },
  'handover.accepted': async (context) => {
    const handover = handoverOf(context)
    if (!isOurs(context) || handover === undefined) return null
    const worker = await findColleague(context.tx, text(context.act, 'workerId'), handover.recipientUnitId)
    if (worker === undefined) return unknownMember('body.workerId')
    return worker.name === context.act.body['workerName']
      ? null
      : {
          code: 'worker_name_differs',
          field: 'body.workerName',
          remedy: 'Write the name as the directory shows it.',
        }
  },
}

/** @param context.state the state before the act; the act itself has been judged allowed */
export const referenceObstacle = async (context: Context): Promise<Refused | null> =>
  (await CHECKS[context.act.kind]?.(context)) ?? null
