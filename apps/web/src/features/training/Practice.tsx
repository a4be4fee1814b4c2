import { OUTCOMES } from '@ariadne/domain/screening'
import { type PracticePage, judgePractice } from '@ariadne/domain/training'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkboxes, Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import type { Saving } from '../../components/SaveStatus.tsx'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { CourseFrame } from './CourseFrame.tsx'
import { Explained } from './Explained.tsx'
import type { Practised } from './progress.ts'
import type { OpenCourse } from './useCourse.tsx'

/** An invented person: which signs are there, what would be done; then what the rules say of them, and why. */
export const Practice = ({
  open: { course, reading, setOf },
  page,
  practised,
  onChange,
  at,
  saving,
  isLast,
  back,
  onContinue,
}: {
  open: OpenCourse
  page: PracticePage
  practised: Practised
  onChange: (practised: Practised) => void
  at: number
  saving: Saving
  isLast: boolean
  back: string
  onContinue: () => void
}) => {
  const t = useT()
  const { language } = useLanguage()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const set = setOf(page)
  if (!set) return null
  const signs = read(set.texts, language)
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const { marked, chosen, shown } = practised
  const judged = shown && chosen ? judgePractice(set.set, page, { marked, chosen }) : null
  const isDone = judged !== null && judged.choice !== 'less'

  const show = () => {
    if (isDone) return onContinue()
    const missing = chosen ? [] : [{ field: 'chosen', message: t('training.practice.choose.missing') }]
    setErrors(missing)
    if (missing.length === 0) onChange({ ...practised, shown: !shown })
  }
  const label = isDone
    ? isLast
      ? 'training.finish'
      : undefined
    : shown
      ? 'training.practice.again'
      : 'training.practice.show'
  return (
    <CourseFrame at={at} of={course.pages.length}>
      <QuestionPage
        titleId="training.title"
        caption={<span {...own}>{reading.get('course.title')}</span>}
        question={<span {...own}>{reading.get(`page.${page.id}.title`)}</span>}
        back={back}
        errors={errors}
        saving={saving}
        onContinue={show}
        continueLabel={label && <T id={label} />}
        more={
          isDone && (
            <Button kind="quiet" onClick={() => onChange({ ...practised, shown: false })}>
              <T id="training.practice.change" />
            </Button>
          )
        }
      >
        <p className="thought" {...own}>
          {reading.get(`page.${page.id}.body`)}
        </p>
        <p className="quiet small invented">
          <T id="training.practice.invented" />
        </p>
        {judged ? (
          <Explained
            judged={judged}
            chosen={chosen ?? judged.evaluation.outcome}
            signs={signs}
            words={reading}
            page={page}
          />
        ) : (
          <>
            <Checkboxes
              name="marked"
              label={t('training.practice.signs')}
              hint={t('training.practice.signs.hint')}
              choices={page.shown.map((id) => ({
                value: id,
                label: (
                  <span lang={signs.lang} dir={directionOf(signs.lang)}>
                    {signs.get(`sign.${id}.label`)}
                  </span>
                ),
              }))}
              value={marked}
              onChange={(next) => onChange({ ...practised, marked: next })}
            />
            <Radios
              name="chosen"
              label={t('training.practice.choose')}
              error={errorOf(errors, 'chosen')}
              choices={OUTCOMES.toReversed().map((value) => ({ value, label: t(`codes.screening.outcome.${value}`) }))}
              value={chosen ?? undefined}
              onChange={(next) => onChange({ ...practised, chosen: next })}
            />
          </>
        )}
      </QuestionPage>
    </CourseFrame>
  )
}
