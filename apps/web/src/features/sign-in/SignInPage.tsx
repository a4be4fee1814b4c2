import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type SignInStep, signIn } from '../../lib/session/signIn.ts'
import { useErased } from '../../lib/session/revocation.ts'
import { useInstance } from '../../lib/session/instance.ts'
import { CodeStep } from './CodeStep.tsx'
import { DemoPeople } from './DemoPeople.tsx'
import { PassphraseField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'
import './sign-in.css'

/** E-mail and one passphrase. The passphrase stays here: see lib/session/signIn.ts. */
export const SignInPage = ({ onBack }: { onBack: (() => void) | null }) => {
  const t = useT()
  const mode = useInstance()?.mode
  const erased = useErased()
  const [email, setEmail] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { errors, setErrors, working, attempt } = useAttempt()
  const [code, setCode] = useState<Extract<SignInStep, { step: 'code' }> | null>(null)
  usePageTitle(t('signIn.title'), errors.length > 0)

  const go = (address: string, words: string) => {
    const missing = [
      ...(address.includes('@') ? [] : [{ field: 'email', message: t('signIn.error.email') }]),
      ...(words ? [] : [{ field: 'passphrase', message: t('signIn.error.passphrase') }]),
    ]
    setErrors(missing)
    if (missing.length > 0) return
    return attempt(
      async () => {
        const step = await signIn(address.trim(), words)
        if (step.step === 'code') setCode(step)
      },
      () => 'passphrase',
    )
  }

  if (code) return <CodeStep finish={code.finish} onBack={() => setCode(null)} />
  return (
    <div className="door" data-people={mode === 'demo' ? '' : undefined}>
      <div className="door-form">
        <ErrorSummary errors={errors} />
        {erased && (
          <Callout tone="warn" title={<T id="signIn.erased.title" />}>
            <p>
              <T id="signIn.erased.body" />
            </p>
          </Callout>
        )}
        <h1 className="door-title">
          <T id="signIn.title" />
        </h1>
        <Form busy={working} onSubmit={() => go(email, passphrase)}>
          <TextField
            name="email"
            type="email"
            label={<T id="signIn.email" />}
            value={email}
            error={errorOf(errors, 'email')}
            onChange={setEmail}
            autoComplete="username"
          />
          <PassphraseField
            hint={<T id="signIn.passphraseHint" />}
            errors={errors}
            value={passphrase}
            onChange={setPassphrase}
          />
          <div className="row">
            <Button type="submit" busy={working}>
              <T id="signIn.go" />
            </Button>
            {onBack && (
              <Button kind="quiet" onClick={onBack}>
                <T id="signIn.unlockInstead" />
              </Button>
            )}
          </div>
          <Working on={working} />
        </Form>
        <p className="quiet small door-note">
          <T id="signIn.lost" />
        </p>
        <p className="small door-note">
          {/* Another page altogether: it loads anew, and nothing of this one stays in it. */}
          <a href="/reach">
            <T id="signIn.reach" />
          </a>
        </p>
      </div>
      {mode === 'demo' && <DemoPeople busy={working} onChoose={(person) => void go(person.email, person.passphrase)} />}
    </div>
  )
}
