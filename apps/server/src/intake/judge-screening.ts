import { isInFuture, REFERRAL_SENDERS, refuse } from '@ariadne/domain'
import type { Refusal, Screening } from '@ariadne/domain'
import { compareOutcomes, decideByHand, evaluate, ScreeningRefused } from '@ariadne/domain/screening'
import type { Answers, IndicatorSet } from '@ariadne/domain/screening'
import { shiftBack } from '../platform/clock-skew.ts'

/** The entry of the wire's form that an entry of the engine's form came from. */
const fields: Readonly<Record<string, string>> = { to: 'outcome', reason: 'loweredBecause' }

const answersOf = ({ encounter, present, notKnown, selfIdentified, dangerNow }: Screening): Answers => ({
  present,
  notKnown,
  circumstances: {
    childOrDoubt:
      encounter.ageBand === 'doubt_child'
        ? 'doubt'
        : ['under_12', '12_15', '16_17'].includes(encounter.ageBand)
          ? 'yes'
          : 'no',
    accompaniment: encounter.accompaniment,
    selfIdentified,
    dangerNow,
  },
})

/**
 * Holds a screening against the set it names: the same code, run again where nobody can have changed it. An outcome is
 * raised freely; it is lowered with a reason, and never below a floor.
 * @param skewMs how far the device's clock stands ahead: what it says is judged by the time it was
 * @param set the version it was made with, if this instance has it
 */
export const judgeScreening = (
  screening: Screening,
  set: IndicatorSet | undefined,
  now: string,
  skewMs = 0,
): (Refusal & { remedy?: string }) | null => {
  if (!REFERRAL_SENDERS.some((name) => name === screening.by.function))
    return refuse('not_your_function', { mayInstead: REFERRAL_SENDERS })
  if (isInFuture(shiftBack(screening.finishedAt, skewMs), now)) return refuse('date_in_future', { field: 'finishedAt' })
  if (screening.encounter.startedAt > screening.finishedAt) return refuse('date_before_start', { field: 'finishedAt' })
  if (screening.card.taken !== (screening.card.codeHash !== null) || (screening.card.taken && !screening.card.offered))
    return refuse('card_inconsistent', { field: 'card' })
  const { lookAgainOn, group } = screening
  if (lookAgainOn && lookAgainOn < screening.finishedAt.slice(0, 10))
    return refuse('date_before_start', { field: 'lookAgainOn' })
  if (group?.companions.some((one) => one.screeningId === screening.screeningId))
    return refuse('companion_is_oneself', { field: 'group.companions' })
  if (set === undefined) return refuse('indicator_set_unknown', { field: 'setVersion' })
  try {
    const evaluation = evaluate(set, answersOf(screening))
    if (evaluation.outcome !== screening.ruleOutcome) return refuse('rule_outcome_differs', { field: 'ruleOutcome' })
    if (!evaluation.ruleIds.includes(screening.ruleId) && screening.ruleId !== evaluation.ruleId)
      return refuse('rule_outcome_differs', { field: 'ruleId' })
    const isLowered = compareOutcomes(screening.outcome, evaluation.outcome) < 0
    if (!isLowered && screening.loweredBecause !== null) return refuse('not_lowered', { field: 'loweredBecause' })
    decideByHand(evaluation, {
      to: screening.outcome,
      ...(screening.loweredBecause === null ? {} : { reason: screening.loweredBecause }),
    })
    return null
  } catch (error) {
    if (error instanceof ScreeningRefused)
      return { ...refuse(error.code, { field: fields[error.field] ?? error.field }), remedy: error.remedy }
    throw error
  }
}
