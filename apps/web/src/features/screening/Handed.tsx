import { useState } from 'react'
import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import { Combobox } from '../../components/Select.tsx'
import { TextField, TimeField } from '../../components/TextField.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type ReferralDraft, isChild } from './draft.ts'
import { Frame } from './Frame.tsx'
import { OnDuty } from './OnDuty.tsx'
import { receivingUnits } from './units.ts'
import { useScreening } from './useScreening.tsx'

/** Who took the person in hand, where and when: so that somebody can always say with whom they went. */
export const Handed = () => {
  const { draft, change, goOn, before, me } = useScreening()
  const t = useT()
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const directory = useRead('GET /api/directory', {})
  const child = isChild(draft) === true
  const { handed, handedTo, toUnitId } = draft.referral
  const set = (next: Partial<ReferralDraft>) => change((now) => ({ ...now, referral: { ...now.referral, ...next } }))
  // From the draft as it is, not as it was drawn: two quick answers must not undo each other.
  const setTo = (next: Partial<ReferralDraft['handedTo']>) =>
    change((now) => ({
      ...now,
      referral: { ...now.referral, handedTo: { ...now.referral.handedTo, ...next } },
    }))
  const units = directory.state === 'ready' ? receivingUnits(directory.data.units, me, child) : []
  const place = draft.referral.texts.contact ?? {}

  const check = () => {
    const missing: FieldError[] = []
    if (!handed) missing.push({ field: 'handed', message: t('screening.handed.missing') })
    if (handed === 'yes') {
      if (!handedTo.unitId) missing.push({ field: 'handedUnit', message: t('screening.handed.unit.missing') })
      if (handedTo.workerName.trim().length < 2)
        missing.push({ field: 'workerName', message: t('screening.handed.worker.missing') })
    }
    setErrors(missing)
    if (missing.length === 0) goOn('handed')
  }

  return (
    <Frame step="handed">
      <QuestionPage
        titleId="screening.title"
        why={<T id="screening.handed.why" />}
        back={before('handed')}
        errors={errors}
        onContinue={check}
      >
        <Radios
          name="handed"
          labelSize="page"
          label={<T id="screening.handed.question" />}
          hint={<T id={child ? 'screening.handed.hint.child' : 'screening.handed.hint'} />}
          error={errorOf(errors, 'handed')}
          choices={[
            { value: 'yes', label: t('screening.handed.yes') },
            { value: 'not_yet', label: t('screening.handed.notYet'), hint: t('screening.handed.notYet.hint') },
          ]}
          value={handed ?? undefined}
          onChange={(next) => set({ handed: next, handedTo: { ...handedTo, unitId: handedTo.unitId || toUnitId } })}
        />
        {handed === 'not_yet' && child && <OnDuty child />}
        {handed === 'yes' && (
          <>
            <Combobox
              name="handedUnit"
              label={t('screening.handed.unit')}
              error={errorOf(errors, 'handedUnit')}
              options={units.map((unit) => ({ value: unit.unitId, label: unit.name, hint: unit.organisationName }))}
              value={handedTo.unitId}
              onChange={(unitId) => setTo({ unitId })}
            />
            <TextField
              name="workerName"
              label={t('screening.handed.worker')}
              hint={t('screening.handed.worker.hint')}
              error={errorOf(errors, 'workerName')}
              maxLength={80}
              value={handedTo.workerName}
              onChange={(workerName) => setTo({ workerName })}
            />
            <TextField
              name="handedPlace"
              label={t('screening.handed.place')}
              hint={t('screening.handed.place.hint')}
              optional
              value={place['address'] ?? ''}
              onChange={(text) => set({ texts: { ...draft.referral.texts, contact: { ...place, address: text } } })}
            />
            <TimeField
              name="handedTime"
              label={t('screening.handed.time')}
              hint={t('screening.handed.time.hint')}
              optional
              value={handedTo.time}
              onChange={(time) => setTo({ time })}
            />
          </>
        )}
      </QuestionPage>
    </Frame>
  )
}
