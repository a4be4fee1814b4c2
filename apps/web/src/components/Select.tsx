import { Suspense, lazy } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Field, type FieldProps, describedBy, fieldId } from './Field.tsx'

export interface Option {
  readonly value: string
  /** Plain text: it is searched, read out and sorted. */
  readonly label: string
  readonly hint?: string
  /** Other words by which it is found: its own name, its name in English. */
  readonly search?: readonly string[]
}

export interface SelectProps extends FieldProps {
  options: readonly Option[]
  value: string
  onChange: (value: string) => void
}

/** A short list (up to about fifteen). The first line is empty: nothing is chosen for somebody. */
export const Select = ({
  options,
  value,
  onChange,
  empty,
  ...field
}: SelectProps & {
  /** What the first line says where choosing nothing means something: "All". */
  empty?: string
}) => (
  <Field {...field}>
    <select
      className="input"
      id={fieldId(field.name)}
      name={field.name}
      value={value}
      aria-invalid={field.error ? true : undefined}
      aria-describedby={describedBy(field)}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{empty ?? <T id="shell.select.choose" />}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </Field>
)

const SearchableList = lazy(() => import('./SearchableList.tsx'))

/** A long list that is searched by typing: countries, languages, units. Until its code is there it is an ordinary select. */
export const Combobox = (props: SelectProps) => (
  <Suspense fallback={<Select {...props} />}>
    <SearchableList {...props} />
  </Suspense>
)
