import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Form } from '../../components/Form.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { signIn } from '../../lib/session/signIn.ts'
import { CodeField, PassphraseField } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'

/** The session ended while somebody worked: sign in over the page, which stays as it is. "Later" goes on with no network. */
export const SignInAgain = () => {
  const me = useMe()
  const [later, setLater] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const [code, setCode] = useState('')
  const [finish, setFinish] = useState<((code: string) => Promise<void>) | null>(null)
  const { errors, working, attempt } = useAttempt()
  if (later) return null
  const go = () =>
    attempt(
      async () => {
        if (finish) return finish(code.replaceAll(/\s/g, ''))
        const step = await signIn(me.member.email, passphrase)
        if (step.step === 'code') setFinish(() => step.finish)
      },
      () => (finish ? 'again-code' : 'again-passphrase'),
    )
  return (
    <Dialog
      title={<T id="signIn.again.title" />}
      onClose={() => setLater(true)}
      closeLabel={<T id="signIn.again.later" />}
    >
      <p>
        <T id="signIn.again.lead" />
      </p>
      <Form busy={working} onSubmit={go}>
        {finish ? (
          <CodeField name="again-code" errors={errors} value={code} onChange={setCode} />
        ) : (
          <PassphraseField name="again-passphrase" errors={errors} value={passphrase} onChange={setPassphrase} />
        )}
        <Button type="submit" busy={working}>
          <T id="signIn.go" />
        </Button>
        <Working on={working} />
      </Form>
    </Dialog>
  )
}
