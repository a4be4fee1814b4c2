import type { Act, Action, CaseState, HandoverState } from '@ariadne/domain'
import { purposeOf } from '@ariadne/domain'
import { makeManifest, signManifest } from '@ariadne/exchange'
import type { Custody } from '@ariadne/exchange/custody'
import type { SealedPart as VaultPart } from '@ariadne/vault'
import type { SealedPart } from '@ariadne/contract'
import type { Appended, AppendCheck, AppendedHook } from '../casework/index.ts'
import type { Tx } from '../platform/database/index.ts'
import { raiseAlarm } from './alarms.ts'
import {
  assertSameLead,
  beginThread,
  decideFor,
  findHandover,
  inputOf,
  keepCustody,
  lockThread,
  otherLeadOfferOpen,
  refusalIn,
  saidIn,
} from './custody.ts'
import { nowOf, type ExchangeDeps } from './deps.ts'
import { queueMessage } from './outbox/queue.ts'
import { isRestored, originOf } from './reconcile/restored.ts'
import type { ActBody, ActOnWire } from './wire.ts'

const isHandoverAct = (act: Pick<Act, 'kind'>): boolean => act.kind.startsWith('handover.')

const NOT_RECONCILED = {
  code: 'custody_not_reconciled',
  remedy: 'This instance was restored from a backup; wait until the other instances have said what they hold.',
}

/** Custody's own objections to acts of this side, asked before anything is written. */
export const custodyCheck =
  (deps: ExchangeDeps): AppendCheck =>
  async (tx, { caseId, state, acts, from }) => {
    if (from.kind === 'peer' || from.kind === 'copy') return null
    const ours = acts.filter((act) => isHandoverAct(act) && act.by.instanceId === deps.me)
    if (ours.length === 0) return null
    if (await isRestored(tx)) return NOT_RECONCILED
    const custodies = new Map<string, Custody>()
    for (const act of ours) {
      const thread = await lockThread(tx, String(act.body['handoverId']))
      const handover = findHandover(state, act)
      if (!thread || !handover) continue
      const custody = custodies.get(thread.handover_id) ?? thread.custody
      const input = inputOf(custody, act, handover, await otherLeadOfferOpen(tx, caseId, thread.handover_id))
      const decision = input && decideFor(custody, input)
      const refusal = decision && refusalIn(decision.effects)
      if (refusal) return refusal
      if (decision) custodies.set(thread.handover_id, decision.state)
    }
    return null
  }

/** Sealed parts as they travel: with the wraps of the other side's unit alone. */
const partsFor = (parts: readonly SealedPart[], action: Action, reader: string): VaultPart[] =>
  action.parts.flatMap(({ partId }) => {
    const part = parts.find((one) => one.partId === partId)
    if (!part) return []
    const { subject: _subject, ...bare } = part
    return [{ ...bare, wraps: part.wraps.filter((wrap) => wrap.reader === reader) }]
  })

const basisOf = (state: CaseState, handover: HandoverState): string => {
  const agreement = state.agreements.find((one) => one.agreementId === handover.agreementId)
  if (agreement) return `${agreement.lawfulBasis}.${agreement.transferBasis}`
  return handover.direction === 'outgoing' && handover.offer ? 'override' : 'none'
}

const manifestFor = async (
  deps: ExchangeDeps,
  action: Action,
  handover: HandoverState,
  parts: readonly VaultPart[],
): Promise<string | null> => {
  if (action.kind !== 'handover.dossier_sent') return null
  const manifest = await makeManifest(
    {
      handoverId: handover.handoverId,
      iss: deps.me,
      aud: handover.peer,
      agreementHash: handover.agreementHash,
      recipientUnit: handover.recipientUnitId,
      purpose: purposeOf(handover.role),
      issued: nowOf(deps),
      expires: `${String(action.body?.['expiresOn'])}T23:59:59.999Z`,
    },
    parts,
  )
  return signManifest(manifest, deps.keys.signing)
}

const onWire = ({ id, kind, version, by, occurredAt, body, parts }: Action): ActOnWire => ({
  id,
  kind,
  version,
  by,
  occurredAt,
  body: body ?? {},
  parts: [...parts],
})

const mirrorOne = async (
  deps: ExchangeDeps,
  tx: Tx,
  action: Action,
  { caseId, state, parts }: Appended,
): Promise<void> => {
  const handover = findHandover(state, action)
  if (!handover) return
  if (action.kind === 'handover.capability_asked') await beginThread(tx, handover, caseId)
  const thread = await lockThread(tx, handover.handoverId)
  if (!thread) throw new Error(`The handover ${handover.handoverId} has no thread`)
  const open = await otherLeadOfferOpen(tx, caseId, handover.handoverId)
  const input = inputOf(thread.custody, action as Act, handover, open)
  const decision = input && decideFor(thread.custody, input)
  const refusal = decision && refusalIn(decision.effects)
  if (refusal) throw new Error(`Custody refuses what its check allowed: ${refusal.code}`)
  if (decision) {
    await keepCustody(tx, handover.handoverId, decision.state)
    assertSameLead(state, decision.effects)
    for (const effect of decision.effects)
      if (effect.type === 'alarm')
        await raiseAlarm(deps, tx, { code: effect.code, peer: handover.peer, caseId, handoverId: handover.handoverId })
  }
  const ourUnit = handover.direction === 'outgoing' ? handover.senderUnitId : handover.recipientUnitId
  const theirUnit = handover.direction === 'outgoing' ? handover.recipientUnitId : handover.senderUnitId
  const said = decision ? saidIn(decision.effects)[0] : undefined
  const travelling = partsFor(parts, action, theirUnit)
  const body: ActBody = {
    act: onWire(action),
    parts: travelling as unknown as ActBody['parts'],
    manifest: await manifestFor(deps, action, handover, travelling),
    epoch: said ? said.epoch : null,
    voids: said?.kind === 'void' ? said.of : null,
    origin: action.kind === 'handover.capability_asked' ? originOf(caseId) : null,
  }
  await queueMessage(deps, tx, {
    peer: handover.peer,
    thread: handover.handoverId,
    kind: action.kind,
    purpose: purposeOf(handover.role),
    agreementHash: handover.agreementHash,
    basis: basisOf(state, handover),
    handling: travelling.length > 0 ? { act: 'H2', parts: 'H2' } : { act: 'H2' },
    body,
    actId: action.id,
    caseId,
    unitId: ourUnit,
  })
}

/**
 * The mirror: a handover act made here is put before the other instance, in the transaction that appended it. What
 * came from the other instance is not sent back.
 */
export const mirrorHook =
  (deps: ExchangeDeps): AppendedHook =>
  async (tx, appended) => {
    for (const action of appended.actions) {
      if (!isHandoverAct(action)) continue
      if (action.by.instanceId === deps.me && appended.from.kind !== 'copy') await mirrorOne(deps, tx, action, appended)
      else if (action.kind === 'handover.capability_asked') {
        const handover = findHandover(appended.state, action)
        if (handover) await beginThread(tx, handover, appended.caseId)
      }
    }
  }
