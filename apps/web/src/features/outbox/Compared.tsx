import { useActWords } from '../../components/act/words.ts'
import { When } from '../../components/When.tsx'
import type { OutboxEntry } from '../../lib/device/outbox.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useCaseSince } from './useCaseSince.ts'

interface WrittenAct {
  readonly id: string
  readonly kind: string
  readonly occurredAt: string
}

/** A conflict, side by side: what was written here, and what others have recorded since in the same part of the case. */
export const Compared = ({ entry }: { entry: OutboxEntry }) => {
  const words = useActWords()
  const conflict = entry.outcome?.conflict
  const written = (entry.body?.['acts'] ?? []) as readonly WrittenAct[]
  const since = useCaseSince(entry.body?.['caseId'], entry.at)
  return (
    <div className="outbox-why">
      <p>
        <T id="outbox.conflict" values={{ region: conflict ? words.code(conflict.region, 'region') : '' }} />
      </p>
      <div className="compare">
        <section>
          <h3>
            <T id="outbox.yours" />
          </h3>
          <ul className="plain-list">
            {written.map((act) => (
              <li key={act.id}>
                {words.act(act.kind)}{' '}
                <span className="quiet small">
                  · <When at={act.occurredAt} />
                </span>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>
            <T id="outbox.theirs" />
          </h3>
          {since === null ? (
            <p className="quiet">
              <T id="outbox.theirsUnknown" />
            </p>
          ) : (
            <ul className="plain-list">
              {since.map((action) => (
                <li key={action.id}>
                  {words.done(action.kind)}{' '}
                  <span className="quiet small">
                    · <When at={action.receivedAt} /> · <bdi>{action.unitName ?? action.by.unitId}</bdi>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  )
}
