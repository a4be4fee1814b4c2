import type { FormField } from '@ariadne/domain'
import type { ReactNode } from 'react'
import { Checkboxes, Radios } from '../Choices.tsx'
import { DateField } from '../DateField.tsx'
import { FieldGroup, fieldId } from '../Field.tsx'
import { CountryField, LanguageField } from '../pickers.tsx'
import { Combobox, Select, type Option } from '../Select.tsx'
import { TextField } from '../TextField.tsx'
import type { ActWords } from './words.ts'

/** What may be chosen where the rules only know ids: units, members, agreements, handovers and so on. */
export type Choosable = Partial<Record<FormField['kind'], readonly Option[]>> & {
  readonly byName?: Readonly<Record<string, readonly Option[]>>
}

interface ActFieldProps {
  kind: string
  field: FormField
  value: unknown
  onChange: (value: unknown) => void
  error?: ReactNode
  words: ActWords
  choosable: Choosable
}

const FEW = 6

/** A list of languages, one after the other. */
const Languages = ({
  field,
  value,
  onChange,
  ...rest
}: Omit<ActFieldProps, 'words' | 'kind' | 'choosable'> & { label: string }) => {
  const chosen = (value as string[] | undefined) ?? []
  const shown = [...chosen, ''].slice(0, 5)
  return (
    <FieldGroup name={field.name} label={rest.label} error={rest.error}>
      <div className="stack">
        {shown.map((language, at) => (
          <LanguageField
            key={`${at}-${language}`}
            name={at === 0 ? field.name : `${field.name}-${at}`}
            label={<span className="visually-hidden">{rest.label}</span>}
            value={language}
            onChange={(next) => onChange([...chosen.slice(0, at), ...(next ? [next] : []), ...chosen.slice(at + 1)])}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

/** One entry of an act's form, in the way its kind asks for. */
export const ActField = ({ kind, field, value, onChange, error, words, choosable }: ActFieldProps) => {
  const hint = words.hint(kind, field.name)
  const label = words.field(kind, field.name)
  const common = { name: field.name, label, error, optional: field.optional, ...(hint ? { hint } : {}) }
  const choices = field.options.map((option) => ({
    value: String(option),
    label: words.code(String(option), field.name),
  }))
  switch (field.kind) {
    case 'confirm':
      return (
        <div className="field" data-error={error ? '' : undefined}>
          {error && (
            <p className="field-error" id={`${fieldId(field.name)}-error`}>
              {error}
            </p>
          )}
          <Checkboxes
            name={field.name}
            label={<span className="visually-hidden">{label}</span>}
            choices={[{ value: 'yes', label, hint }]}
            value={value === true ? ['yes'] : []}
            onChange={(next) => onChange(next.length > 0 ? true : undefined)}
          />
        </div>
      )
    case 'yes_no':
      return (
        <Radios
          {...common}
          layout="row"
          choices={[
            { value: 'yes', label: words.code('yes') },
            { value: 'no', label: words.code('no') },
          ]}
          value={value === true ? 'yes' : value === false ? 'no' : undefined}
          onChange={(next) => onChange(next === 'yes')}
        />
      )
    case 'choice':
      return choices.length <= FEW ? (
        <Radios {...common} choices={choices} value={value as string | undefined} onChange={onChange} />
      ) : (
        <Select
          {...common}
          options={choices}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange(next || undefined)}
        />
      )
    case 'choices':
      return (
        <Checkboxes {...common} choices={choices} value={(value as string[] | undefined) ?? []} onChange={onChange} />
      )
    case 'day':
      return <DateField {...common} value={(value as string | undefined) ?? ''} onChange={onChange} />
    case 'country':
      return (
        <CountryField
          {...common}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange(next || undefined)}
        />
      )
    case 'language':
      return (
        <LanguageField
          {...common}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange(next || undefined)}
        />
      )
    case 'languages':
      return <Languages field={field} value={value} onChange={onChange} error={error} label={label} />
    case 'number':
      return field.options.length > 0 ? (
        <Radios
          {...common}
          layout="row"
          choices={field.options.map((one) => ({ value: String(one), label: String(one) }))}
          value={value === undefined ? undefined : String(value)}
          onChange={(next) => onChange(Number(next))}
        />
      ) : (
        <TextField
          {...common}
          inputMode="numeric"
          value={value === undefined ? '' : String(value)}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
        />
      )
    case 'numbers':
      return (
        <TextField
          {...common}
          inputMode="numeric"
          value={Array.isArray(value) ? value.join(', ') : ((value as string | undefined) ?? '')}
          onChange={(next) => onChange(/^\s*\d+(\s*,\s*\d+)*\s*$/.test(next) ? next.split(',').map(Number) : next)}
        />
      )
    case 'text':
      return (
        <TextField
          {...common}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange(next || undefined)}
        />
      )
    default: {
      const options = choosable.byName?.[field.name] ?? choosable[field.kind] ?? []
      return options.length > FEW ? (
        <Combobox
          {...common}
          options={options}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange(next || undefined)}
        />
      ) : (
        <Radios {...common} choices={options} value={value as string | undefined} onChange={onChange} />
      )
    }
  }
}
