import type { Api } from '@ariadne/contract'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/Choices.tsx'
import { ErrorSummary, type FieldError, errorOf } from '../../components/Field.tsx'
import { usePageTitle } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { api } from '../../lib/api/request.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { PASSPHRASE_CHARACTERS, enrol, findPassphraseProblem } from '../../lib/session/enrol.ts'
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
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [understood, setUnderstood] = useState(false)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [working, setWorking] = useState(false)

  const go = async () => {
    const problem = findPassphraseProblem(passphrase)
    const wrong: FieldError[] = []
    if (problem)
      wrong.push({ field: 'passphrase', message: t(`signIn.error.${problem}`, { least: PASSPHRASE_CHARACTERS.least }) })
    else if (passphrase.normalize('NFKC') !== again.normalize('NFKC'))
      wrong.push({ field: 'again', message: t('signIn.error.notTheSame') })
    if (!understood) wrong.push({ field: 'understood', message: t('signIn.error.understood') })
    setErrors(wrong)
    if (wrong.length > 0) return
    setWorking(true)
    try {
      await enrol(token, invitation.memberId, passphrase)
      history.replaceState(null, '', '/enrol')
      onDone()
    } catch (error) {
      setErrors([{ field: 'passphrase', message: t(doorErrorId(error)) }])
    } finally {
      setWorking(false)
    }
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
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!working) void go()
        }}
      >
        <p className="quiet small door-note">
          <bdi>{invitation.email}</bdi> ·{' '}
          <T id="signIn.enrol.until" values={{ when: <When key="at" at={invitation.expiresAt} /> }} />
        </p>
        <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
        <TextField
          name="passphrase"
          type="password"
          label={<T id="signIn.enrol.passphrase" />}
          hint={<T id="signIn.enrol.passphraseHint" values={{ least: PASSPHRASE_CHARACTERS.least }} />}
          error={errorOf(errors, 'passphrase')}
          value={passphrase}
          onChange={setPassphrase}
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
        <Callout tone="warn" title={<T id="signIn.enrol.recoveryTitle" />}>
          <p>
            <T id="signIn.enrol.recovery" />
          </p>
        </Callout>
        <div className="door-check">
          <Checkbox
            name="understood"
            label={<T id="signIn.enrol.understood" />}
            value={understood}
            onChange={setUnderstood}
          />
        </div>
        <Button type="submit" busy={working}>
          <T id="signIn.enrol.go" />
        </Button>
        <Working on={working} />
      </form>
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
