import '../../components/case/case.css'
import { OutcomeCallout } from '../../components/act/Outcome.tsx'
import { useAnswer } from '../../components/act/useAnswer.ts'
import { useActWords } from '../../components/act/words.ts'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { SealedBox } from '../../components/sealed/SealedBox.tsx'
import { Callout, Tag, type Tone } from '../../components/Tag.tsx'
import { Deadline } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { type ReferralView, openReferralParts, referralActors, responsibleUnit } from '../../lib/case/referral.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { useMe } from '../../lib/session/me.tsx'
import { Link } from '../../components/Link.tsx'
import { ReferralFacts, ScreeningResult } from './ReferralFacts.tsx'

const TONE: Readonly<Record<string, Tone>> = { sent: 'warn', acknowledged: 'accent', opened: 'good', declined: 'warn' }

export const ReferralPage = () => {
  const { referralId } = usePathParams<'referralId'>()
  const read = useRead('GET /api/referrals/{referralId}', { params: { referralId } })
  if (read.state !== 'ready') return <Reading read={read} titleId="referral.title" back="/" />
  return <Referral view={read.data} asOf={read.asOf} />
}

const Referral = ({ view, asOf }: { view: ReferralView; asOf: string | null }) => {
  const me = useMe()
  const directory = useDirectory()
  const words = useActWords(directory.names)
  const { referral, status } = view
  const unitId = responsibleUnit(view)
  const mine = me.member.memberships.some((one) => one.unitId === unitId)
  const due = status === 'sent' || status === 'acknowledged' ? view.dueAt : null
  return (
    <Page
      titleId="referral.title"
      caption={<T id="referral.from_unit" values={{ unit: <bdi>{view.fromUnitName}</bdi> }} />}
      back="/"
      help="referral"
      actions={
        <>
          <Tag tone={TONE[status] ?? 'plain'}>
            <T id={`referral.status.${status}`} />
          </Tag>
          {due && <Deadline due={due} basis="target" />}
        </>
      }
    >
      <div className="stack-large">
        <AsOf at={asOf} />
        <Where view={view} mine={mine} />
        <Moves view={view} />
        <section className="stack">
          <h2>
            <T id="referral.facts" />
          </h2>
          <ReferralFacts view={view} directory={directory} />
        </section>
        {view.screening && <ScreeningResult screening={view.screening} />}
        {referral.parts.length > 0 && mine && status !== 'opened' && (
          <SealedBox
            title={<T id="referral.sealed" />}
            classes={referral.parts.map((part) => part.class)}
            note={
              <T id="referral.sealed.note" values={{ unit: words.value({ name: 'unitId', kind: 'unit' }, unitId) }} />
            }
            opener={(reason) => openReferralParts(view, unitId, reason, me)}
          />
        )}
      </div>
    </Page>
  )
}

/** Where the referral stands, when it is not waiting here. */
const Where = ({ view, mine }: { view: ReferralView; mine: boolean }) => {
  const { names } = useDirectory()
  const words = useActWords(names)
  if (view.caseId)
    return (
      <Callout tone="good" title={<T id="referral.opened" />}>
        <p>
          <Link to={`/cases/${view.caseId}`}>
            <T id="referral.to_case" />
          </Link>
        </p>
      </Callout>
    )
  if (view.status === 'declined')
    return (
      <Callout tone="warn" title={<T id="referral.returned" values={{ unit: <bdi>{view.fromUnitName}</bdi> }} />}>
        <p>
          <T
            id={view.moves.length > 0 ? 'referral.returned.why' : 'referral.returned.taken'}
            values={{ reason: words.code(view.declinedBecause ?? '', 'because'), unit: <bdi>{view.toUnitName}</bdi> }}
          />
        </p>
      </Callout>
    )
  if (view.redirectedTo && !mine)
    return (
      <Callout title={<T id="referral.redirected" values={{ unit: <bdi>{names.unit(view.redirectedTo)}</bdi> }} />} />
    )
  return null
}

/** What can be done with it now: nothing is shown that would not work. */
const Moves = ({ view }: { view: ReferralView }) => {
  const me = useMe()
  const { names } = useDirectory()
  const words = useActWords(names)
  const { busy, outcome, send } = useAnswer()
  const can = (move: 'acknowledge' | 'open' | 'decline' | 'redirect') => referralActors(view, move, me)[0]
  const acknowledger = can('acknowledge')
  const { referralId } = view.referral

  const acknowledge = async () => {
    if (acknowledger) await send(() => sendNow('referral.acknowledge', { referralId, unitId: acknowledger.unitId }))
  }

  if (!acknowledger && !can('open') && !can('decline') && !can('redirect')) return null
  return (
    <section className="stack no-print" aria-labelledby="referral-next">
      <h2 id="referral-next">
        <T id="referral.next" />
      </h2>
      {outcome && <OutcomeCallout outcome={outcome} words={words} />}
      <div className="row">
        {acknowledger && (
          <Button busy={busy} onClick={() => void acknowledge()}>
            <T id={view.status === 'declined' ? 'referral.take_back' : 'referral.acknowledge'} />
          </Button>
        )}
        {can('open') && (
          <LinkButton to={`/referrals/${referralId}/open/safe`}>
            <T id="referral.open" />
          </LinkButton>
        )}
        {can('redirect') && (
          <LinkButton kind="secondary" to={`/referrals/${referralId}/redirect`}>
            <T id="referral.redirect" />
          </LinkButton>
        )}
        {can('decline') && (
          <LinkButton kind="secondary" to={`/referrals/${referralId}/decline`}>
            <T id="referral.decline" />
          </LinkButton>
        )}
      </div>
      <p className="quiet small">
        <T
          id={
            view.status === 'declined'
              ? 'referral.take_back.hint'
              : acknowledger
                ? 'referral.acknowledge.hint'
                : 'referral.open.hint'
          }
        />
      </p>
    </section>
  )
}
