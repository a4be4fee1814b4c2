import { canonicalJson, isInFuture, judgeReferralMove, judgeReferralSent, sha256 } from '@ariadne/domain'
import type { Actor, InstanceId, ReferralMove, Targets } from '@ariadne/domain'
import {
  dropParts,
  dropWraps,
  findOwnUnits,
  mayHoldCases,
  readParts,
  storeParts,
  storeWraps,
} from '../casework/index.ts'
import type { AppendCheck, AppendedHook } from '../casework/index.ts'
import type { Intake } from '../intake/index.ts'
import { shiftBack } from '../platform/clock-skew.ts'
import type { CommandContext, HandlerOutcome } from '../platform/commands/registry.ts'
import { asSystem } from '../platform/database/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { SignedIn } from '../platform/http/env.ts'
import { redirectedPartsObstacle, sentPartsObstacle } from './sealing.ts'
import { findReferral, insertReferral, lockReferral, moveReferral, noteStep, settleReturned } from './store.ts'
import type { StoredReferral } from './store.ts'
import { seatsOf } from './view.ts'

export type ReferralDeps = { instanceId: InstanceId; targets: () => Targets; intake: Pick<Intake, 'referred'> }

const refused = (code: string, field: string, remedy: string): HandlerOutcome => ({
  status: 'refused',
  code,
  field,
  remedy,
})
const unknown = refused(
  'referral_unknown',
  'referralId',
  'There is no such referral here, or it is not yours to see. Look again at your list.',
)

type Receiver = { unitId: string; keyIds: readonly string[] }

/** A unit that can take a referral up: in service, for cases, its key held by two and its recovery kit confirmed. */
const findReceiver = async (tx: Tx, unitId: string, field: string): Promise<Receiver | { refusal: HandlerOutcome }> => {
  const unit = (await findOwnUnits(tx, [unitId])).get(unitId)
  if (unit === undefined || !mayHoldCases(unit))
    return { refusal: refused('unit_unknown', field, 'Choose a unit from the directory that takes referrals.') }
  return unit.ready
    ? { unitId: unit.unitId, keyIds: unit.keyIds }
    : {
        refusal: refused(
          'unit_not_ready',
          field,
          'Two members of the unit must hold its key and confirm its recovery kit first. Choose another unit meanwhile.',
        ),
      }
}

export const sendReferral = async (
  deps: ReferralDeps,
  { tx, who, now, skewMs, body: { referral, parts } }: CommandContext<'referral.send'>,
): Promise<HandlerOutcome> => {
  const { by } = referral
  const hasSeat = who.memberships.some((one) => one.unitId === by.unitId && one.functions.includes(by.function))
  if (by.instanceId !== deps.instanceId || by.memberId !== who.memberId || !hasSeat)
    return refused(
      'actor_differs',
      'referral.by',
      'Refer as yourself, for a unit you belong to, in a function you have there.',
    )
  const refusal = judgeReferralSent(referral)
  if (refusal)
    return {
      status: 'refused',
      code: refusal.code,
      ...(refusal.field === undefined ? {} : { field: `referral.${refusal.field}` }),
      ...(refusal.mayInstead === undefined ? {} : { mayInstead: [...refusal.mayInstead] }),
    }
  for (const [field, at] of [
    ['referral.sentAt', referral.sentAt],
    ['referral.handedTo.at', referral.handedTo?.at ?? referral.sentAt],
  ] as const)
    if (isInFuture(shiftBack(at, skewMs), now)) return { status: 'refused', code: 'date_in_future', field }

  return asSystem(tx, async () => {
    const digest = await sha256(canonicalJson(referral))
    const before = await lockReferral(tx, referral.referralId)
    if (before !== undefined)
      return before.digest === digest
        ? { status: 'accepted', result: { referralId: referral.referralId } }
        : refused(
            'referral_id_reused',
            'referral.referralId',
            'This id was used for another referral. Give the changed one an id of its own.',
          )
    const receiver = await findReceiver(tx, referral.toUnitId, 'referral.toUnitId')
    if ('refusal' in receiver) return receiver.refusal
    if (referral.handedTo && !(await findOwnUnits(tx, [referral.handedTo.unitId])).has(referral.handedTo.unitId))
      return refused('unit_unknown', 'referral.handedTo.unitId', 'Choose the unit of the worker from the directory.')
    const sealing = sentPartsObstacle(referral.referralId, referral.parts, parts, receiver)
    if (sealing) return { status: 'refused', ...sealing }
    await insertReferral(tx, referral, digest, now, deps.targets())
    await storeParts(tx, { kind: 'referral', id: referral.referralId }, deps.instanceId, parts, now)
    await noteStep(tx, referral.referralId, 'sent', by, now)
    const { screeningId } = referral
    if (screeningId !== null) await deps.intake.referred(tx, { ...referral, screeningId }, now)
    return { status: 'accepted', result: { referralId: referral.referralId } }
  })
}

/**
 * Runs one move of a referral the member can see, in the first of their functions that may make it, on the locked row.
 */
const withMove = async (
  tx: Tx,
  who: SignedIn,
  { referralId, unitId, move }: { referralId: string; unitId: string; move: ReferralMove },
  work: (row: StoredReferral, by: Actor) => Promise<HandlerOutcome>,
  instanceId: InstanceId,
): Promise<HandlerOutcome> => {
  if ((await findReferral(tx, referralId)) === undefined) return unknown
  return asSystem(tx, async () => {
    const row = await lockReferral(tx, referralId)
    if (row === undefined) return unknown
    const standing = { status: row.status, responsibleUnitId: row.responsible_unit as Actor['unitId'] }
    const seats = seatsOf(who).filter((seat) => seat.unitId === unitId)
    const judged = seats.map((seat) => ({ seat, refusal: judgeReferralMove(standing, move, seat) }))
    const able = judged.find(({ refusal }) => refusal === null)
    if (able) return work(row, { ...able.seat, instanceId, memberId: who.memberId as Actor['memberId'] })
    // The most telling refusal: one about the stage comes from a seat that would otherwise do.
    const refusal = judged.find((one) => one.refusal?.code !== 'not_your_function')?.refusal ?? judged[0]?.refusal
    return {
      status: 'refused',
      code: refusal?.code ?? 'not_your_function',
      ...(refusal?.mayInstead === undefined ? {} : { mayInstead: [...refusal.mayInstead] }),
    }
  })
}

export const acknowledgeReferral = (
  deps: ReferralDeps,
  { tx, who, now, body }: CommandContext<'referral.acknowledge'>,
): Promise<HandlerOutcome> =>
  withMove(
    tx,
    who,
    { ...body, move: 'acknowledge' },
    async (row, by) => {
      await noteStep(tx, row.referral_id, 'acknowledged', by, now)
      if (row.status === 'declined') {
        if (row.queue === null) return { status: 'refused', code: 'referral_not_at_this_stage' }
        await settleReturned(tx, row.referral_id)
        return { status: 'accepted' }
      }
      const change = { status: 'acknowledged', responsible_unit: row.responsible_unit } as const
      await moveReferral(
        tx,
        row,
        { ...change, acknowledged_at: now, acknowledged_by: who.memberId },
        now,
        deps.targets(),
      )
      return { status: 'accepted' }
    },
    deps.instanceId,
  )

/** It goes back to the unit it came from, so that nobody is left without one. */
export const declineReferral = (
  deps: ReferralDeps,
  { tx, who, now, body }: CommandContext<'referral.decline'>,
): Promise<HandlerOutcome> =>
  withMove(
    tx,
    who,
    { ...body, move: 'decline' },
    async (row, by) => {
      await noteStep(tx, row.referral_id, 'declined', by, now, { because: body.because })
      await moveReferral(
        tx,
        row,
        { status: 'declined', responsible_unit: row.from_unit, declined_because: body.because },
        now,
        deps.targets(),
      )
      return { status: 'accepted' }
    },
    deps.instanceId,
  )

export const redirectReferral = (
  deps: ReferralDeps,
  { tx, who, now, body }: CommandContext<'referral.redirect'>,
): Promise<HandlerOutcome> =>
  withMove(
    tx,
    who,
    { ...body, move: 'redirect' },
    async (row, by) => {
      const { toUnitId, parts } = body
      if (toUnitId === row.responsible_unit)
        return refused('referral_to_oneself', 'toUnitId', 'Choose another unit than the one that has it now.')
      const receiver = await findReceiver(tx, toUnitId, 'toUnitId')
      if ('refusal' in receiver) return receiver.refusal
      const named = row.document.parts
      const isReturned = row.status === 'declined'
      let kept = named
      if (isReturned) {
        // Those who sent it cannot open what they sealed for another unit: they seal anew, or send the codes alone.
        const fresh = parts.map((part) => ({ partId: part.partId, class: part.class }))
        const sealing = sentPartsObstacle(row.referral_id, fresh, parts, receiver)
        if (sealing) return { status: 'refused', ...sealing }
        await dropParts(tx, row.referral_id)
        await storeParts(tx, { kind: 'referral', id: row.referral_id }, deps.instanceId, parts, now)
        kept = fresh
      } else {
        const sealing = redirectedPartsObstacle(named, parts, receiver)
        if (sealing) return { status: 'refused', ...sealing }
        await storeWraps(
          tx,
          parts.flatMap((part) =>
            part.wraps.filter((wrap) => wrap.reader === toUnitId).map((wrap) => ({ partId: part.partId, wrap })),
          ),
        )
        await dropWraps(tx, row.referral_id, [row.responsible_unit])
      }
      await noteStep(tx, row.referral_id, 'redirected', by, now, { to: toUnitId })
      await moveReferral(
        tx,
        row,
        {
          status: 'sent',
          responsible_unit: toUnitId,
          redirected_to: toUnitId,
          declined_because: null,
          acknowledged_at: null,
          acknowledged_by: null,
          parts: kept,
        },
        now,
        deps.targets(),
      )
      return { status: 'accepted' }
    },
    deps.instanceId,
  )

/** Those who have the referral before them may open what is sealed in it; that they did, and why, is kept. */
const openersSeat = (who: SignedIn, row: StoredReferral, unitId: string): Actor | undefined => {
  const seat = seatsOf(who).find(
    (one) => one.unitId === unitId && row.audiences.includes(`${one.unitId}/${one.function}`),
  )
  return row.status !== 'declined' && seat && unitId === row.responsible_unit
    ? ({ ...seat, memberId: who.memberId } as Actor)
    : undefined
}

const sealedParts = async (tx: Tx, row: StoredReferral, unitId: string) => ({
  parts: (await readParts(tx, { ids: row.document.parts.map((ref) => ref.partId), forUnit: unitId }))
    .filter((part) => part.wraps.length > 0)
    .map(({ owner: _owner, mintedBy: _mintedBy, ...part }) => part),
})

export const openReferralParts = async ({
  tx,
  who,
  now,
  body: { referralId, unitId, reason },
}: CommandContext<'referral.open_parts'>): Promise<HandlerOutcome> => {
  const row = await findReferral(tx, referralId)
  if (row === undefined) return unknown
  const by = openersSeat(who, row, unitId)
  if (by === undefined)
    return refused('not_your_function', 'unitId', 'Only the unit that has the referral now opens what is sealed in it.')
  return asSystem(tx, async () => {
    const result = await sealedParts(tx, row, unitId)
    if (result.parts.length === 0)
      return refused('nothing_sealed', 'referralId', 'Nothing is sealed for your unit in this referral.')
    await noteStep(tx, referralId, 'parts_opened', by, now, { reason })
    return { status: 'accepted', result }
  })
}

/** The same ciphertexts for the same opening sent again, while the referral is still with the unit. */
export const openedAgain = async ({ tx, who, body }: CommandContext<'referral.open_parts'>) => {
  const row = await findReferral(tx, body.referralId)
  return row && openersSeat(who, row, body.unitId)
    ? asSystem(tx, () => sealedParts(tx, row, body.unitId))
    : { parts: [] }
}

const referralOf = (acts: readonly { kind: string; body: Record<string, unknown> | null }[]): string | undefined => {
  const opened = acts.find((act) => act.kind === 'case.opened')?.body?.['referralId']
  return typeof opened === 'string' ? opened : undefined
}

/** A case that says which referral it came from: the unit must have that referral, acknowledged and not yet a case. */
export const checkOpening: AppendCheck = async (tx, { acts }) => {
  const referralId = referralOf(acts)
  const opening = acts.find((act) => act.kind === 'case.opened')
  if (referralId === undefined || opening === undefined) return null
  const row = await lockReferral(tx, referralId)
  const field = 'body.referralId'
  if (row === undefined)
    return { code: 'referral_unknown', field, remedy: 'Open the case from the referral on your list.' }
  const refusal = judgeReferralMove(
    { status: row.status, responsibleUnitId: row.responsible_unit as Actor['unitId'] },
    'open',
    opening.by,
  )
  return (
    refusal && { code: refusal.code, field, remedy: 'Open the case for the unit that has acknowledged the referral.' }
  )
}

export const closeOnOpening =
  (deps: ReferralDeps): AppendedHook =>
  async (tx, { caseId, actions }) => {
    const referralId = referralOf(actions)
    const opening = actions.find((action) => action.kind === 'case.opened')
    const row = referralId === undefined ? undefined : await lockReferral(tx, referralId)
    if (row === undefined || opening === undefined) return
    await noteStep(tx, row.referral_id, 'opened', opening.by, opening.receivedAt)
    await moveReferral(
      tx,
      row,
      { status: 'opened', responsible_unit: row.responsible_unit, case_id: caseId },
      opening.receivedAt,
      deps.targets(),
    )
  }
