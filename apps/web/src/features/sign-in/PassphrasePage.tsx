import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Choices.tsx'
import { ErrorSummary } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { changePassphrase } from '../../lib/session/changePassphrase.ts'
import { useMe } from '../../lib/session/me.tsx'
import { readCode } from '../../lib/session/secondStep.ts'
import { CodeField, NewPassphrase, PassphraseField, findNewProblems } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'

/** Another passphrase for the same keys. */
export const PassphrasePage = () => {
  const t = useT()
  const me = useMe()
  const [old, setOld] = useState('')
  const [chosen, setChosen] = useState({ next: '', again: '' })
  const [code, setCode] = useState('')
  const [erase, setErase] = useState(false)
  const [done, setDone] = useState(false)
  const { errors, setErrors, working, attempt } = useAttempt()

  const go = () => {
    const typed = me.twoFactor ? readCode(code) : ''
    const wrong = [
      ...(old ? [] : [{ field: 'old', message: t('signIn.error.passphrase') }]),
      ...findNewProblems(t, chosen, old),
      ...(typed === undefined ? [{ field: 'code', message: t('signIn.error.code') }] : []),
    ]
    setErrors(wrong)
    if (wrong.length > 0) return
    return attempt(
      async () => {
        await changePassphrase(me, { old, next: chosen.next, code: typed ?? '', eraseOtherDevices: erase })
        setDone(true)
      },
      (error) => (codeOf(error) === 'second_factor_refused' ? 'code' : 'old'),
    )
  }
  return (
    <Page titleId="signIn.change.title" back="/account" width="text" lead={done ? null : <T id="signIn.change.lead" />}>
      <ErrorSummary errors={errors} />
      {done ? (
        <Callout tone="good" title={<T id="signIn.change.done" />}>
          <p>
            <T id={erase ? 'signIn.change.doneErased' : 'signIn.change.doneKept'} />
          </p>
        </Callout>
      ) : (
        <Form busy={working} onSubmit={go}>
          <input type="hidden" autoComplete="username" value={me.member.email} readOnly />
          <PassphraseField
            name="old"
            label={<T id="signIn.change.old" />}
            errors={errors}
            value={old}
            onChange={setOld}
          />
          <NewPassphrase label={<T id="signIn.change.next" />} errors={errors} value={chosen} onChange={setChosen} />
          {me.twoFactor && <CodeField errors={errors} value={code} onChange={setCode} />}
          <div className="door-check">
            <Checkbox
              name="erase"
              label={<T id="signIn.change.erase" />}
              hint={<T id="signIn.change.eraseHint" />}
              value={erase}
              onChange={setErase}
            />
          </div>
          <Button type="submit" busy={working}>
            <T id="signIn.change.go" />
          </Button>
          <Working on={working} />
        </Form>
      )}
    </Page>
  )
}
