import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { Callout } from '../../components/Tag.tsx'
import { type OutboxEntry, isSettled, needsPerson } from '../../lib/device/outbox.ts'
import { retryAll, useOutbox } from '../../lib/device/sender.ts'
import { storageTrouble } from '../../lib/device/trouble.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useStore } from '../../lib/store.ts'
import { Entry } from './Entry.tsx'
import './outbox.css'

/** Everything that is on its way from this device, what became of it, and what can be done where it did not get through. */
export const OutboxPage = () => {
  const entries = useOutbox()
  const trouble = useStore(storageTrouble)
  const parts: readonly [string, readonly OutboxEntry[]][] = [
    ['needPerson', entries.filter(needsPerson)],
    ['waiting', entries.filter((entry) => !isSettled(entry) && !needsPerson(entry))],
    ['sent', entries.filter(isSettled).toReversed()],
  ]
  const anyWaiting = entries.some((entry) => entry.state === 'waiting')
  return (
    <Page
      titleId="outbox.title"
      lead={<T id="outbox.lead" />}
      help="outbox"
      back="/"
      actions={
        anyWaiting && (
          <Button kind="secondary" onClick={() => void retryAll()}>
            <T id="outbox.tryAll" />
          </Button>
        )
      }
    >
      {trouble !== 'none' && (
        <Callout tone="danger" title={<T id={`outbox.line.${trouble}`} />}>
          <p>
            <T id={`outbox.trouble.${trouble}`} />
          </p>
        </Callout>
      )}
      {entries.length === 0 && (
        <EmptyState kind="none-yet" title={<T id="outbox.none" />}>
          <p>
            <T id="outbox.noneBody" />
          </p>
        </EmptyState>
      )}
      {parts.map(([part, list]) =>
        list.length === 0 ? null : (
          <section className="outbox-part" key={part}>
            <h2>
              <T id={`outbox.part.${part}`} values={{ count: list.length }} />
            </h2>
            <ol className="outbox-list">
              {list.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ol>
          </section>
        ),
      )}
    </Page>
  )
}
