import { LanguagesField } from '../../../components/act/ActField.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { Confirm, Radios } from '../../../components/Choices.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { LanguageField } from '../../../components/pickers.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { ConfidentialityTalk } from './ConfidentialityTalk.tsx'
import { type Flow, useStep } from './flow.ts'
import { isChildOpening } from './model.ts'
import { common } from './common.tsx'

/** The limits of confidentiality, told in a language the person speaks. */
export const TalkStep = (flow: Flow) => {
  const { opening, change } = flow
  const step = useStep(flow, 'talk')
  const words = useActWords()
  const t = useT()
  const child = isChildOpening(opening)
  return (
    <QuestionPage
      {...common(flow)}
      {...step}
      question={<T id={child ? 'referral.opening.talk.child' : 'referral.opening.talk'} />}
      hint={<T id={child ? 'referral.opening.talk.child.hint' : 'referral.opening.talk.hint'} />}
      why={<T id="referral.opening.talk.why" />}
    >
      <LanguagesField
        name="languages"
        label={words.field('', 'languages')}
        error={errorOf(step.errors, 'languages')}
        value={opening.languages}
        onChange={(languages) => change({ languages, explainedIn: opening.explainedIn || (languages[0] ?? '') })}
      />
      <ConfidentialityTalk language={opening.explainedIn || opening.languages[0] || ''} child={child} />
      <Radios
        name="explained"
        label={t('referral.opening.explained')}
        layout="row"
        error={errorOf(step.errors, 'explained')}
        choices={[
          { value: 'yes', label: words.code('yes') },
          { value: 'no', label: t('referral.opening.explained.no') },
        ]}
        value={opening.explained ?? undefined}
        onChange={(explained) => change({ explained })}
      />
      {opening.explained === 'yes' && (
        <>
          <LanguageField
            name="explainedIn"
            label={words.field('', 'language')}
            error={errorOf(step.errors, 'explainedIn')}
            first={opening.languages}
            value={opening.explainedIn}
            onChange={(explainedIn) => change({ explainedIn })}
          />
          <Radios
            name="interpreter"
            label={words.field('', 'interpreter')}
            layout="row"
            error={errorOf(step.errors, 'interpreter')}
            choices={(['none_needed', 'present', 'remote'] as const).map((value) => ({
              value,
              label: words.code(value, 'interpreter'),
            }))}
            value={(opening.interpreter || undefined) as 'none_needed' | 'present' | 'remote' | undefined}
            onChange={(interpreter) => change({ interpreter })}
          />
          <Confirm
            name="understood"
            label={words.field('', 'understood')}
            error={errorOf(step.errors, 'understood')}
            value={opening.understood}
            onChange={(understood) => change({ understood })}
          />
        </>
      )}
      {opening.explained === 'no' && !child && (
        <Callout tone="warn">
          <p>
            <T id="refusal.confidentiality_first" />
          </p>
        </Callout>
      )}
    </QuestionPage>
  )
}
