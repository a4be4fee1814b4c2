import type { HTMLInputAutoCompleteAttribute, InputHTMLAttributes, ReactNode } from 'react'
import { Field, type FieldProps, describedBy, fieldId } from './Field.tsx'

interface TextProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  autoComplete?: HTMLInputAutoCompleteAttribute
  /** Language of what is typed, where it is not the language of the page. */
  lang?: string
  maxLength?: number
}

/** @example <TextField name="place" label={t('…')} value={place} onChange={setPlace} /> */
export const TextField = ({
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  inputMode,
  lang,
  maxLength,
  beside,
  ...field
}: TextProps & {
  type?: 'text' | 'email' | 'tel' | 'password' | 'search'
  inputMode?: InputHTMLAttributes<unknown>['inputMode']
  /** A small act on what is typed, at the end of the box. */
  beside?: ReactNode
}) => (
  <Field {...field}>
    <div className={beside ? 'input-beside' : undefined}>
      <input
        className="input"
        id={fieldId(field.name)}
        name={field.name}
        type={type}
        value={value}
        autoComplete={autoComplete}
        inputMode={inputMode}
        maxLength={maxLength}
        lang={lang}
        dir={type === 'email' || type === 'tel' ? 'ltr' : 'auto'}
        spellCheck={type === 'text' ? undefined : false}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={describedBy(field)}
        onChange={(event) => onChange(event.target.value)}
      />
      {beside}
    </div>
  </Field>
)

/** Grows with what is written. */
export const TextArea = ({
  value,
  onChange,
  rows = 4,
  autoComplete = 'off',
  lang,
  maxLength,
  ...field
}: TextProps & { rows?: number }) => (
  <Field {...field}>
    <textarea
      className="input"
      id={fieldId(field.name)}
      name={field.name}
      value={value}
      rows={rows}
      autoComplete={autoComplete}
      maxLength={maxLength}
      lang={lang}
      dir="auto"
      aria-invalid={field.error ? true : undefined}
      aria-describedby={describedBy(field)}
      onChange={(event) => onChange(event.target.value)}
    />
  </Field>
)

/** An hour of the day, "14:05". */
export const TimeField = ({
  value,
  onChange,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void }) => (
  <Field {...field}>
    <input
      className="input input-time"
      id={fieldId(field.name)}
      name={field.name}
      type="time"
      value={value}
      aria-invalid={field.error ? true : undefined}
      aria-describedby={describedBy(field)}
      onChange={(event) => onChange(event.target.value)}
    />
  </Field>
)
