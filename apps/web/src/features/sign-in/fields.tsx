import { type ReactNode, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { type FieldError, errorOf } from '../../components/Field.tsx'
import { TextField } from '../../components/TextField.tsx'
import { T, type useT } from '../../lib/i18n/text.tsx'
import { PASSPHRASE_CHARACTERS, findPassphraseProblem } from '../../lib/session/enrol.ts'

interface SecretProps {
  name?: string
  label?: ReactNode
  hint?: ReactNode
  errors: readonly FieldError[]
  value: string
  onChange: (value: string) => void
}

/** The passphrase that somebody has. It can be shown while it is typed, which a long one on a telephone needs. */
export const PassphraseField = ({
  name = 'passphrase',
  label = <T id="signIn.passphrase" />,
  errors,
  autoComplete = 'current-password',
  ...field
}: SecretProps & { autoComplete?: 'current-password' | 'new-password' }) => {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...field}
      name={name}
      label={label}
      type={shown ? 'text' : 'password'}
      error={errorOf(errors, name)}
      autoComplete={autoComplete}
      beside={
        <Button kind="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
          <T id="signIn.show" />
        </Button>
      }
    />
  )
}

/** A new passphrase, typed twice; see `findNewProblems`. */
export const NewPassphrase = ({
  label,
  errors,
  value,
  onChange,
}: {
  label: ReactNode
  errors: readonly FieldError[]
  value: { readonly next: string; readonly again: string }
  onChange: (value: { next: string; again: string }) => void
}) => (
  <>
    <PassphraseField
      name="next"
      label={label}
      hint={<T id="signIn.enrol.passphraseHint" values={{ least: PASSPHRASE_CHARACTERS.least }} />}
      errors={errors}
      value={value.next}
      onChange={(next) => onChange({ ...value, next })}
      autoComplete="new-password"
    />
    <PassphraseField
      name="again"
      label={<T id="signIn.enrol.again" />}
      errors={errors}
      value={value.again}
      onChange={(again) => onChange({ ...value, again })}
      autoComplete="new-password"
    />
  </>
)

const isSame = (one: string, other: string) => one.normalize('NFKC') === other.normalize('NFKC')

/** What is wrong with a new passphrase: at most one thing at a time. @param old the one it replaces */
export const findNewProblems = (
  t: ReturnType<typeof useT>,
  { next, again }: { next: string; again: string },
  old?: string,
): FieldError[] => {
  const problem = findPassphraseProblem(next)
  if (problem) return [{ field: 'next', message: t(`signIn.error.${problem}`, { least: PASSPHRASE_CHARACTERS.least }) }]
  if (old !== undefined && isSame(old, next)) return [{ field: 'next', message: t('signIn.error.notAnother') }]
  return isSame(next, again) ? [] : [{ field: 'again', message: t('signIn.error.notTheSame') }]
}

/** The number that the authenticator app shows, or a code that was written down. */
export const CodeField = ({ name = 'code', errors, value, onChange }: Omit<SecretProps, 'label' | 'hint'>) => (
  <TextField
    name={name}
    label={<T id="signIn.code.label" />}
    hint={<T id="signIn.code.hint" />}
    error={errorOf(errors, name)}
    value={value}
    onChange={onChange}
    autoComplete="one-time-code"
    maxLength={20}
  />
)
