import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import type { FieldError } from '../../components/Field.tsx'
import { TextField } from '../../components/TextField.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { signIn } from '../../lib/session/signIn.ts'
import { Working } from './Working.tsx'
import { doorErrorId } from './words.ts'

/** The session ended while somebody worked: sign in over the page, which stays as it is. "Later" goes on with no network. */
export const SignInAgain = () => {
  const t = useT()
  const me = useMe()
  const [later, setLater] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState('')
  const [finish, setFinish] = useState<((code: string) => Promise<void>) | null>(null)
  const [error, setError] = useState<FieldError | null>(null)
  const [working, setWorking] = useState(false)
  if (later) return null
  const go = async () => {
    setWorking(true)
    setError(null)
    try {
      if (finish) await finish(code.replace(/\s/g, ''))
      else {
        const step = await signIn(me.member.email, passphrase)
        if (step.step === 'code') setFinish(() => step.finish)
      }
    } catch (problem) {
      setError({ field: finish ? 'again-code' : 'again-passphrase', message: t(doorErrorId(problem)) })
    } finally {
      setWorking(false)
    }
  }
  return (
    <Dialog
      title={<T id="signIn.again.title" />}
      onClose={() => setLater(true)}
      closeLabel={<T id="signIn.again.later" />}
    >
      <p>
        <T id="signIn.again.lead" />
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!working) void go()
        }}
      >
        {finish ? (
          <TextField
            name="again-code"
            label={<T id="signIn.code.label" />}
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={error?.message}
          />
        ) : (
          <TextField
            name="again-passphrase"
            type="password"
            label={<T id="signIn.passphrase" />}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
            error={error?.message}
          />
        )}
        <Button type="submit" busy={working}>
          <T id="signIn.go" />
        </Button>
        <Working on={working} />
      </form>
    </Dialog>
  )
}
