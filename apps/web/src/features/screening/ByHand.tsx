import { LOWERING_REASONS, OUTCOMES, compareOutcomes, isAtLeast } from '@ariadne/domain/screening'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { Details } from '../../components/Details.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Opened, useIsOpen } from '../../components/training/Opened.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type OpenScreening, useScreening } from './useScreening.tsx'

/** Lowered by hand, and nobody has said why yet: until then it counts for nothing, and nobody may think that it does. */
export const lacksReason = ({ draft: { byHand }, evaluation }: Pick<OpenScreening, 'draft' | 'evaluation'>): boolean =>
  byHand !== null &&
  byHand.reason === undefined &&
  compareOutcomes(byHand.to, evaluation.outcome) < 0 &&
  isAtLeast(byHand.to, evaluation.floor)

/** The responder's own judgement: raised freely, lowered only with a coded reason, never under the floor. */
export const ByHand = ({ errors }: { errors: readonly FieldError[] }) => {
  const { draft, change, evaluation, outcome } = useScreening()
  const t = useT()
  const given = evaluation.outcome
  const [to, setTo] = useState(draft.byHand?.to ?? outcome)
  const mayLower = useIsOpen('lowering_by_hand') === true
  const below = OUTCOMES.toReversed().filter((one) => isAtLeast(one, evaluation.floor))
  const offered = mayLower ? below : below.filter((one) => isAtLeast(one, given))
  const isLowering = compareOutcomes(to, given) < 0
  const isChanged = outcome !== given
  const error = isLowering ? errorOf(errors, 'loweredBecause') : undefined

  // A lowering that was left without its reason is not taken up again: whoever comes back reads what holds.
  const isLeftOver = lacksReason({ draft, evaluation })
  useEffect(() => {
    if (!isLeftOver) return
    setTo(given)
    change({ byHand: null })
    // Only on coming to the page.
  }, [])

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
                setTo(next)
                if (compareOutcomes(next, given) >= 0) change({ byHand: next === given ? null : { to: next } })
                else change({ byHand: draft.byHand?.reason ? { to: next, reason: draft.byHand.reason } : { to: next } })
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
                setTo(given)
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
