import { Radios } from '../../components/Choices.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { Select } from '../../components/Select.tsx'
import { useActWords } from '../../components/act/words.ts'
import { useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { PLACES, actingFor } from './choices.ts'
import type { ScreeningDraft } from './draft.ts'

/** What every contact has to say of itself, one screening or a whole arrival. */
type Contact = Pick<ScreeningDraft, 'by' | 'placeType' | 'language' | 'interpreter'>

/** What of it is missing, in the order in which it is asked. */
export const missingIn = (contact: Contact, t: ReturnType<typeof useT>): FieldError[] => {
  const missing: FieldError[] = []
  if (!contact.by) missing.push({ field: 'unit', message: t('screening.where.unit.missing') })
  if (!contact.placeType) missing.push({ field: 'placeType', message: t('screening.where.place.missing') })
  if (!contact.language) missing.push({ field: 'language', message: t('screening.where.language.missing') })
  if (!contact.interpreter) missing.push({ field: 'interpreter', message: t('screening.where.interpreter.missing') })
  return missing
}

/** For which unit, where somebody works for several, and at what kind of place. */
export const UnitAndPlace = ({
  contact,
  errors,
  onChange,
}: {
  contact: Contact
  errors: readonly FieldError[]
  onChange: (next: Partial<Pick<Contact, 'by' | 'placeType'>>) => void
}) => {
  const me = useMe()
  const { code } = useActWords()
  const t = useT()
  const units = actingFor(me)
  return (
    <>
      {units.length > 1 && (
        <Radios
          name="unit"
          label={t('screening.where.unit')}
          error={errorOf(errors, 'unit')}
          choices={units.map(({ unitId, unitName }) => ({ value: unitId, label: <bdi>{unitName}</bdi> }))}
          value={contact.by?.unitId}
          onChange={(unitId) => {
            const acting = units.find((unit) => unit.unitId === unitId)
            if (acting) onChange({ by: { unitId, function: acting.function } })
          }}
        />
      )}
      <Select
        name="placeType"
        label={t('screening.where.place')}
        error={errorOf(errors, 'placeType')}
        options={PLACES.map((value) => ({ value, label: code(value, 'placeType') }))}
        value={contact.placeType ?? ''}
        onChange={(value) => onChange({ placeType: PLACES.find((place) => place === value) ?? null })}
      />
    </>
  )
}
