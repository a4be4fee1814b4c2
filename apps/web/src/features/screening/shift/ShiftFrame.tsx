import { TRAVELLED_BY } from '@ariadne/domain/screening'
import { useState } from 'react'
import { Radios } from '../../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../../components/Field.tsx'
import { CountryField, LanguageField } from '../../../components/pickers.tsx'
import { QuestionPage } from '../../../components/QuestionPage.tsx'
import { Select } from '../../../components/Select.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import { FREQUENT_LANGUAGES, INTERPRETERS, PLACES, actingFor } from '../choices.ts'
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
  const me = useMe()
  const { code } = useActWords()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const { frame, way } = shift
  const set = (next: Partial<Frame>) => change((now) => ({ ...now, frame: { ...now.frame, ...next } }))
  const units = actingFor(me)

  const check = () => {
    const missing: FieldError[] = []
    if (!frame.safeToTalk) missing.push({ field: 'safeToTalk', message: t('screening.safe.missing') })
    if (!frame.by) missing.push({ field: 'unit', message: t('screening.where.unit.missing') })
    if (!frame.placeType) missing.push({ field: 'placeType', message: t('screening.where.place.missing') })
    if (!frame.language) missing.push({ field: 'language', message: t('screening.where.language.missing') })
    if (!frame.interpreter) missing.push({ field: 'interpreter', message: t('screening.where.interpreter.missing') })
    setErrors(missing)
    if (missing.length > 0) return
    if (frame.placeType && way === 'arrival') keepPlaceType(frame.placeType)
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
        {units.length > 1 && (
          <Radios
            name="unit"
            label={t('screening.where.unit')}
            error={errorOf(errors, 'unit')}
            choices={units.map(({ unitId, unitName }) => ({ value: unitId, label: <bdi>{unitName}</bdi> }))}
            value={frame.by?.unitId}
            onChange={(unitId) => {
              const acting = units.find((unit) => unit.unitId === unitId)
              if (acting) set({ by: { unitId, function: acting.function } })
            }}
          />
        )}
        <Select
          name="placeType"
          label={t('screening.where.place')}
          error={errorOf(errors, 'placeType')}
          options={PLACES.map((value) => ({ value, label: code(value, 'placeType') }))}
          value={frame.placeType ?? ''}
          onChange={(value) => set({ placeType: PLACES.find((place) => place === value) ?? null })}
        />
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
