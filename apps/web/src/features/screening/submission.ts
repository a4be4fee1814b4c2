import type { Encounter, ReferralSent, Screening } from '@ariadne/domain'
import type { Evaluation, Outcome } from '@ariadne/domain/screening'
import type { Me } from '../../lib/session/me.tsx'
import { type ScreeningDraft, answersOf, isChild } from './draft.ts'

/** @throws TypeError naming what is missing; the way of pages asks for it before anything is sent */
const given = <T>(value: T | null, name: string): T => {
  if (value === null) throw new TypeError(`The screening has no ${name} yet`)
  return value
}

const actorOf = (draft: ScreeningDraft, me: Me) => ({
  instanceId: me.instance.instanceId,
  memberId: me.member.memberId,
  ...given(draft.by, 'unit to act for'),
})

const followsOf = ({ follows }: ScreeningDraft, codeHash: string | null) => {
  if (follows === null) return {}
  if ('screeningId' in follows) return { follows: { by: 'screening', screeningId: follows.screeningId } }
  return codeHash ? { follows: { by: 'card', codeHash } } : {}
}

/** What is sent of a screening: codes only. */
export const screeningOf = (
  draft: ScreeningDraft,
  evaluation: Evaluation,
  outcome: Outcome,
  {
    me,
    codeHash,
    followsHash = null,
    at,
  }: { me: Me; codeHash: string | null; followsHash?: string | null; at: string },
): Screening => {
  const { present, notKnown } = answersOf(draft)
  const encounter = {
    placeType: given(draft.placeType, 'place'),
    country: me.instance.country,
    startedAt: draft.startedAt,
    language: draft.language,
    interpreter: given(draft.interpreter, 'interpreter'),
    safeToTalk: given(draft.safeToTalk, 'answer on talking safely'),
    ageBand: given(draft.ageBand, 'age'),
    sex: given(draft.sex, 'sex'),
    accompaniment: given(draft.accompaniment, 'company'),
  } satisfies Encounter
  const isLowered = outcome !== evaluation.outcome && draft.byHand?.reason !== undefined
  return {
    screeningId: draft.screeningId,
    by: actorOf(draft, me),
    encounter,
    setId: evaluation.setId,
    setVersion: evaluation.version,
    present,
    notKnown,
    selfIdentified: draft.selfIdentified,
    dangerNow: draft.dangerNow,
    ruleOutcome: evaluation.outcome,
    outcome,
    ruleId: evaluation.ruleId,
    loweredBecause: isLowered ? (draft.byHand?.reason ?? null) : null,
    card: {
      offered: draft.card.offer === 'taken' || draft.card.offer === 'refused',
      taken: draft.card.offer === 'taken',
      codeHash: draft.card.offer === 'taken' ? codeHash : null,
    },
    finishedAt: at,
    // A talk was had: that is what this was, whatever it began as.
    way: draft.way === 'observation' && draft.talk !== null ? 'private_talk' : draft.way,
    ...followsOf(draft, followsHash),
    ...(draft.contactId ? { contactId: draft.contactId } : {}),
    ...(draft.group ? { group: draft.group } : {}),
    ...(draft.route ? { route: draft.route } : {}),
    ...(draft.lookAgainOn && (outcome === 'watch' || outcome === 'no_concern_recorded')
      ? { lookAgainOn: draft.lookAgainOn }
      : {}),
  } as Screening
}

/** A time of the day, "14:05", as the latest moment with that time that is not after `at`. */
export const lastMomentAt = (time: string, at: string): string => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const moment = new Date(at)
  moment.setHours(hours, minutes, 0, 0)
  if (moment.getTime() > Date.parse(at)) moment.setDate(moment.getDate() - 1)
  return moment.toISOString()
}

/** What is sent of a referral, beside what is sealed for the unit. */
export const referralOf = (
  draft: ScreeningDraft,
  { me, at, parts }: { me: Me; at: string; parts: ReferralSent['parts'] },
): ReferralSent => {
  const { referral } = draft
  const { handedTo } = referral
  return {
    referralId: draft.referralId,
    screeningId: draft.screeningId,
    by: actorOf(draft, me),
    toUnitId: referral.toUnitId,
    urgency: given(referral.urgency, 'urgency'),
    ageBand: given(draft.ageBand, 'age'),
    sex: given(draft.sex, 'sex'),
    language: draft.language,
    accompaniment: given(draft.accompaniment, 'company'),
    basis: isChild(draft) ? 'child_protection' : given(referral.basis, 'basis'),
    handedTo:
      referral.handed === 'yes'
        ? {
            unitId: handedTo.unitId,
            workerName: handedTo.workerName.trim(),
            at: handedTo.time ? lastMomentAt(handedTo.time, at) : at,
          }
        : null,
    sentAt: at,
    parts,
  } as ReferralSent
}
