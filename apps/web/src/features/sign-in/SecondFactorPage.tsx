import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Page } from '../../components/Page.tsx'
import { Qr } from '../../components/Qr.tsx'
import { Callout } from '../../components/Tag.tsx'
import { Id } from '../../components/When.tsx'
import { api, exchange } from '../../lib/api/request.ts'
import { queries } from '../../lib/api/useRead.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { derivePassphrase } from '../../lib/session/derive.ts'
import { useMe } from '../../lib/session/me.tsx'
import { readCode } from '../../lib/session/secondStep.ts'
import { CodeField, PassphraseField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'
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
  const { errors, setErrors, working, attempt } = useAttempt()

  const begin = () =>
    attempt(
      async () => {
        const { kdf, salt } = await api('POST /api/auth/prelogin', { body: { email: me.member.email } })
        const { loginSecret } = await derivePassphrase(passphrase, salt, kdf, me.instance.mode)
        setSetUp((await exchange('POST', '/api/auth/two-factor/enable', { password: loginSecret })) as SetUp)
      },
      () => 'passphrase',
    )
  const prove = () => {
    const typed = readCode(code)
    if (!typed) return setErrors([{ field: 'code', message: t('signIn.error.code') }])
    return attempt(
      async () => {
        await exchange('POST', '/api/auth/two-factor/verify-totp', { code: typed })
        await queries.invalidateQueries()
        setDone(true)
      },
      () => 'code',
    )
  }

  const secret = setUp ? (new URL(setUp.totpURI).searchParams.get('secret') ?? '') : ''
  return (
    <Page titleId="signIn.second.title" back="/account" width="text">
      <ErrorSummary errors={errors} />
      {done ? (
        <Callout tone="good" title={<T id="signIn.second.done" />} />
      ) : setUp ? (
        <Form busy={working} onSubmit={prove}>
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
          <CodeField errors={errors} value={code} onChange={setCode} />
          <Button type="submit" busy={working}>
            <T id="signIn.second.prove" />
          </Button>
        </Form>
      ) : (
        <Form busy={working} onSubmit={begin}>
          <PassphraseField
            hint={<T id="signIn.second.why" />}
            errors={errors}
            value={passphrase}
            onChange={setPassphrase}
          />
          <Button type="submit" busy={working}>
            <T id="shell.continue" />
          </Button>
          <Working on={working} />
        </Form>
      )}
    </Page>
  )
}
