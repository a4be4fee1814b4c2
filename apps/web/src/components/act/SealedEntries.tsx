import type { DataClass } from '@ariadne/domain'
import type { SealedText } from '../../lib/vault/parts.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { TextArea, TextField } from '../TextField.tsx'
import { Icon } from '../Icon.tsx'

/** The named entries of each class of sealed text; a class that is not here is one free text. */
export const SEALED_ENTRIES: Partial<Record<DataClass, readonly string[]>> = {
  identity: ['givenName', 'familyName', 'birthDate', 'document'],
  contact: ['phone', 'address', 'safeTimes'],
  logistics: ['place', 'time', 'whoMeets', 'codeWord', 'escort'],
  medical_essentials: ['allergies', 'medication', 'urgent'],
}
export const entriesOf = (partClass: DataClass): readonly string[] => SEALED_ENTRIES[partClass] ?? ['text']

/** Sealed text of one class: written here, readable only for the units that may open it. */
export const SealedEntries = ({
  partClass,
  value,
  onChange,
  optional,
}: {
  partClass: DataClass
  value: SealedText
  onChange: (value: SealedText) => void
  optional: boolean
}) => {
  const t = useT()
  const entries = entriesOf(partClass)
  const set = (entry: string) => (text: string) => onChange({ ...value, [entry]: text })
  return (
    <fieldset className="sealed-entries stack">
      <legend>
        <Icon name="lock" size={18} /> {t(`code.${partClass}`)}
      </legend>
      <p className="field-hint">
        <T id="sealed.hint" />
      </p>
      {entries.map((entry) =>
        entry === 'text' ? (
          <TextArea
            key={entry}
            name={`${partClass}-text`}
            label={t('sealed.text')}
            optional={optional}
            value={value[entry] ?? ''}
            onChange={set(entry)}
          />
        ) : (
          <TextField
            key={entry}
            name={`${partClass}-${entry}`}
            label={t(`sealed.${entry}`)}
            optional
            value={value[entry] ?? ''}
            onChange={set(entry)}
          />
        ),
      )}
    </fieldset>
  )
}

/** Entries that were filled in. */
export const filled = (text: SealedText | undefined): SealedText | null => {
  const kept = Object.entries(text ?? {}).filter(([, entry]) => entry.trim() !== '')
  return kept.length > 0 ? Object.fromEntries(kept) : null
}
