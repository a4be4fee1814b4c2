import { useMemo } from 'react'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useKeptRinging, useNotes, useRinging } from './ringing.ts'
import './alarm.css'

/** Above every page while somebody waits to be answered at once. */
export const AlarmBar = () => {
  const t = useT()
  const officers = useRinging()
  const outside = useRinging('outside_alarm')
  // By officers first: many from outside hide none of theirs.
  const alarms = useMemo(() => [...officers, ...outside], [officers, outside])
  useNotes(alarms, { title: t('alarm.note.title'), body: t('alarm.note.body') })
  useKeptRinging({ title: t('alarm.closed.note.title'), body: t('alarm.closed.note.body') })
  const [first] = alarms
  if (!first) return null
  return (
    <div className="alarm-bar no-print" role="alert">
      <Icon name="stop" />
      <Link to={`/alarms/${first}`}>
        <T id="alarm.bar" values={{ count: alarms.length }} />
      </Link>
    </div>
  )
}
