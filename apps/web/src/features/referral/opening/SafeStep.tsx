import { Radios } from '../../../components/Choices.tsx'
import { Button } from '../../../components/Button.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { type Flow, useStep } from './flow.ts'
import { common } from './common.tsx'

/** Before anything else: whether it is safe to go on; if not, what comes first. */
export const SafeStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'safe')
  const t = useT()
  if (opening.safe === 'no' && step.errors.length === 0)
    return (
      <QuestionPage
        {...common(flow)}
        question={<T id="referral.opening.not_safe" />}
        onContinue={() => void flow.leave()}
        continueLabel={<T id="referral.opening.leave" />}
        more={
          <Button kind="secondary" onClick={() => change({ safe: null })}>
            <T id="referral.opening.safe_again" />
          </Button>
        }
      >
        <Callout tone="danger" title={<T id="referral.opening.not_safe.first" />}>
          <p>
            <T id={flow.view ? 'referral.opening.not_safe.body' : 'referral.opening.not_safe.body.new'} />
          </p>
        </Callout>
      </QuestionPage>
    )
  return (
    <QuestionPage {...common(flow)} {...step} why={<T id="referral.opening.safe.why" />}>
      <Radios
        name="safe"
        labelSize="page"
        label={t('referral.opening.safe')}
        hint={<T id="referral.opening.safe.hint" />}
        error={errorOf(step.errors, 'safe')}
        choices={[
          { value: 'yes', label: t('referral.opening.safe.yes') },
          { value: 'no', label: t('referral.opening.safe.no') },
        ]}
        value={opening.safe ?? undefined}
        onChange={(safe) => change({ safe })}
      />
    </QuestionPage>
  )
}
