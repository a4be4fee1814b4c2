import type { FormField } from '@ariadne/domain'
import type { ReactNode } from 'react'
import { Checkboxes, Confirm, Radios } from '../Choices.tsx'
import { DateField } from '../DateField.tsx'
import { FieldGroup, fieldId } from '../Field.tsx'
import { CountryField, LanguageField } from '../pickers.tsx'
import { Combobox, Select, type Option } from '../Select.tsx'
import { TextField, TimeField } from '../TextField.tsx'
import { T } from '../../lib/i18n/text.tsx'
import type { ActWords } from './words.ts'

/** What may be chosen where the rules only know ids: units, members, agreements, handovers and so on. */
export type Choosable = Partial<Record<FormField['kind'], readonly Option[]>> & {
  /** By the entry's name; goes before the kind. */
  readonly byName?: Readonly<Record<string, readonly Option[]>>
  /** The recipient that a chosen unit stands for. */
  readonly recipientOf?: (unitId: string) => Readonly<Record<string, string>>
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

/** Up to this many choices stand open on the page. */
const FEW = 6

/** A list of languages, one after the other. */
export const LanguagesField = ({
  name,
  label,
  value,
  onChange,
  error,
  most = 5,
}: {
  name: string
  label: ReactNode
  value: readonly string[]
  onChange: (value: string[]) => void
  error?: ReactNode
  most?: number
}) => {
  const shown = [...value, ''].slice(0, most)
  return (
    <FieldGroup name={name} label={label} error={error}>
      <div className="stack">
        {shown.map((language, at) => (
          <LanguageField
            key={`${at}-${language}`}
            name={at === 0 ? name : `${name}-${at}`}
            label={<T id={at === 0 ? 'act.language.first' : 'act.language.another'} />}
            value={language}
            onChange={(next) => onChange([...value.slice(0, at), ...(next ? [next] : []), ...value.slice(at + 1)])}
          />
        ))}
      </div>
    </FieldGroup>
  )
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One entry of an act's form, in the way its kind asks for. */
export const ActField = ({ kind, field, value, onChange, error, words, choosable }: ActFieldProps) => {
  const hint = words.hint(kind, field.name)
  const label = words.field(kind, field.name)
  const common = { name: field.name, label, error, optional: field.optional, ...(hint ? { hint } : {}) }
  const set = (next: string) => onChange(next || undefined)
  const oneOf = (options: readonly Option[], chosen: string, choose: (next: string) => void) =>
    options.length > FEW && field.name !== 'function' ? (
      <Combobox {...common} options={options} value={chosen} onChange={choose} />
    ) : (
      <Radios {...common} choices={options} value={chosen || undefined} onChange={choose} />
    )
  const given = choosable.byName?.[field.name]
  if (given && field.kind !== 'member' && field.kind !== 'choices') return oneOf(given, text(value), set)
  const choices = field.options.map((option) => ({
    value: String(option),
    label: words.code(String(option), field.name),
  }))
  switch (field.kind) {
    case 'confirm':
      return (
        <Confirm
          name={field.name}
          label={label}
          hint={hint}
          error={error}
          value={value === true}
          onChange={(yes) => onChange(yes ? true : undefined)}
        />
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
        <Radios {...common} choices={choices} value={text(value) || undefined} onChange={onChange} />
      ) : (
        <Select {...common} options={choices} value={text(value)} onChange={set} />
      )
    case 'choices':
      return (
        <Checkboxes
          {...common}
          choices={given ?? choices}
          value={(value as string[] | undefined) ?? []}
          onChange={onChange}
        />
      )
    case 'day':
      return <DateField {...common} value={text(value)} onChange={onChange} />
    case 'moment': {
      const [day = '', time = ''] = text(value).split('T')
      return (
        <div className="row-fields">
          <DateField {...common} value={day} onChange={(next) => onChange(`${next}T${time}`)} />
          <TimeField
            name={`${field.name}-time`}
            label={<T id="act.time" />}
            value={time.slice(0, 5)}
            onChange={(next) => onChange(`${day}T${next}`)}
          />
        </div>
      )
    }
    case 'country':
      return <CountryField {...common} value={text(value)} onChange={set} />
    case 'language':
      return <LanguageField {...common} value={text(value)} onChange={set} />
    case 'languages':
      return (
        <LanguagesField
          name={field.name}
          label={label}
          error={error}
          value={(value as string[] | undefined) ?? []}
          onChange={onChange}
        />
      )
    case 'number':
      return field.options.length > 0 ? (
        <Radios
          {...common}
          layout="row"
          choices={choices.map((one) => ({ value: one.value, label: one.value }))}
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
          value={Array.isArray(value) ? value.join(', ') : text(value)}
          onChange={(next) => onChange(/^\s*\d+(\s*,\s*\d+)*\s*$/.test(next) ? next.split(',').map(Number) : next)}
        />
      )
    case 'text':
      return <TextField {...common} value={text(value)} onChange={set} />
    case 'recipient': {
      const chosen = text((value as { unitId?: unknown } | undefined)?.unitId)
      return oneOf(choosable.recipient ?? [], chosen, (next) =>
        onChange(next ? (choosable.recipientOf?.(next) ?? { unitId: next }) : undefined),
      )
    }
    default: {
      const options = given ?? choosable[field.kind] ?? []
      // A unit as a whole may be meant where nobody in it is named.
      if (options.length === 0 && field.optional) return null
      if (options.length === 0)
        return (
          <FieldGroup {...common}>
            <p className="quiet" id={fieldId(field.name)} tabIndex={-1}>
              <T id="act.nothing_to_choose" />
            </p>
          </FieldGroup>
        )
      return oneOf(options, text(value), set)
    }
  }
}
