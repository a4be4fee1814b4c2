import '../sealed/sealed.css'
import type { DataClass } from '@ariadne/domain'
import type { ReactNode } from 'react'
import type { SealedText } from '../../lib/vault/parts.ts'
import { isolate } from '../../lib/i18n/isolate.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { DateField } from '../DateField.tsx'
import { Icon } from '../Icon.tsx'
import { TextArea, TextField, TimeField } from '../TextField.tsx'

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
  error,
  readers = [],
}: {
  partClass: DataClass
  value: SealedText
  onChange: (value: SealedText) => void
  optional: boolean
  error?: ReactNode
  /** Names of the units that will be able to open it. */
  readers?: readonly string[]
}) => {
  const t = useT()
  const format = useFormat()
  const entries = entriesOf(partClass)
  return (
    <fieldset className="sealed-entries stack">
      <legend>
        <Icon name="lock" size={18} /> {t(`code.${partClass}`)}
        {optional && (
          <span className="field-optional">
            {' '}
            <T id="shell.field.optional" />
          </span>
        )}
      </legend>
      <p className="field-hint">
        {readers.length > 0 ? (
          <T id="sealed.readers" values={{ units: format.list(readers.map(isolate)) }} />
        ) : (
          <T id="sealed.hint" />
        )}
      </p>
      {entries.map((entry, at) => {
        const common = {
          key: entry,
          name: `${partClass}-${entry}`,
          label: t(`sealed.${entry}`),
          value: value[entry] ?? '',
          onChange: (text: string) => onChange({ ...value, [entry]: text }),
          error: at === 0 ? error : undefined,
        }
        const { key, ...props } = common
        if (entry === 'text') return <TextArea key={key} {...props} />
        if (entry === 'birthDate') return <DateField key={key} {...props} />
        if (entry === 'time') return <TimeField key={key} {...props} />
        return <TextField key={key} {...props} type={entry === 'phone' ? 'tel' : 'text'} />
      })}
    </fieldset>
  )
}

/** Entries that were filled in. */
export const filled = (text: SealedText | undefined): SealedText | null => {
  const kept = Object.entries(text ?? {}).filter(([, entry]) => entry.trim() !== '')
  return kept.length > 0 ? Object.fromEntries(kept) : null
}
