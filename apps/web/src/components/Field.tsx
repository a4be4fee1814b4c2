import { type ReactNode, useEffect, useRef } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Icon } from './Icon.tsx'
import { PageHeading } from './Page.tsx'

/** What every field of the family takes. `error` is the same sentence that stands in the error summary. */
export interface FieldProps {
  /** The name of the entry in its form; the error summary finds the field by it. */
  name: string
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  /** Says "(optional)". Everything else is needed. */
  optional?: boolean
  /** `page`: the label is the question of the page. */
  labelSize?: 'page' | undefined
}

export const fieldId = (name: string): string => `field-${name.replace(/[^\w-]/g, '-')}`

/** Ids that tie hint and error to the control, so that a screen reader reads all three. */
export const describedBy = ({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>): string | undefined => {
  const id = fieldId(name)
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
}

/** Hint and error of a field, with the ids that `describedBy` names. */
export const Notes = ({ name, hint, error }: FieldProps) => (
  <>
    {hint && (
      <p className="field-hint" id={`${fieldId(name)}-hint`}>
        {hint}
      </p>
    )}
    {error && (
      <p className="field-error" id={`${fieldId(name)}-error`}>
        <Icon name="alert" size={18} />
        <span>
          <span className="visually-hidden">
            <T id="shell.field.error" />{' '}
          </span>
          {error}
        </span>
      </p>
    )}
  </>
)

const Optional = () => (
  <span className="field-optional">
    {' '}
    <T id="shell.field.optional" />
  </span>
)

/** The label as the heading of the page, where it is the question of the page. */
const Question = ({ labelSize, children }: Pick<FieldProps, 'labelSize'> & { children: ReactNode }) =>
  labelSize === 'page' ? <PageHeading>{children}</PageHeading> : children

/** One control with its label. */
export const Field = (props: FieldProps & { children: ReactNode }) => (
  <div className="field" data-error={props.error ? '' : undefined}>
    <Question {...props}>
      <label
        className="field-label"
        data-size={props.labelSize}
        id={`${fieldId(props.name)}-label`}
        htmlFor={fieldId(props.name)}
      >
        {props.label}
        {props.optional && <Optional />}
      </label>
    </Question>
    <Notes {...props} />
    {props.children}
  </div>
)

/** Several controls that answer one question. */
export const FieldGroup = (props: FieldProps & { children: ReactNode }) => (
  <div className="field" data-error={props.error ? '' : undefined}>
    <fieldset aria-describedby={describedBy(props)} aria-invalid={props.error ? true : undefined}>
      <legend data-size={props.labelSize}>
        <Question {...props}>
          {props.label}
          {props.optional && <Optional />}
        </Question>
      </legend>
      <Notes {...props} />
      {props.children}
    </fieldset>
  </div>
)

export interface FieldError {
  readonly field: string
  readonly message: ReactNode
}

/**
 * What is wrong, at the top of the page, with links to the fields. Takes focus when it appears and when somebody tries again;
 * never in between, where what is mended disappears from it while they type.
 * @example <ErrorSummary errors={[{ field: 'birthDay', message: t('…') }]} />
 */
export const ErrorSummary = ({ errors, title }: { errors: readonly FieldError[]; title?: ReactNode }) => {
  const box = useRef<HTMLDivElement>(null)
  const isShown = errors.length > 0
  useEffect(() => {
    if (!isShown) return
    const focus = () => box.current?.focus()
    const again = () => void requestAnimationFrame(focus)
    focus()
    document.addEventListener('submit', again)
    return () => document.removeEventListener('submit', again)
  }, [isShown])
  if (errors.length === 0) return null
  return (
    <div className="error-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">{title ?? <T id="shell.errorSummary.title" />}</h2>
      <ul>
        {errors.map(({ field, message }) => (
          <li key={field}>
            <a
              href={`#${fieldId(field)}`}
              onClick={(event) => {
                event.preventDefault()
                goToField(field)
              }}
            >
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Brings the label into view first and then focuses the control, so that the question is read together with the box. */
export const goToField = (field: string): void => {
  const control = document.getElementById(fieldId(field))
  if (!control) return
  const label =
    control.closest('fieldset')?.querySelector('legend') ?? document.querySelector(`label[for="${control.id}"]`)
  ;(label ?? control).scrollIntoView()
  control.focus({ preventScroll: true })
}

/** The error of one field out of a list, for its `error` prop. */
export const errorOf = (errors: readonly FieldError[], field: string): ReactNode =>
  errors.find((e) => e.field === field)?.message
