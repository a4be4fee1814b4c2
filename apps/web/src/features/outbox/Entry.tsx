import { useState } from 'react'
import { Button, LinkButton } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Tag, type Tone } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { type OutboxEntry, needsPerson } from '../../lib/device/outbox.ts'
import { letGo, tryNow } from '../../lib/device/sender.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { Compared } from './Compared.tsx'
import { Refused } from './Refused.tsx'

const TONE: Record<OutboxEntry['state'], Tone> = {
  waiting: 'plain',
  sending: 'accent',
  sent: 'good',
  refused: 'danger',
  conflict: 'warn',
}

/** One command: what it is, where it stands, since when, and what can be done. */
export const Entry = ({ entry }: { entry: OutboxEntry }) => {
  const t = useT()
  const has = useHasText()
  const [leaving, setLeaving] = useState(false)
  const words = (id: string) => (has(id) ? t(id, entry.whatValues) : t('outbox.what.other'))
  return (
    <li className="outbox-entry" data-state={entry.state}>
      <div className="outbox-head">
        <strong>{words(entry.what)}</strong>
        <Tag tone={TONE[entry.state]}>
          <T id={`outbox.state.${entry.state}`} />
        </Tag>
      </div>
      <p className="quiet small">
        <T id="outbox.written" values={{ when: <When key="at" at={entry.at} /> }} />
        {entry.settledAt && (
          <>
            {' · '}
            <T
              id={entry.state === 'sent' ? 'outbox.accepted' : 'outbox.answered'}
              values={{ when: <When key="s" at={entry.settledAt} /> }}
            />
          </>
        )}
        {entry.waiting && (
          <>
            {' · '}
            <T id={`outbox.waitingFor.${entry.waiting}`} />
          </>
        )}
        {entry.state === 'waiting' && entry.tryAfter && (
          <>
            {' · '}
            <T id="outbox.again" values={{ when: <When key="t" at={entry.tryAfter} show="time" /> }} />
          </>
        )}
      </p>
      {entry.state === 'refused' && entry.outcome && <Refused outcome={entry.outcome} />}
      {entry.state === 'conflict' && <Compared entry={entry} />}
      {(entry.state === 'waiting' || needsPerson(entry)) && (
        <div className="row outbox-acts">
          {entry.state === 'waiting' && (
            <Button kind="secondary" size="small" onClick={() => void tryNow(entry.id)}>
              <T id="outbox.tryNow" />
            </Button>
          )}
          {needsPerson(entry) && entry.fix && (
            <LinkButton to={entry.fix} size="small">
              <T id="outbox.change" />
            </LinkButton>
          )}
          {needsPerson(entry) && (
            <Button kind="quiet" size="small" onClick={() => setLeaving(true)}>
              <T id="outbox.letGo" />
            </Button>
          )}
        </div>
      )}
      {leaving && (
        <Dialog
          title={<T id="outbox.letGoTitle" />}
          onClose={() => setLeaving(false)}
          closeLabel={<T id="outbox.keep" />}
          actions={
            <Button kind="danger" onClick={() => void letGo(entry.id)}>
              <T id="outbox.letGoNow" />
            </Button>
          }
        >
          <p>
            <T id="outbox.letGoBody" />
          </p>
        </Dialog>
      )}
    </li>
  )
}
