import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { readCode } from '../../lib/session/secondStep.ts'
import { CodeField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'

/** The second step: the number that the authenticator app shows. */
export const CodeStep = ({ finish, onBack }: { finish: (code: string) => Promise<void>; onBack: () => void }) => {
  const t = useT()
  const [code, setCode] = useState('')
  const { errors, setErrors, working, attempt } = useAttempt()
  usePageTitle(t('signIn.code.title'), errors.length > 0)
  const go = () => {
    const typed = readCode(code)
    if (!typed) return setErrors([{ field: 'code', message: t('signIn.error.code') }])
    return attempt(
      () => finish(typed),
      () => 'code',
    )
  }
  return (
    <div className="door">
      <ErrorSummary errors={errors} />
      <h1 className="door-title">
        <T id="signIn.code.title" />
      </h1>
      <Form busy={working} onSubmit={go}>
        <CodeField errors={errors} value={code} onChange={setCode} />
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
      </Form>
    </div>
  )
}
