import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { TextField } from '../../components/TextField.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { device } from '../../lib/device/device.ts'
import type { Profile } from '../../lib/device/profile.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { UnlockError, findProfile, unlockWithPassphrase, unlockWithPin } from '../../lib/session/unlock.ts'
import { useStore } from '../../lib/store.ts'
import { PassphraseField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'

const NONE: readonly Profile[] = []

/** Opens what lies on this device, also with no network: with the PIN, or with the passphrase. */
export const UnlockPage = ({ onSomeoneElse }: { onSomeoneElse: () => void }) => {
  const t = useT()
  const state = useStore(device)
  const profiles = state.state === 'locked' ? state.profiles : NONE
  const only = profiles.length === 1 ? profiles[0] : undefined
  const [byPin, setByPin] = useState(Boolean(only?.byPin))
  const [email, setEmail] = useState('')
  const [secret, setSecret] = useState('')
  const { errors, working, attempt } = useAttempt()
  usePageTitle(t('signIn.unlock.title'), errors.length > 0)

  const go = () =>
    attempt(
      async () => {
        const profile = only ?? (await findProfile(email))
        if (!profile) throw new UnlockError('nobody_here')
        await (byPin ? unlockWithPin(profile, secret) : unlockWithPassphrase(profile, secret))
      },
      (error) => {
        if (codeOf(error) === 'pin_used_up') setByPin(false)
        setSecret('')
        return 'secret'
      },
    )
  return (
    <div className="door">
      <ErrorSummary errors={errors} />
      <h1 className="door-title">
        <T id="signIn.unlock.title" />
      </h1>
      <p className="page-lead door-lead">
        <T id="signIn.unlock.lead" />
      </p>
      <Form busy={working} onSubmit={go}>
        {!only && (
          <TextField
            name="email"
            type="email"
            label={<T id="signIn.email" />}
            value={email}
            onChange={setEmail}
            autoComplete="username"
          />
        )}
        {byPin ? (
          <TextField
            name="secret"
            type="password"
            label={<T id="signIn.unlock.pin" />}
            error={errorOf(errors, 'secret')}
            value={secret}
            onChange={setSecret}
            inputMode="numeric"
          />
        ) : (
          <PassphraseField name="secret" errors={errors} value={secret} onChange={setSecret} />
        )}
        <div className="row">
          <Button type="submit" busy={working}>
            <T id="signIn.unlock.go" />
          </Button>
          {only?.byPin && (
            <Button kind="quiet" onClick={() => setByPin(!byPin)}>
              <T id={byPin ? 'signIn.unlock.withPassphrase' : 'signIn.unlock.withPin'} />
            </Button>
          )}
        </div>
        <Working on={working} />
      </Form>
      {!byPin && errors.length > 0 && (
        <p className="door-note">
          <T id="signIn.unlock.changed" />{' '}
          <button type="button" className="link-button" onClick={onSomeoneElse}>
            <T id="signIn.unlock.withNew" />
          </button>
        </p>
      )}
      <p className="door-note">
        <button type="button" className="link-button" onClick={onSomeoneElse}>
          <T id="signIn.unlock.someoneElse" />
        </button>
      </p>
    </div>
  )
}
