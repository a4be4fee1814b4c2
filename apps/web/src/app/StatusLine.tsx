import { Link } from '../components/Link.tsx'
import { When } from '../components/When.tsx'
import { useOnline } from '../lib/api/online.ts'
import { session } from '../lib/api/session.ts'
import { summarise } from '../lib/device/outbox.ts'
import { useOutbox } from '../lib/device/sender.ts'
import { storageTrouble } from '../lib/device/trouble.ts'
import { T } from '../lib/i18n/text.tsx'
import { useStore } from '../lib/store.ts'
import { useUpdate } from '../lib/update.ts'

/** "Saved on this device. 2 waiting to send. Last sent 14:05": the line that is always there. */
export const StatusLine = () => {
  const { waiting, needPerson, lastSentAt } = summarise(useOutbox())
  const trouble = useStore(storageTrouble)
  const online = useOnline()
  const expired = useStore(session) === 'expired'
  const update = useUpdate()
  const state = trouble !== 'none' || needPerson > 0 ? 'trouble' : waiting > 0 || !online ? 'waiting' : 'fine'
  return (
    <footer className="status-line no-print">
      <div className="status-line-row">
        <p role="status">
          <span className="status-dot" data-state={state} aria-hidden="true" />
          <T id={trouble === 'none' ? 'outbox.line.saved' : `outbox.line.${trouble}`} />{' '}
          {waiting > 0 && (
            <Link to="/outbox">
              <T id="outbox.line.waiting" values={{ count: waiting }} />
            </Link>
          )}{' '}
          {needPerson > 0 && (
            <Link to="/outbox">
              <T id="outbox.line.needPerson" values={{ count: needPerson }} />
            </Link>
          )}
        </p>
        {lastSentAt && (
          <p>
            <T id="outbox.line.lastSent" values={{ time: <When key="at" at={lastSentAt} show="time" /> }} />
          </p>
        )}
        {(!online || expired) && (
          <p>
            <T id={online ? 'outbox.line.signedOut' : 'outbox.line.offline'} />
          </p>
        )}
        <p className="status-line-end row">
          {update && (
            <button type="button" className="link-button" onClick={update}>
              <T id="shell.update" />
            </button>
          )}
          <Link to="/outbox">
            <T id="outbox.title" />
          </Link>
        </p>
      </div>
    </footer>
  )
}
