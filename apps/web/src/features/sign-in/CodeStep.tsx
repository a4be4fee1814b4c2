import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, type FieldError } from '../../components/Field.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { TextField } from '../../components/TextField.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { isCode } from '../../lib/session/secondStep.ts'
import { doorErrorId } from './words.ts'

/** The second step: the number that the authenticator app shows. */
export const CodeStep = ({ finish, onBack }: { finish: (code: string) => Promise<void>; onBack: () => void }) => {
  const t = useT()
  const [code, setCode] = useState('')
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)
  usePageTitle(t('signIn.code.title'), errors.length > 0)
  const go = async () => {
    const typed = code.replace(/\s/g, '')
    if (!isCode(typed)) return setErrors([{ field: 'code', message: t('signIn.error.code') }])
    setWorking(true)
    try {
      await finish(typed)
    } catch (error) {
      setErrors([{ field: 'code', message: t(doorErrorId(error)) }])
      setWorking(false)
    }
  }
  return (
    <div className="door">
      <ErrorSummary errors={errors} />
      <h1 className="door-title">
        <T id="signIn.code.title" />
      </h1>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!working) void go()
        }}
      >
        <TextField
          name="code"
          label={<T id="signIn.code.label" />}
          hint={<T id="signIn.code.hint" />}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          maxLength={20}
        />
        <p className="quiet small">
          <T id="signIn.code.backup" />
        </p>
        <div className="row">
          <Button type="submit" busy={working}>
            <T id="signIn.go" />
          </Button>
          <Button kind="quiet" onClick={onBack}>
            <T id="shell.back" />
          </Button>
        </div>
      </form>
    </div>
  )
}
