import type { SealedPart } from '@ariadne/contract'
import type { Refusal } from '@ariadne/domain'
import type { Evaluation, Outcome } from '@ariadne/domain/screening'
import { filled } from '../../components/act/SealedEntries.tsx'
import { cardCodeHash } from '../../lib/card/code.ts'
import { nowIso } from '../../lib/clock.ts'
import { openRows } from '../../lib/device/device.ts'
import { type OutboxEntry, isSettled, needsPerson } from '../../lib/device/outbox.ts'
import { letGo, send } from '../../lib/device/sender.ts'
import type { Me } from '../../lib/session/me.tsx'
import { sealFor } from '../../lib/vault/parts.ts'
import { type ScreeningDraft, draftIdOf } from './draft.ts'
import { willRefer } from './steps.ts'
import { referralOf, screeningOf } from './submission.ts'

/** Not sent, because the rules say no to it here already; nothing has changed. */
export class SubmitRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'SubmitRefused'
    this.refusal = refusal
  }
}

const sealTexts = async (draft: ScreeningDraft, me: Me): Promise<SealedPart[]> => {
  const { texts, toUnitId } = draft.referral
  const parts: SealedPart[] = []
  for (const [partClass, text] of Object.entries(texts)) {
    const written = filled(text)
    if (written) parts.push(await sealFor([toUnitId], draft.referralId, partClass, written, me))
  }
  return parts
}

/** One tab at a time, so that pressing "send" in two of them makes one screening. */
const alone = <T>(screeningId: string, work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request(`ariadne.screening.${screeningId}`, work) : work()

const entriesOf = async (screeningId: string): Promise<OutboxEntry[]> =>
  ((await openRows()?.all<OutboxEntry>('outbox')) ?? [])
    .map(({ value }) => value)
    .filter((entry) => entry.subject === screeningId)

/**
 * Puts a finished screening, and the referral that goes with it, into the outbox, in this order. Works with no network; asked
 * twice, it does it once. The draft stays until the server has accepted the last of them. After a refusal, what was not accepted
 * yet is made and sent anew.
 * @throws SubmitRefused; TrustError when something is to be sealed and no key can be trusted
 */
export const submitScreening = (
  draft: ScreeningDraft,
  evaluation: Evaluation,
  outcome: Outcome,
  me: Me,
): Promise<void> =>
  alone(draft.screeningId, async () => {
    const known = await entriesOf(draft.screeningId)
    const unsent = known.filter((entry) => !isSettled(entry))
    if (known.length > 0 && !unsent.some(needsPerson)) return
    const isSent = (kind: OutboxEntry['kind']) => known.some((entry) => entry.kind === kind && isSettled(entry))

    const { Screening, ReferralSent, judgeReferralSent } = await import('@ariadne/domain')
    const at = nowIso()
    const codeHash = draft.card.code ? await cardCodeHash(draft.card.code) : null
    const followsHash = draft.follows && 'code' in draft.follows ? await cardCodeHash(draft.follows.code) : null
    const screening = isSent('screening.submit')
      ? null
      : Screening.parse(screeningOf(draft, evaluation, outcome, { me, codeHash, followsHash, at }))
    const refers = willRefer(draft, outcome) && !isSent('referral.send')
    const parts = refers ? await sealTexts(draft, me) : []
    const refs = parts.map(({ partId, class: partClass }) => ({ partId, class: partClass }))
    const referral = refers ? ReferralSent.parse(referralOf(draft, { me, at, parts: refs })) : null
    const refusal = referral && judgeReferralSent(referral)
    if (refusal) throw new SubmitRefused(refusal)

    const common = { subject: draft.screeningId, fix: `/screening/${draft.screeningId}/check` }
    const last = { ...common, draft: draftIdOf(draft.screeningId) }
    if (screening)
      await send({
        kind: 'screening.submit',
        body: { screening },
        what: 'screening.outbox.screening',
        ...(referral ? common : last),
      })
    if (referral)
      await send({ kind: 'referral.send', body: { referral, parts }, what: 'screening.outbox.referral', ...last })
    for (const entry of unsent) await letGo(entry.id)
  })
