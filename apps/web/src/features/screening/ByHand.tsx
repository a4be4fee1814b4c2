import {
  LOWERING_REASONS,
  OUTCOMES,
  type Outcome as OutcomeCode,
  compareOutcomes,
  isAtLeast,
} from '@ariadne/domain/screening'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { Details } from '../../components/Details.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Opened, useIsOpen } from '../../components/training/Opened.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type OpenScreening, useScreening } from './useScreening.tsx'

/** Lowered by hand, and nobody has said why yet: until then it counts for nothing, and nobody may think that it does. */
export const lacksReason = (
  to: OutcomeCode | undefined,
  { draft, evaluation }: Pick<OpenScreening, 'draft' | 'evaluation'>,
): boolean =>
  to !== undefined &&
  compareOutcomes(to, evaluation.outcome) < 0 &&
  isAtLeast(to, evaluation.floor) &&
  draft.byHand?.reason === undefined

/** The responder's own judgement: raised freely, lowered only with a coded reason, never under the floor. */
export const ByHand = ({
  chosen,
  onChoose,
  errors,
}: {
  /** What was chosen on this page, which counts only once it is whole. */
  chosen: OutcomeCode | undefined
  onChoose: (to: OutcomeCode) => void
  errors: readonly FieldError[]
}) => {
  const { draft, change, evaluation, outcome } = useScreening()
  const t = useT()
  const given = evaluation.outcome
  const to = chosen !== undefined && isAtLeast(chosen, evaluation.floor) ? chosen : outcome
  const mayLower = useIsOpen('lowering_by_hand') === true
  const below = OUTCOMES.toReversed().filter((one) => isAtLeast(one, evaluation.floor))
  const offered = mayLower ? below : below.filter((one) => isAtLeast(one, given))
  const isLowering = compareOutcomes(to, given) < 0
  const isChanged = outcome !== given
  const error = isLowering ? errorOf(errors, 'loweredBecause') : undefined

  return (
    <>
      {isChanged && (
        <Callout
          title={t(compareOutcomes(outcome, given) > 0 ? 'screening.byHand.raised' : 'screening.byHand.lowered')}
        >
          <p>
            <T id="screening.byHand.given" values={{ outcome: t(`codes.screening.outcome.${given}`) }} />
          </p>
        </Callout>
      )}
      {below.length > 1 && (
        <Details summary={t('screening.byHand.title')} open={isChanged}>
          <p>
            <T id="screening.byHand.body" />
          </p>
          {below.length > offered.length && <Opened what="lowering_by_hand" />}
          {offered.length > 1 && (
            <Radios
              name="byHand"
              label={t('screening.byHand.label')}
              choices={offered.map((value) => ({ value, label: t(`codes.screening.outcome.${value}`) }))}
              value={to}
              onChange={(next) => {
                onChoose(next)
                const reason = draft.byHand?.reason
                if (compareOutcomes(next, given) > 0) change({ byHand: { to: next } })
                else change({ byHand: next !== given && reason ? { to: next, reason } : null })
              }}
            />
          )}
          {isLowering && (
            <Radios
              name="loweredBecause"
              label={t('screening.byHand.reason')}
              hint={t('screening.byHand.reason.hint')}
              error={error}
              choices={LOWERING_REASONS.map((value) => ({ value, label: t(`codes.screening.lowering.${value}`) }))}
              value={draft.byHand?.reason}
              onChange={(reason) => change({ byHand: { to, reason } })}
            />
          )}
          {error && (
            <Button
              kind="secondary"
              onClick={() => {
                onChoose(given)
                change({ byHand: null })
              }}
            >
              <T id="screening.byHand.stay" values={{ outcome: t(`codes.screening.outcome.${given}`) }} />
            </Button>
          )}
          {evaluation.floor !== 'no_concern_recorded' && (
            <p className="quiet">
              <T id="screening.byHand.floor" values={{ outcome: t(`codes.screening.outcome.${evaluation.floor}`) }} />
            </p>
          )}
        </Details>
      )}
    </>
  )
}
