import type { Api, SealedPart } from '@ariadne/contract'
import { type Actor, type ReferralMove, judgeReferralMove } from '@ariadne/domain'
import type { Me } from '../session/me.tsx'
import { openSealed, wrapFor } from '../vault/parts.ts'
import { sendNow } from './sendNow.ts'
import { RefusedError } from './refused.ts'
import type { Opened } from './submit.ts'
import { actorsOf } from './useCase.ts'

export type ReferralView = Api['GET /api/referrals/{referralId}']['response']

/** The unit that is responsible for a referral now: there is always exactly one. */
export const responsibleUnit = (view: ReferralView): string =>
  view.status === 'declined' ? view.referral.by.unitId : (view.redirectedTo ?? view.referral.toUnitId)

/** In which of their functions this member may make a move; empty when they may not. */
export const referralActors = (view: ReferralView, move: ReferralMove, me: Me): Actor[] =>
  view.moves.includes(move)
    ? actorsOf(me).filter(
        (actor) =>
          judgeReferralMove({ status: view.status, responsibleUnitId: responsibleUnit(view) as never }, move, actor) ===
          null,
      )
    : []

const sealedParts = async (view: ReferralView, unitId: string, reason: string): Promise<SealedPart[]> => {
  const outcome = await sendNow('referral.open_parts', {
    referralId: view.referral.referralId,
    unitId: unitId as never,
    reason: reason as never,
  })
  if (outcome.status !== 'accepted') throw new RefusedError(outcome)
  return (outcome.result?.['parts'] ?? []) as SealedPart[]
}

/** Opens what the sender sealed for the receiving unit; the reason is kept. @throws RefusedError, KeyringError, OfflineError */
export const openReferralParts = async (
  view: ReferralView,
  unitId: string,
  reason: string,
  me: Me,
): Promise<Opened[]> => {
  const parts = await sealedParts(view, unitId, reason)
  return Promise.all(
    parts.map(async (part) => ({
      partId: part.partId,
      class: part.class,
      at: view.referral.sentAt,
      text: await openSealed(part, view.referral.by.instanceId, unitId, me),
    })),
  )
}

/**
 * The same sealed parts with a wrap for the unit that a referral is sent on to. Those it came back to cannot open what
 * they sealed for another unit: from them it goes on with its codes alone.
 */
export const partsForRedirect = async (
  view: ReferralView,
  unitId: string,
  toUnitId: string,
  me: Me,
): Promise<SealedPart[]> => {
  if (view.referral.parts.length === 0 || view.status === 'declined') return []
  const parts = await sealedParts(view, unitId, 'prepare_decision')
  return Promise.all(
    parts.map(async (part) => ({
      ...part,
      wraps: [...part.wraps, ...(await wrapFor(part, view.referral.by.instanceId, unitId, [toUnitId], me))],
    })),
  )
}
