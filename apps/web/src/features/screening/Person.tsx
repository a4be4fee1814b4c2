import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useActWords } from '../../components/act/words.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { AGES, COMPANY, SEXES } from './choices.ts'
import { isChild, subjectOf } from './draft.ts'
import { ChooseSet } from './ChooseSet.tsx'
import { Frame } from './Frame.tsx'
import { useScreening } from './useScreening.tsx'

/** Age, sex and company, as far as they can be seen or are said. The age chooses the set of signs. */
export const Person = () => {
  const { draft, change, goOn, before, isPreview } = useScreening()
  const { code } = useActWords()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const company: readonly string[] = COMPANY[subjectOf(draft)]

  const check = () => {
    const missing: FieldError[] = []
    if (!draft.ageBand) missing.push({ field: 'ageBand', message: t('screening.person.age.missing') })
    if (!draft.sex) missing.push({ field: 'sex', message: t('screening.person.sex.missing') })
    if (!draft.accompaniment) missing.push({ field: 'accompaniment', message: t('screening.person.company.missing') })
    setErrors(missing)
    if (missing.length === 0) goOn('person')
  }

  return (
    <Frame step="person">
      <QuestionPage
        titleId="screening.title"
        question={<T id="screening.person.question" />}
        hint={<T id="screening.person.hint" />}
        why={<T id="screening.person.why" />}
        back={before('person')}
        errors={errors}
        onContinue={check}
      >
        <div className="compact-tiles">
          <Radios
            name="ageBand"
            label={t('screening.person.age')}
            hint={t('screening.person.age.hint')}
            error={errorOf(errors, 'ageBand')}
            choices={AGES.map((value) => ({ value, label: code(value, 'ageBand') }))}
            layout="tiles"
            value={draft.ageBand ?? undefined}
            onChange={(ageBand) =>
              change((now) => {
                const next = { ...now, ageBand }
                const stays = now.accompaniment !== 'adult_in_doubt' || isChild(next)
                return stays ? next : { ...next, accompaniment: null }
              })
            }
          />
        </div>
        {isChild(draft) && (
          <div className="field" role="status">
            <Callout
              title={<T id={draft.ageBand === 'doubt_child' ? 'screening.person.doubt' : 'screening.person.child'} />}
            >
              <p>
                <T id="screening.person.child.body" />
              </p>
            </Callout>
          </div>
        )}
        <div className="compact-tiles">
          <Radios
            name="sex"
            label={t('screening.person.sex')}
            error={errorOf(errors, 'sex')}
            choices={SEXES.map((value) => ({ value, label: t(`codes.gender.${value}`) }))}
            layout="tiles"
            value={draft.sex ?? undefined}
            onChange={(sex) => change({ sex })}
          />
        </div>
        <Radios
          name="accompaniment"
          label={t('screening.person.company')}
          hint={t('screening.person.company.hint')}
          error={errorOf(errors, 'accompaniment')}
          choices={COMPANY.child
            .filter((value) => company.includes(value))
            .map((value) => ({
              value,
              label: code(value, 'accompaniment'),
              hint: isChild(draft) ? t(`screening.person.company.${value}`) : undefined,
            }))}
          layout="tiles"
          value={draft.accompaniment ?? undefined}
          onChange={(accompaniment) => change({ accompaniment })}
        />
        {draft.ageBand && !isPreview && <ChooseSet />}
      </QuestionPage>
    </Frame>
  )
}
