import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { LanguageField } from '../../components/pickers.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { TimeField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { useActWords } from '../../components/act/words.ts'
import { findProfile } from '../../lib/content/bundle.ts'
import { nowIso } from '../../lib/clock.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { FREQUENT_LANGUAGES, INTERPRETERS, saysPlace } from './choices.ts'
import { UnitAndPlace, missingIn } from './ContactFields.tsx'
import { Frame } from './Frame.tsx'
import { keepPlaceType } from './memory.ts'
import { lastMomentAt } from './submission.ts'
import { useScreening } from './useScreening.tsx'

const clockOf = (iso: string): string => {
  const at = new Date(iso)
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
}

/** As many languages as stand beside each other on a phone without taking the page. */
const QUICK = 4

/** Where, when, in which language and through whom: the frame of the contact. */
export const Where = () => {
  const { draft, change, goOn, before, bundle, me } = useScreening()
  const { code } = useActWords()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const likely = findProfile(bundle, me.instance.country)?.languages.talks?.slice(0, QUICK) ?? []
  const [isTimeOpen, setTimeOpen] = useState(false)

  const check = () => {
    const missing = missingIn(draft, t)
    setErrors(missing)
    if (missing.length > 0) return
    if (draft.placeType && !saysPlace(draft.way)) keepPlaceType(draft.placeType)
    goOn('where')
  }

  return (
    <Frame step="where">
      <QuestionPage
        titleId="screening.title"
        question={<T id="screening.where.question" />}
        why={<T id="screening.where.why" />}
        back={before('where')}
        errors={errors}
        onContinue={check}
      >
        <UnitAndPlace contact={draft} errors={errors} onChange={change} />
        {isTimeOpen ? (
          <TimeField
            name="startedAt"
            label={t('screening.where.time')}
            hint={t('screening.where.time.hint')}
            value={clockOf(draft.startedAt)}
            onChange={(time) => time && change({ startedAt: lastMomentAt(time, nowIso()) })}
          />
        ) : (
          <p className="field">
            <span className="field-label">
              <T id="screening.where.time" />
            </span>
            <When at={draft.startedAt} />{' '}
            <button type="button" className="link-button" onClick={() => setTimeOpen(true)}>
              <T id="screening.where.time.change" />
            </button>
          </p>
        )}
        <LanguageField
          name="language"
          label={t('screening.where.language')}
          hint={t('screening.where.language.hint')}
          error={errorOf(errors, 'language')}
          first={FREQUENT_LANGUAGES}
          quick={likely}
          value={draft.language}
          onChange={(language) => change({ language })}
        />
        <div className="compact-tiles">
          <Radios
            name="interpreter"
            label={t('screening.where.interpreter')}
            hint={t('screening.where.interpreter.hint')}
            error={errorOf(errors, 'interpreter')}
            choices={INTERPRETERS.map((value) => ({ value, label: code(value, 'interpreter') }))}
            layout="tiles"
            value={draft.interpreter ?? undefined}
            onChange={(interpreter) => change({ interpreter })}
          />
        </div>
      </QuestionPage>
    </Frame>
  )
}
