import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { changePassphrase } from '../../lib/session/changePassphrase.ts'
import { PASSPHRASE_CHARACTERS, findPassphraseProblem } from '../../lib/session/enrol.ts'
import { useMe } from '../../lib/session/me.tsx'
import { isCode } from '../../lib/session/secondStep.ts'
import { Working } from './Working.tsx'
import { doorErrorId } from './words.ts'

/** Another passphrase for the same keys. */
export const PassphrasePage = () => {
  const t = useT()
  const me = useMe()
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [code, setCode] = useState('')
  const [erase, setErase] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)
  const [done, setDone] = useState(false)

  const findErrors = (): FieldError[] => {
    const same = (one: string, other: string) => one.normalize('NFKC') === other.normalize('NFKC')
    const problem = findPassphraseProblem(next)
    const typed = code.replace(/\s/g, '')
    return [
      ...(old ? [] : [{ field: 'old', message: t('signIn.error.passphrase') }]),
      ...(problem
        ? [{ field: 'next', message: t(`signIn.error.${problem}`, { least: PASSPHRASE_CHARACTERS.least }) }]
        : same(old, next)
          ? [{ field: 'next', message: t('signIn.error.notAnother') }]
          : same(next, again)
            ? []
            : [{ field: 'again', message: t('signIn.error.notTheSame') }]),
      ...(me.twoFactor && !isCode(typed) ? [{ field: 'code', message: t('signIn.error.code') }] : []),
    ]
  }
  const go = async () => {
    const wrong = findErrors()
    setErrors(wrong)
    if (wrong.length > 0) return
    setWorking(true)
    try {
      await changePassphrase(me, { old, next, code: code.replace(/\s/g, ''), eraseOtherDevices: erase })
      setDone(true)
    } catch (error) {
      const field = codeOf(error) === 'second_factor_refused' ? 'code' : 'old'
      setErrors([{ field, message: t(doorErrorId(error)) }])
    } finally {
      setWorking(false)
    }
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
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!working) void go()
          }}
        >
          <input type="hidden" autoComplete="username" value={me.member.email} readOnly />
          <TextField
            name="old"
            type="password"
            label={<T id="signIn.change.old" />}
            error={errorOf(errors, 'old')}
            value={old}
            onChange={setOld}
            autoComplete="current-password"
          />
          <TextField
            name="next"
            type="password"
            label={<T id="signIn.change.next" />}
            hint={<T id="signIn.enrol.passphraseHint" values={{ least: PASSPHRASE_CHARACTERS.least }} />}
            error={errorOf(errors, 'next')}
            value={next}
            onChange={setNext}
            autoComplete="new-password"
          />
          <TextField
            name="again"
            type="password"
            label={<T id="signIn.enrol.again" />}
            error={errorOf(errors, 'again')}
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
          />
          {me.twoFactor && (
            <TextField
              name="code"
              label={<T id="signIn.code.label" />}
              hint={<T id="signIn.code.hint" />}
              error={errorOf(errors, 'code')}
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              maxLength={20}
            />
          )}
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
        </form>
      )}
    </Page>
  )
}
