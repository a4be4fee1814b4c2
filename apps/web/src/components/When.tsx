import { useNow } from '../lib/clock.ts'
import { spanIn, useFormat } from '../lib/i18n/format.ts'
import { T } from '../lib/i18n/text.tsx'
import { Icon } from './Icon.tsx'
import { Tag } from './Tag.tsx'

/** A moment, in the reader's time zone and language. */
export const When = ({ at, show = 'dateTime' }: { at: string; show?: 'dateTime' | 'date' | 'time' | 'relative' }) => {
  const format = useFormat()
  const now = useNow()
  const text = show === 'relative' ? format.relative(Date.parse(at) - now) : format[show](at)
  return (
    <time className="tabular" dateTime={at} title={show === 'relative' ? format.dateTime(at) : undefined}>
      {text}
    </time>
  )
}

/**
 * How long there is. `basis="target"` says that nobody but ourselves set it; `law` only where a law does.
 * @example <Deadline due={referral.acknowledgeBy} basis="target" />
 */
export const Deadline = ({ due, basis }: { due: string; basis: 'target' | 'law' }) => {
  const format = useFormat()
  const left = Date.parse(due) - useNow()
  const span = spanIn(left)
  const state = left < 0 ? 'overdue' : left < 4 * 3_600_000 ? 'soon' : 'open'
  return (
    <span className="deadline" data-state={state}>
      <Icon name={state === 'overdue' ? 'alert' : 'clock'} size={16} />
      <time dateTime={due} title={format.dateTime(due)}>
        <T
          id={state === 'overdue' ? 'shell.deadline.overdue' : 'shell.deadline.left'}
          values={{ value: span.value, unit: span.unit }}
        />
      </time>
      {basis === 'target' && (
        <Tag>
          <T id="shell.deadline.target" />
        </Tag>
      )}
    </span>
  )
}

/** An id or a code: left to right in every script, and kept apart from the words around it. */
export const Id = ({ children }: { children: string }) => (
  <bdi className="id" dir="ltr">
    {children}
  </bdi>
)
