import { useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, type FieldError } from '../../components/Field.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { TextField } from '../../components/TextField.tsx'
import type { Profile } from '../../lib/device/profile.ts'
import { device } from '../../lib/device/device.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { UnlockError, findProfile, unlockWithPassphrase, unlockWithPin } from '../../lib/session/unlock.ts'
import { useStore } from '../../lib/store.ts'

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
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  usePageTitle(t('signIn.unlock.title'), errors.length > 0)

  const go = async () => {
    setWorking(true)
    setErrors([])
    try {
      const profile = only ?? (await findProfile(email))
      if (!profile) throw new UnlockError('nobody_here')
      await (byPin ? unlockWithPin(profile, secret) : unlockWithPassphrase(profile, secret))
    } catch (error) {
      const code = error instanceof UnlockError ? error.code : 'unexpected'
      const left = error instanceof UnlockError ? error.triesLeft : 0
      if (code === 'pin_used_up') setByPin(false)
      setErrors([
        { field: 'secret', message: t(`signIn.error.${code === 'nobody_here' ? 'wrong_passphrase' : code}`, { left }) },
      ])
      setSecret('')
      setWorking(false)
    }
  }
  return (
    <div className="door" ref={field}>
      <ErrorSummary errors={errors} />
      <h1 className="door-title">
        <T id="signIn.unlock.title" />
      </h1>
      <p className="page-lead door-lead">
        <T id="signIn.unlock.lead" />
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!working) void go()
        }}
      >
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
        <TextField
          key={byPin ? 'pin' : 'passphrase'}
          name="secret"
          type="password"
          label={<T id={byPin ? 'signIn.unlock.pin' : 'signIn.passphrase'} />}
          value={secret}
          onChange={setSecret}
          autoComplete={byPin ? 'off' : 'current-password'}
          {...(byPin ? { inputMode: 'numeric' as const } : {})}
        />
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
        <p className="quiet small door-working" role="status">
          {working && <T id="signIn.working" />}
        </p>
      </form>
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
