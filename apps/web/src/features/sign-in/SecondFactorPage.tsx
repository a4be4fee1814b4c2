import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { Qr } from '../../components/Qr.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Id } from '../../components/When.tsx'
import { api, exchange } from '../../lib/api/request.ts'
import { queries } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { derivePassphrase } from '../../lib/session/derive.ts'
import { useMe } from '../../lib/session/me.tsx'
import { Working } from './Working.tsx'
import { doorErrorId } from './words.ts'
import './sign-in.css'

interface SetUp {
  readonly totpURI: string
  readonly backupCodes: readonly string[]
}

/** Sets up the authenticator: passphrase first, then scan and prove it with one number. The passphrase is never sent. */
export const SecondFactorPage = () => {
  const t = useT()
  const me = useMe()
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState('')
  const [setUp, setSetUp] = useState<SetUp | null>(null)
  const [done, setDone] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)

  const attempt = async (field: string, work: () => Promise<void>) => {
    setWorking(true)
    setErrors([])
    try {
      await work()
    } catch (error) {
      setErrors([{ field, message: t(doorErrorId(error)) }])
    } finally {
      setWorking(false)
    }
  }
  const begin = () =>
    attempt('passphrase', async () => {
      const { kdf, salt } = await api('POST /api/auth/prelogin', { body: { email: me.member.email } })
      const { loginSecret } = await derivePassphrase(passphrase, salt, kdf, me.instance.mode)
      setSetUp((await exchange('POST', '/api/auth/two-factor/enable', { password: loginSecret })) as SetUp)
    })
  const prove = () =>
    attempt('code', async () => {
      await exchange('POST', '/api/auth/two-factor/verify-totp', { code: code.replace(/\s/g, '') })
      await queries.invalidateQueries()
      setDone(true)
    })

  const secret = setUp ? (new URL(setUp.totpURI).searchParams.get('secret') ?? '') : ''
  return (
    <Page titleId="signIn.second.title" back="/account" width="text">
      <ErrorSummary errors={errors} />
      {done ? (
        <Callout tone="good" title={<T id="signIn.second.done" />} />
      ) : setUp ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!working) void prove()
          }}
        >
          <div className="stack account-part">
            <p>
              <T id="signIn.second.scan" />
            </p>
            <Qr text={setUp.totpURI} label={t('signIn.second.qr')} />
            <p>
              <T
                id="signIn.second.typed"
                values={{ secret: <Id key="s">{secret.replace(/(.{4})/g, '$1 ').trim()}</Id> }}
              />
            </p>
            {setUp.backupCodes.length > 0 && (
              <Callout tone="warn" title={<T id="signIn.second.backupTitle" />}>
                <p>
                  <T id="signIn.second.backup" />
                </p>
                <ul className="backup-codes">
                  {setUp.backupCodes.map((one) => (
                    <li key={one}>
                      <Id>{one}</Id>
                    </li>
                  ))}
                </ul>
              </Callout>
            )}
          </div>
          <TextField
            name="code"
            label={<T id="signIn.code.label" />}
            hint={<T id="signIn.code.hint" />}
            error={errorOf(errors, 'code')}
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
          />
          <Button type="submit" busy={working}>
            <T id="signIn.second.prove" />
          </Button>
        </form>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!working) void begin()
          }}
        >
          <TextField
            name="passphrase"
            type="password"
            label={<T id="signIn.passphrase" />}
            hint={<T id="signIn.second.why" />}
            error={errorOf(errors, 'passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
          />
          <Button type="submit" busy={working}>
            <T id="shell.continue" />
          </Button>
          <Working on={working} />
        </form>
      )}
    </Page>
  )
}
