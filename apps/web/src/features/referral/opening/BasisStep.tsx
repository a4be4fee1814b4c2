import { Radios } from '../../../components/Choices.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { type Flow, useStep } from './flow.ts'
import { basisOf } from './model.ts'
import { common } from './common.tsx'

/** On what the file stands: the person agreed, or it is kept without a name. */
export const BasisStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'basis')
  const t = useT()
  return (
    <QuestionPage {...common(flow)} {...step} why={<T id="referral.opening.basis.why" />}>
      <Radios
        name="basis"
        labelSize="page"
        label={t('referral.opening.basis')}
        hint={<T id="referral.opening.basis.hint" />}
        error={errorOf(step.errors, 'basis')}
        choices={(['person_agreed', 'anonymous'] as const).map((value) => ({
          value,
          label: t(`referral.opening.basis.${value}`),
          hint: t(`referral.opening.basis.${value}.hint`),
        }))}
        value={(basisOf(opening) || undefined) as 'person_agreed' | 'anonymous' | undefined}
        onChange={(basis) => change({ basis })}
      />
    </QuestionPage>
  )
}
