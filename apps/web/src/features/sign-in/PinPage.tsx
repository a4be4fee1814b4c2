import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { device } from '../../lib/device/device.ts'
import { PIN_TRIES } from '../../lib/device/profile.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { PIN_LENGTH, pinWeakness } from '../../lib/session/pin.ts'
import { setPin } from '../../lib/session/unlock.ts'
import { useStore } from '../../lib/store.ts'
import { PassphraseField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'

/** A PIN for this device, for unlocking with cold fingers at a border. It opens nothing anywhere else. */
export const PinPage = () => {
  const t = useT()
  const state = useStore(device)
  const [pin, setPinText] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const { errors, setErrors, working, attempt } = useAttempt()
  const [done, setDone] = useState<'set' | 'removed' | null>(null)
  if (state.state !== 'open') return null
  const { profile } = state

  const go = (next: string | null) => {
    const wrong: FieldError[] = []
    const weakness = next === null ? undefined : pinWeakness(next)
    if (weakness)
      wrong.push({
        field: 'pin',
        message: weakness === 'length' ? t('signIn.error.pin', PIN_LENGTH) : t(`signIn.error.pin.${weakness}`),
      })
    if (!passphrase) wrong.push({ field: 'passphrase', message: t('signIn.error.passphrase') })
    setErrors(wrong)
    if (wrong.length > 0) return
    return attempt(
      async () => {
        await setPin(profile, passphrase, next)
        setPassphrase('')
        setPinText('')
        setDone(next === null ? 'removed' : 'set')
      },
      () => 'passphrase',
    )
  }
  return (
    <Page
      titleId="signIn.pin.title"
      back="/account"
      width="text"
      lead={<T id="signIn.pin.lead" values={{ tries: PIN_TRIES }} />}
    >
      <ErrorSummary errors={errors} />
      {done ? (
        <Callout tone="good" title={<T id={`signIn.pin.${done}`} />} />
      ) : (
        <Form busy={working} onSubmit={() => go(pin)}>
          <TextField
            name="pin"
            type="password"
            label={<T id="signIn.pin.label" />}
            hint={<T id="signIn.pin.hint" values={PIN_LENGTH} />}
            error={errorOf(errors, 'pin')}
            value={pin}
            onChange={setPinText}
            inputMode="numeric"
            maxLength={PIN_LENGTH.most}
          />
          <PassphraseField
            hint={<T id="signIn.pin.why" />}
            errors={errors}
            value={passphrase}
            onChange={setPassphrase}
          />
          <div className="row">
            <Button type="submit" busy={working}>
              <T id="signIn.pin.go" />
            </Button>
            {profile.byPin && (
              <Button kind="secondary" onClick={() => void go(null)}>
                <T id="signIn.pin.remove" />
              </Button>
            )}
          </div>
          <Working on={working} />
        </Form>
      )}
    </Page>
  )
}
