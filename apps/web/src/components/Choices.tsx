import type { ReactNode } from 'react'
import { FieldGroup, type FieldProps, Notes, fieldId } from './Field.tsx'

export interface Choice<V extends string = string> {
  readonly value: V
  readonly label: ReactNode
  readonly hint?: ReactNode
}

interface ChoicesProps<V extends string> extends FieldProps {
  choices: readonly Choice<V>[]
  /** `row` for yes/no; `tiles` for big targets on a phone. */
  layout?: 'column' | 'row' | 'tiles'
}

const Option = ({
  type,
  id,
  name,
  choice,
  checked,
  error,
  onChange,
}: {
  type: 'radio' | 'checkbox'
  id: string
  name: string
  choice: Choice
  checked: boolean
  /** Id of the sentence that says what is wrong. */
  error?: string | undefined
  onChange: () => void
}) => (
  <div className="choice">
    <input
      type={type}
      id={id}
      name={name}
      value={choice.value}
      checked={checked}
      onChange={onChange}
      aria-invalid={error ? true : undefined}
      aria-describedby={[choice.hint && `${id}-hint`, error].filter(Boolean).join(' ') || undefined}
    />
    <div>
      <label htmlFor={id}>{choice.label}</label>
      {choice.hint && (
        <span className="choice-hint" id={`${id}-hint`}>
          {choice.hint}
        </span>
      )}
    </div>
  </div>
)

/** The first option carries the id of the field, so that the error summary leads to it. */
const optionId = (name: string, at: number) => (at === 0 ? fieldId(name) : `${fieldId(name)}-${at}`)

/** One of a few. @example <Radios name="sure" label="…" choices={yesNo} value={sure} onChange={setSure} layout="row" /> */
export const Radios = <V extends string>({
  choices,
  layout = 'column',
  value,
  onChange,
  ...field
}: ChoicesProps<V> & {
  value: V | undefined
  onChange: (value: V) => void
}) => (
  <FieldGroup {...field}>
    <div className="choices" data-layout={layout}>
      {choices.map((choice, at) => (
        <Option
          key={choice.value}
          type="radio"
          id={optionId(field.name, at)}
          name={field.name}
          choice={choice}
          checked={choice.value === value}
          onChange={() => onChange(choice.value)}
        />
      ))}
    </div>
  </FieldGroup>
)

/** Any number of a few. The value keeps the order of the choices. */
export const Checkboxes = <V extends string>({
  choices,
  layout = 'column',
  value,
  onChange,
  ...field
}: ChoicesProps<V> & {
  value: readonly V[]
  onChange: (value: V[]) => void
}) => (
  <FieldGroup {...field}>
    <div className="choices" data-layout={layout}>
      {choices.map((choice, at) => (
        <Option
          key={choice.value}
          type="checkbox"
          id={optionId(field.name, at)}
          name={field.name}
          choice={choice}
          checked={value.includes(choice.value)}
          onChange={() => {
            const next = new Set(value)
            if (!next.delete(choice.value)) next.add(choice.value)
            onChange(choices.map((c) => c.value).filter((v) => next.has(v)))
          }}
        />
      ))}
    </div>
  </FieldGroup>
)

interface CheckboxProps {
  name: string
  label: ReactNode
  hint?: ReactNode
  value: boolean
  onChange: (value: boolean) => void
}

/** One yes that stands by itself and may stay open. */
export const Checkbox = ({ name, label, hint, value, onChange, error }: CheckboxProps & { error?: string }) => (
  <Option
    type="checkbox"
    id={fieldId(name)}
    name={name}
    choice={{ value: 'yes', label, hint }}
    checked={value}
    error={error}
    onChange={() => onChange(!value)}
  />
)

/** One yes without which nothing goes on: "I have read this to the person". */
export const Confirm = ({ error, ...box }: CheckboxProps & { error: ReactNode }) => (
  <div className="field" data-error={error ? '' : undefined}>
    <Notes name={box.name} label={box.label} error={error} />
    {error ? <Checkbox {...box} error={`${fieldId(box.name)}-error`} /> : <Checkbox {...box} />}
  </div>
)
