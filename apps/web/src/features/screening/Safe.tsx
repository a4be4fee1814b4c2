import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Callout } from '../../components/Tag.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Frame } from './Frame.tsx'
import { useScreening } from './useScreening.tsx'

const ANSWERS = ['yes', 'no', 'not_asked'] as const
/** What makes talking possible, in the order of doing. */
const MAKE_IT_SAFE = ['keep_apart', 'speak_alone', 'own_interpreter', 'do_not_inform'] as const

/** Is it safe to talk? Asked before anything is asked of the person. */
export const Safe = () => {
  const { draft, change, goOn, before } = useScreening()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  return (
    <Frame step="safe">
      <QuestionPage
        titleId="screening.title"
        why={<T id="screening.safe.why" />}
        back={before('safe')}
        errors={errors}
        onContinue={() => {
          if (draft.safeToTalk) goOn('safe')
          else setErrors([{ field: 'safeToTalk', message: t('screening.safe.missing') }])
        }}
      >
        <Radios
          name="safeToTalk"
          labelSize="page"
          label={<T id="screening.safe.question" />}
          hint={<T id="screening.safe.hint" />}
          error={errorOf(errors, 'safeToTalk')}
          choices={ANSWERS.map((value) => ({
            value,
            label: <T id={`screening.safe.${value}`} />,
            hint: <T id={`screening.safe.${value}.hint`} />,
          }))}
          value={draft.safeToTalk ?? undefined}
          onChange={(safeToTalk) => change({ safeToTalk })}
        />
        {draft.safeToTalk === 'no' && (
          <div className="field" role="status">
            <Callout tone="warn" title={<T id="screening.safe.make" />}>
              <ul className="plain-list">
                {MAKE_IT_SAFE.map((step) => (
                  <li key={step}>
                    <T id={`codes.screening.next.${step}`} />
                  </li>
                ))}
              </ul>
            </Callout>
          </div>
        )}
      </QuestionPage>
    </Frame>
  )
}
