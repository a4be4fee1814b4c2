import { NEXT_STEPS, type Outcome as OutcomeCode, compareOutcomes } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Icon, type IconName } from '../../components/Icon.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Reasons } from '../../components/reasons/Reasons.tsx'
import { Opened } from '../../components/training/Opened.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { ByHand, lacksReason } from './ByHand.tsx'
import { isChild } from './draft.ts'
import { Frame } from './Frame.tsx'
import { LookAgain } from './LookAgain.tsx'
import { OnDuty } from './OnDuty.tsx'
import { RaiseAlarm } from './RaiseAlarm.tsx'
import { useScreening } from './useScreening.tsx'

const LOOK = {
  act_now: { tone: 'danger', icon: 'stop' },
  refer: { tone: 'accent', icon: 'person' },
  watch: { tone: 'warn', icon: 'clock' },
  no_concern_recorded: { tone: 'plain', icon: 'info' },
} as const satisfies Record<string, { tone: string; icon: IconName }>

/** What to do now, and why. Never a finding, a score or a "negative". */
export const Outcome = () => {
  const { draft, goOn, goTo, before, evaluation, outcome, reading, isPreview } = useScreening()
  const t = useT()
  const [isTold, setTold] = useState(false)
  const [byHand, setByHand] = useState<OutcomeCode>()
  const isOpen = lacksReason(byHand, { draft, evaluation })
  const errors =
    isTold && isOpen
      ? [
          {
            field: 'loweredBecause',
            message: t('screening.byHand.reason.missing', {
              outcome: t(`codes.screening.outcome.${evaluation.outcome}`),
            }),
          },
        ]
      : []
  const child = isChild(draft) === true
  const refers = compareOutcomes(outcome, 'refer') >= 0
  const look = LOOK[outcome]
  const steps = new Set(evaluation.nextSteps)
  // Raised or lowered by hand: what the outcome itself asks for goes with it.
  if (outcome === 'act_now') steps.add('call_on_duty')
  if (outcome === 'watch') steps.add('offer_card')
  const nextSteps = NEXT_STEPS.filter((step) => steps.has(step))
  // Raised by hand above what the rules gave: then the set has named no place, and the mechanism is the one for everybody.
  const places = evaluation.routes.filter((route) => route !== 'help_card' && route !== 'none')
  const routes = child ? (['child_protection'] as const) : places.length > 0 ? places : (['nrm'] as const)
  return (
    <Frame step="outcome">
      <QuestionPage
        titleId="screening.title"
        question={
          <span className="outcome-name" data-tone={look.tone}>
            <Icon name={look.icon} size={28} />
            <T id={`codes.screening.outcome.${outcome}`} />
          </span>
        }
        hint={<T id={`codes.screening.action.${outcome}`} />}
        back={before('outcome')}
        errors={errors}
        onContinue={() => (isOpen ? setTold(true) : goOn('outcome'))}
        more={
          !refers &&
          draft.safeToTalk === 'yes' && (
            <Opened what="guided_screening">
              <Button kind="secondary" onClick={() => goTo('talk')}>
                <T id="screening.talk.start" />
              </Button>
            </Opened>
          )
        }
      >
        <div className="stack outcome">
          {refers &&
            routes.map((route) => (
              <p key={route} className="outcome-route">
                <T id={`codes.screening.route.${route}`} />
              </p>
            ))}
          {(outcome === 'act_now' || (refers && child)) && <OnDuty child={child} />}
          {outcome === 'act_now' && !isPreview && <RaiseAlarm />}
          {nextSteps.length > 0 && (
            <section aria-labelledby="do-next">
              <h2 id="do-next">
                <T id="screening.outcome.next" />
              </h2>
              <ol className="do-next">
                {nextSteps.map((step) => (
                  <li key={step}>
                    <T id={`codes.screening.next.${step}`} />
                  </li>
                ))}
              </ol>
            </section>
          )}
          <Reasons evaluation={evaluation} reading={reading} />
          <p className="limits">
            <T id={evaluation.limits} />
          </p>
          {!refers && !isPreview && <LookAgain />}
          <ByHand chosen={byHand} onChoose={setByHand} errors={errors} />
        </div>
      </QuestionPage>
    </Frame>
  )
}
