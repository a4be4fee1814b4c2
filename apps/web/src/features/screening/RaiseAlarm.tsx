import type { Api } from '@ariadne/contract'
import { Button } from '../../components/Button.tsx'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { findProfile, verified } from '../../lib/content/bundle.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { alarmSubject, raiseAlarm } from './alarm.ts'
import { Phone } from './OnDuty.tsx'
import { useScreening } from './useScreening.tsx'

type Alarm = Api['GET /api/alarms/mine']['response']['alarms'][number]

const LOOK_EVERY_MS = 10_000

/** The number that always answers, where it has been read in a source; otherwise it is said that nobody has confirmed one. */
const LastResort = () => {
  const { bundle, me } = useScreening()
  const number = findProfile(bundle, me.instance.country)?.numbers.find((one) => one.kind === 'emergency')?.number
  const confirmed = number && verified(number)
  return (
    <p>
      {confirmed ? (
        <>
          <T id="screening.alarm.emergency" /> <Phone number={confirmed} />
        </>
      ) : (
        <T id="screening.alarm.emergency.none" />
      )}
    </p>
  )
}

/** Who was called, when, and what they said. */
export const AlarmCalls = ({ alarm }: { alarm: Pick<Alarm, 'calls'> }) => (
  <ul className="plain-list">
    {alarm.calls.map(({ unitId, unitName, at, answer, answeredAt }) => (
      <li key={unitId}>
        <T
          id={answer === null ? 'screening.alarm.called' : `screening.alarm.${answer}`}
          values={{
            unit: <bdi key="unit">{unitName}</bdi>,
            at: <When key="at" at={answeredAt ?? at} show="time" />,
          }}
        />
      </li>
    ))}
  </ul>
)

/** What became of the alarm of one screening; nothing while there is none. */
export const OwnAlarm = ({ screeningId }: { screeningId: string }) => {
  const t = useT()
  const read = useRead('GET /api/alarms/mine', {}, { every: LOOK_EVERY_MS })
  const waits = useOutbox().some((entry) => entry.subject === alarmSubject(screeningId) && entry.state !== 'sent')
  const alarm = read.state === 'ready' ? read.data.alarms.find((one) => one.screeningId === screeningId) : undefined
  if (!alarm)
    return waits ? (
      <Callout tone="danger" title={t('screening.alarm.waiting')}>
        <p>
          <T id="screening.alarm.waiting.body" />
        </p>
      </Callout>
    ) : null
  return (
    <div role="status">
      <Callout
        tone={alarm.state === 'answered' ? 'accent' : alarm.state === 'nobody' ? 'danger' : 'warn'}
        title={t(`screening.alarm.state.${alarm.state}`)}
      >
        <AlarmCalls alarm={alarm} />
        {alarm.dueAt && (
          <p className="quiet">
            <T id="screening.alarm.next" values={{ at: <When key="at" at={alarm.dueAt} show="time" /> }} />
          </p>
        )}
        {alarm.state === 'nobody' && (
          <p>
            <T id="screening.alarm.nobody.body" />
          </p>
        )}
      </Callout>
    </div>
  )
}

/**
 * Calls the on-duty team through the app, before anything else is written: coded facts as far as they are known. Who is called hears
 * it on their own screen, with a clock; a telephone is still the quicker way, and stands beside it.
 */
export const RaiseAlarm = () => {
  const { draft, me } = useScreening()
  const isRaised = useOutbox().some((entry) => entry.subject === alarmSubject(draft.screeningId))
  return (
    <div className="stack">
      {isRaised ? (
        <OwnAlarm screeningId={draft.screeningId} />
      ) : (
        <p>
          <Button kind="danger" size="large" onClick={() => void raiseAlarm(draft, me)}>
            <T id="screening.alarm.raise" />
          </Button>
          <span className="quiet small alarm-hint">
            <T id="screening.alarm.raise.hint" />
          </span>
        </p>
      )}
      <LastResort />
    </div>
  )
}
