import { TRAVELLED_BY } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Radios } from '../../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../../components/Field.tsx'
import { CountryField, LanguageField } from '../../../components/pickers.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { FREQUENT_LANGUAGES, INTERPRETERS, saysPlace } from '../choices.ts'
import { UnitAndPlace, missingIn } from '../ContactFields.tsx'
import { keepPlaceType } from '../memory.ts'
import type { Frame, Shift } from './shift.ts'

const SAFE = ['yes', 'no'] as const

/** Asked once for everybody of this arrival or workplace; whether one can talk apart comes first. */
export const ShiftFrame = ({
  shift,
  change,
  onDone,
}: {
  shift: Shift
  change: (next: (now: Shift) => Shift) => void
  onDone: () => void
}) => {
  const { code } = useActWords()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const { frame, way } = shift
  const set = (next: Partial<Frame>) => change((now) => ({ ...now, frame: { ...now.frame, ...next } }))

  const check = () => {
    const missing = missingIn(frame, t)
    if (!frame.safeToTalk) missing.unshift({ field: 'safeToTalk', message: t('screening.safe.missing') })
    setErrors(missing)
    if (missing.length > 0) return
    if (frame.placeType && !saysPlace(way)) keepPlaceType(frame.placeType)
    onDone()
  }

  return (
    <div className="screening">
      <QuestionPage
        titleId="screening.title"
        question={<T id={`screening.shift.${way}.question`} />}
        hint={<T id="screening.shift.hint" />}
        why={<T id="screening.shift.why" />}
        back="/screening"
        errors={errors}
        onContinue={check}
      >
        <Radios
          name="safeToTalk"
          label={t('screening.shift.safe')}
          hint={t('screening.shift.safe.hint')}
          error={errorOf(errors, 'safeToTalk')}
          choices={SAFE.map((value) => ({ value, label: t(`screening.shift.safe.${value}`) }))}
          layout="tiles"
          value={SAFE.find((one) => one === frame.safeToTalk)}
          onChange={(safeToTalk) => set({ safeToTalk })}
        />
        <UnitAndPlace contact={frame} errors={errors} onChange={set} />
        <LanguageField
          name="language"
          label={t('screening.shift.language')}
          error={errorOf(errors, 'language')}
          first={FREQUENT_LANGUAGES}
          value={frame.language}
          onChange={(language) => set({ language })}
        />
        <Radios
          name="interpreter"
          label={t('screening.where.interpreter')}
          error={errorOf(errors, 'interpreter')}
          choices={INTERPRETERS.map((value) => ({ value, label: code(value, 'interpreter') }))}
          layout="tiles"
          value={frame.interpreter ?? undefined}
          onChange={(interpreter) => set({ interpreter })}
        />
        {way === 'arrival' && (
          <>
            <CountryField
              name="from"
              label={t('screening.shift.from')}
              optional
              value={frame.route.from ?? ''}
              onChange={(from) => set({ route: { ...frame.route, from: from || null } })}
            />
            <Radios
              name="by"
              label={t('screening.shift.by')}
              choices={TRAVELLED_BY.map((value) => ({ value, label: t(`screening.shift.by.${value}`) }))}
              layout="tiles"
              value={frame.route.by}
              onChange={(by) => set({ route: { ...frame.route, by } })}
            />
          </>
        )}
      </QuestionPage>
    </div>
  )
}
