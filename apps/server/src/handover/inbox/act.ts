import { SealedPart } from '@ariadne/contract'
import { HandoverId, mintId, type CaseId } from '@ariadne/domain'
import { findUnit, verifyDossier, type Message } from '@ariadne/exchange'
import type { CustodyMessage } from '@ariadne/exchange/custody'
import { findOwnUnits } from '../../casework/index.ts'
import { inSavepoint } from '../../platform/database/index.ts'
import type { Tx } from '../../platform/database/index.ts'
import { isFit } from '../../platform/fit-json.ts'
import { assertSameLead, contentOf, decideFor, findHandover, keepCustody, lockThread, refusalIn } from '../custody.ts'
import { nowOf, type ExchangeDeps } from '../deps.ts'
import { otherSide, type ActBody } from '../wire.ts'
import { followCustody } from './custody.ts'
import { codeOfRejection, Deferred, receiptIn, Rejected, type Outcome } from './outcome.ts'

/** The sealed parts of an act as they are to be stored, once they are what the act and a dossier's manifest say. */
const partsOf = async (deps: ExchangeDeps, tx: Tx, body: ActBody, message: Message): Promise<SealedPart[]> => {
  if (body.act.kind === 'handover.dossier_sent') {
    const list = deps.trust.freshList()
    const classes = (body.act.body['classes'] as string[] | undefined) ?? []
    const wrap = (body.parts[0] as { wraps?: { reader?: unknown; keyId?: unknown }[] } | undefined)?.wraps?.[0]
    const reader = String(wrap?.reader ?? '')
    const unit = findUnit(list, reader)
    if (!unit || unit.member.id !== deps.me) throw new Rejected('dossier_other_reader')
    // Sealed before the sender knew of the unit's new key: its people still reach the one before.
    const own = (await findOwnUnits(tx, [reader])).get(reader)?.keyIds ?? []
    const sealedTo = own.find((keyId) => keyId === wrap?.keyId)
    const verified = await verifyDossier(body.manifest ?? '', body.parts, {
      from: message.iss,
      me: deps.me,
      trustList: list,
      now: nowOf(deps),
      handoverId: message.thread,
      agreementHash: message.agreementHash,
      recipientUnit: reader,
      recipientKeyId: sealedTo ?? unit.unit.key?.keyId ?? '',
      agreedClasses: classes,
    })
    if (!verified.ok) throw new Rejected(`dossier_${verified.code}`)
  }
  // Both sides bind what travels to the handover, whose id they share.
  return body.parts.map((part) => {
    const read = SealedPart.safeParse({ ...part, subject: message.thread })
    if (!read.success || !isFit(read.data)) throw new Rejected('sealed_part_malformed')
    return read.data
  })
}

/** An act of the peer: appended to the case here when its rules allow it, and made known to custody with it. */
export const processAct = async (deps: ExchangeDeps, tx: Tx, message: Message, body: ActBody): Promise<Outcome> => {
  const { act } = body
  const begins = act.kind === 'handover.capability_asked'
  if (act.kind !== message.kind || act.body['handoverId'] !== message.thread || !act.kind.startsWith('handover.'))
    return { state: 'rejected', code: 'act_differs_from_message' }
  if (!HandoverId.safeParse(message.thread).success) return { state: 'rejected', code: 'handover_unknown' }
  const thread = await lockThread(tx, message.thread)
  if (!thread && !begins) return { state: 'rejected', code: 'handover_unknown' }
  if (thread && thread.peer !== message.iss) return { state: 'rejected', code: 'handover_of_another' }
  if (begins && act.body['peer'] !== deps.me) return { state: 'rejected', code: 'act_readdressed' }
  const caseId = (thread?.case_id ?? mintId(Date.parse(nowOf(deps)))) as CaseId
  const named = { caseId, actId: act.id }

  const append = async (): Promise<Outcome> => {
    const parts = await partsOf(deps, tx, body, message)
    const outcome = await deps.casework.appendActs(tx, {
      caseId,
      acts: [{ ...act, caseId, reliesOn: {} }],
      parts,
      from: { kind: 'peer', instanceId: message.iss },
    })
    if (outcome.status !== 'accepted') throw new Rejected(outcome.code)
    const handover = findHandover(outcome.state, act)
    if (handover && handover.agreementHash !== null && message.agreementHash !== handover.agreementHash)
      throw new Rejected('agreement_hash_differs')
    // Only what follows of itself from an act can have moved the thread since it was read.
    const held = thread && outcome.actions.length === 1 ? thread : await lockThread(tx, message.thread)
    if (body.epoch === null || !held || !handover) return { state: 'processed', ...named }
    const content = contentOf(body, handover, held.custody)
    if (!content) return { state: 'processed', ...named }
    const said: CustodyMessage = { ...content, id: act.id, from: otherSide(held.side), epoch: body.epoch }
    const decision = decideFor(held.custody, {
      type: 'message',
      message: said,
      replyId: mintId(Date.parse(nowOf(deps))),
    })
    if (decision.effects.some((effect) => effect.type === 'defer')) throw new Deferred()
    const refusal = refusalIn(decision.effects)
    if (refusal) throw new Rejected(refusal.code)
    const custody = receiptIn(decision.effects)
    if (custody?.outcome === 'rejected') throw new Rejected('custody_rejected')
    await keepCustody(tx, held.handover_id, decision.state)
    assertSameLead(outcome.state, decision.effects)
    const unitId = handover.direction === 'outgoing' ? handover.senderUnitId : handover.recipientUnitId
    await followCustody(deps, tx, held, decision.effects, unitId)
    return { state: 'processed', custody, ...named }
  }
  const attempt = await inSavepoint(tx, append)
  if (attempt.ok) return attempt.value
  if (attempt.error instanceof Deferred) return { state: 'deferred' }
  const code = codeOfRejection(attempt.error)
  if (code !== undefined)
    return {
      state: 'rejected',
      code,
      ...(body.epoch === null || !thread
        ? {}
        : {
            custody: { type: 'receipt', of: act.id, epoch: body.epoch, by: thread.custody.epoch, outcome: 'rejected' },
          }),
      ...(thread ? named : {}),
    }
  throw attempt.error
}
