import type { Api } from '@ariadne/contract'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Choices.tsx'
import { ErrorSummary, errorOf } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { api } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { enrol } from '../../lib/session/enrol.ts'
import { NewPassphrase, findNewProblems } from './fields.tsx'
import { useAttempt } from './useAttempt.ts'
import { Working } from './Working.tsx'
import { doorErrorId } from './words.ts'

type Invitation = Api['GET /api/enrolment/{token}']['response']

/** The token of the one-time link: behind the # it is in no server's log; a path is understood too. */
const tokenOf = (place: Location): string =>
  decodeURIComponent(place.hash.slice(1) || (place.pathname.split('/')[2] ?? ''))

/** A new member chooses a passphrase; the keys are made in this browser. */
export const EnrolPage = () => {
  const t = useT()
  const [token] = useState(() => tokenOf(location))
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [done, setDone] = useState(false)
  usePageTitle(t('signIn.enrol.title'))
  useEffect(() => {
    api('GET /api/enrolment/{token}', { params: { token } }).then(setInvitation, (error: unknown) =>
      setRefused(doorErrorId(error)),
    )
  }, [token])

  if (refused)
    return (
      <div className="door stack">
        <h1 className="door-title">
          <T id="signIn.enrol.title" />
        </h1>
        <Callout tone="danger">
          <p>
            <T id={refused} />
          </p>
        </Callout>
      </div>
    )
  if (!invitation) return <p role="status">{t('shell.loading')}</p>
  return done ? (
    <Enrolled units={invitation.units} />
  ) : (
    <ChoosePassphrase invitation={invitation} token={token} onDone={() => setDone(true)} />
  )
}

const ChoosePassphrase = ({
  invitation,
  token,
  onDone,
}: {
  invitation: Invitation
  token: string
  onDone: () => void
}) => {
  const t = useT()
  const [chosen, setChosen] = useState({ next: '', again: '' })
  const [understood, setUnderstood] = useState(false)
  const { errors, setErrors, working, attempt } = useAttempt()

  const go = () => {
    const wrong = findNewProblems(t, chosen)
    if (!understood) wrong.push({ field: 'understood', message: t('signIn.error.understood') })
    setErrors(wrong)
    if (wrong.length > 0) return
    return attempt(
      async () => {
        await enrol(token, invitation.memberId, chosen.next)
        history.replaceState(null, '', '/enrol')
        onDone()
      },
      () => 'next',
    )
  }
  return (
    <div className="door">
      <ErrorSummary errors={errors} />
      <h1 className="door-title">
        <T id="signIn.enrol.welcome" values={{ name: <bdi key="name">{invitation.name}</bdi> }} />
      </h1>
      <p className="page-lead door-lead">
        <T id="signIn.enrol.lead" />
      </p>
      <Form busy={working} onSubmit={go}>
        <p className="quiet small door-note">
          <bdi>{invitation.email}</bdi> ·{' '}
          <T id="signIn.enrol.until" values={{ when: <When key="at" at={invitation.expiresAt} /> }} />
        </p>
        <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
        <NewPassphrase label={<T id="signIn.enrol.passphrase" />} errors={errors} value={chosen} onChange={setChosen} />
        <Callout tone="warn" title={<T id="signIn.enrol.recoveryTitle" />}>
          <p>
            <T id="signIn.enrol.recovery" />
          </p>
        </Callout>
        <div className="door-check">
          <Confirm
            name="understood"
            label={<T id="signIn.enrol.understood" />}
            error={errorOf(errors, 'understood')}
            value={understood}
            onChange={setUnderstood}
          />
        </div>
        <Button type="submit" busy={working}>
          <T id="signIn.enrol.go" />
        </Button>
        <Working on={working} />
      </Form>
    </div>
  )
}

const Enrolled = ({ units }: { units: readonly string[] }) => {
  const format = useFormat()
  return (
    <div className="door stack">
      <h1 className="door-title">
        <T id="signIn.enrolled.title" />
      </h1>
      <p>
        <T id="signIn.enrolled.lead" />
      </p>
      <Callout title={<T id="signIn.enrolled.waitingTitle" />}>
        <p>
          <T id="signIn.enrolled.waiting" values={{ units: <bdi key="units">{format.list(units)}</bdi> }} />
        </p>
      </Callout>
      <p>
        <a className="button" href="/">
          <T id="signIn.enrolled.go" />
        </a>
      </p>
    </div>
  )
}
