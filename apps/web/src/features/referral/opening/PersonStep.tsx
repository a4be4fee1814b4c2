import { vocabulary } from '@ariadne/domain'
import { useActWords } from '../../../components/act/words.ts'
import { Radios } from '../../../components/Choices.tsx'
import { errorOf } from '../../../components/Field.tsx'
import { CountryField } from '../../../components/pickers.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { Select } from '../../../components/Select.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { type Flow, useStep } from './flow.ts'
import { common } from './common.tsx'

/** Age, sex and the nationality a person states, as far as the file needs them. */
export const PersonStep = (flow: Flow) => {
  const { opening, change, view } = flow
  const step = useStep(flow, 'person')
  const words = useActWords()
  return (
    <QuestionPage
      {...common(flow)}
      {...step}
      question={<T id="referral.opening.person" />}
      hint={<T id={view ? 'referral.opening.person.from_referral' : 'referral.opening.person.hint'} />}
      why={<T id="referral.opening.person.why" />}
    >
      <Select
        name="ageBand"
        label={words.field('', 'ageBand')}
        hint={<T id="referral.opening.age.hint" />}
        error={errorOf(step.errors, 'ageBand')}
        options={vocabulary.AgeBand.options.map((value) => ({ value, label: words.code(value, 'ageBand') }))}
        value={opening.ageBand}
        onChange={(ageBand) => change({ ageBand })}
      />
      <Radios
        name="sex"
        label={words.field('', 'sex')}
        error={errorOf(step.errors, 'sex')}
        choices={vocabulary.Sex.options.map((value) => ({ value, label: words.code(value, 'sex') }))}
        value={(opening.sex || undefined) as (typeof vocabulary.Sex.options)[number] | undefined}
        onChange={(sex) => change({ sex })}
      />
      <CountryField
        name="nationality"
        label={words.field('', 'nationalityClaimed')}
        hint={<T id="referral.opening.nationality.hint" />}
        optional
        value={opening.nationality}
        onChange={(nationality) => change({ nationality })}
      />
    </QuestionPage>
  )
}
