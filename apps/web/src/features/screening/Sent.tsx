import { LinkButton } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Page } from '../../components/Page.tsx'
import { Link } from '../../components/Link.tsx'
import { When } from '../../components/When.tsx'
import { type OutboxEntry, inOrder, isSettled } from '../../lib/device/outbox.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useSearchText } from '../../lib/params.ts'
import { OwnAlarm } from './RaiseAlarm.tsx'
import './screening.css'

/** What has become of one thing that was sent: where it is, never what is in it. */
export const Receipt = ({ entry }: { entry: OutboxEntry }) => (
  <span className="receipt" data-state={entry.state}>
    <Icon
      name={
        entry.state === 'sent' ? 'check' : entry.state === 'waiting' || entry.state === 'sending' ? 'sending' : 'alert'
      }
      size={18}
    />
    {entry.state === 'sent' ? (
      <T id="screening.receipt.received" values={{ at: <When at={entry.settledAt ?? entry.at} show="time" /> }} />
    ) : (
      <T id={`screening.receipt.${entry.state === 'sending' ? 'waiting' : entry.state}`} />
    )}
  </span>
)

/** After "send": what was sent is closed here. It shows whether it was received, and what can be done next. */
export const Sent = ({ id }: { id: string }) => {
  const entries = inOrder(useOutbox().filter((entry) => entry.subject === id))
  const isThere = entries.length > 0 && entries.every(isSettled)
  const { set, version } = useSearchText()
  const refused = entries.find((entry) => entry.state === 'refused' || entry.state === 'conflict')
  return (
    <Page
      titleId="screening.title"
      heading={<T id={isThere ? 'screening.sent.there' : 'screening.sent.heading'} />}
      lead={<T id={isThere ? 'screening.sent.there.lead' : 'screening.sent.lead'} />}
      width="text"
    >
      <div className="stack">
        <ul className="receipts" aria-live="polite">
          {entries.map((entry) => (
            <li key={entry.id}>
              <span>
                <T id={entry.what} />
              </span>
              <Receipt entry={entry} />
            </li>
          ))}
        </ul>
        <OwnAlarm screeningId={id} />
        {refused && (
          <p>
            <T id="screening.sent.refused" />{' '}
            <Link to={`/screening/${id}/check`}>
              <T id="screening.sent.change" />
            </Link>
          </p>
        )}
        <p>
          <Link
            to={
              set && version ? `/signs/feedback?set=${set}&version=${encodeURIComponent(version)}` : '/signs/feedback'
            }
          >
            <T id="signs.feedback.link" />
          </Link>
        </p>
        <div className="row">
          <LinkButton to="/screening/new">
            <T id="screening.start" />
          </LinkButton>
          <LinkButton kind="secondary" to="/">
            <T id="screening.sent.home" />
          </LinkButton>
        </div>
      </div>
    </Page>
  )
}
