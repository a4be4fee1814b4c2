import { LOWERING_REASONS, OUTCOMES, compareOutcomes, isAtLeast } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { Details } from '../../components/Details.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Opened, useIsOpen } from '../../components/training/Opened.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useScreening } from './useScreening.tsx'

/** The responder's own judgement: raised freely, lowered only with a coded reason, never under the floor. */
export const ByHand = () => {
  const { draft, change, evaluation, outcome } = useScreening()
  const t = useT()
  const given = evaluation.outcome
  const [to, setTo] = useState(draft.byHand?.to ?? outcome)
  const mayLower = useIsOpen('lowering_by_hand') === true
  const below = OUTCOMES.toReversed().filter((one) => isAtLeast(one, evaluation.floor))
  const offered = mayLower ? below : below.filter((one) => isAtLeast(one, given))
  const isLowering = compareOutcomes(to, given) < 0
  const isChanged = outcome !== given

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
              choices={LOWERING_REASONS.map((value) => ({ value, label: t(`codes.screening.lowering.${value}`) }))}
              value={draft.byHand?.reason}
              onChange={(reason) => change({ byHand: { to, reason } })}
            />
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
