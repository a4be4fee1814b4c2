import type { Api } from '@ariadne/contract'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CallOff } from '../../components/CallOff.tsx'
import { Form } from '../../components/Form.tsx'
import { Callout } from '../../components/Tag.tsx'
import { TextField } from '../../components/TextField.tsx'
import { When } from '../../components/When.tsx'
import { alarmSubject, callOff } from '../../lib/alarm.ts'
import { useRead } from '../../lib/api/useRead.ts'
import { findProfile, verified } from '../../lib/content/bundle.ts'
import { useOutbox } from '../../lib/device/sender.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import { actingFor } from './choices.ts'
import { callOffAlarm, raiseAlarm, sendPlace } from './alarm.ts'
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
    {alarm.calls.map(({ unitId, unitName, at, answer, answeredAt, afterAll }) => (
      <li key={unitId}>
        <T
          id={`screening.alarm.${answer === null ? 'called' : afterAll ? 'afterAll' : answer}`}
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
export const OwnAlarm = ({
  screeningId,
  onCalledOff,
}: {
  screeningId: string
  /** Where the screening is open: what is sent of it later must not call again. */
  onCalledOff?: () => void
}) => {
  const t = useT()
  const read = useRead('GET /api/alarms/mine', {}, { every: LOOK_EVERY_MS })
  const me = useMe()
  const entries = useOutbox().filter((entry) => entry.subject === alarmSubject(screeningId))
  const waits = entries.some((entry) => entry.state !== 'sent')
  const isOff =
    entries.findLast(({ kind }) => kind === 'alarm.raise' || kind === 'alarm.call_off')?.kind === 'alarm.call_off'
  const alarm = read.state === 'ready' ? read.data.alarms.find((one) => one.screeningId === screeningId) : undefined
  const by = actingFor(me).find(({ unitId }) => alarm?.callOffFor.some((one) => one === unitId))
  const actor = by && { instanceId: me.instance.instanceId, memberId: me.member.memberId, ...by }
  if (isOff && waits)
    return (
      <Callout tone="warn" title={t('screening.alarm.callOff.waiting')}>
        <p>
          <T id="screening.alarm.callOff.waiting.body" />
        </p>
      </Callout>
    )
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
        tone={
          alarm.state === 'answered' || alarm.state === 'called_off'
            ? 'accent'
            : alarm.state === 'nobody'
              ? 'danger'
              : 'warn'
        }
        title={t(`screening.alarm.state.${alarm.state}`)}
      >
        <AlarmCalls alarm={alarm} />
        {alarm.calledOffAt && (
          <p>
            <T
              id="screening.alarm.callOff.done"
              values={{
                unit: <bdi key="unit">{alarm.fromUnitName}</bdi>,
                at: <When key="at" at={alarm.calledOffAt} show="time" />,
              }}
            />
          </p>
        )}
        {alarm.dueAt && (
          <p className="quiet">
            <T id="screening.alarm.next" values={{ at: <When key="at" at={alarm.dueAt} show="time" /> }} />
          </p>
        )}
        {actor && !isOff && (
          <CallOff
            label="screening.alarm.callOff"
            onCallOff={async () => {
              await callOff(screeningId, actor as never)
              onCalledOff?.()
            }}
          />
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

/** One line that only those who are called can read. It is kept with what a referral seals later: nothing is asked twice. */
const Place = () => {
  const { draft, change, me } = useScreening()
  const t = useT()
  const directory = useRead('GET /api/directory', {})
  const contact = draft.referral.texts.contact ?? {}
  const text = (contact['address'] ?? '').trim()
  const [sent, setSent] = useState<string>()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (!text) return setError(t('screening.alarm.place.missing'))
    setBusy(true)
    setError(undefined)
    try {
      const done = directory.state === 'ready' ? await sendPlace(text, directory.data.units, draft, me) : 'nobody'
      if (done === 'sent') setSent(text)
      else setError(t('screening.alarm.place.nobody'))
    } catch {
      setError(t('screening.alarm.place.nobody'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form busy={busy} onSubmit={go}>
      <TextField
        name="alarm-place"
        label={t('screening.alarm.place')}
        hint={t('screening.alarm.place.hint')}
        error={error}
        maxLength={200}
        value={contact['address'] ?? ''}
        onChange={(address) =>
          change((now) => ({
            ...now,
            referral: { ...now.referral, texts: { ...now.referral.texts, contact: { ...contact, address } } },
          }))
        }
      />
      <div className="row">
        <Button type="submit" kind="secondary" busy={busy}>
          <T id="screening.alarm.place.send" />
        </Button>
        <span role="status">{sent !== undefined && sent === text && <T id="screening.alarm.place.sent" />}</span>
      </div>
    </Form>
  )
}

/** Whether the team was called from this device and not called off since. */
export const useIsRaised = (screeningId: string): boolean => {
  const said = useOutbox().filter(
    ({ subject, kind }) =>
      subject === alarmSubject(screeningId) && (kind === 'alarm.raise' || kind === 'alarm.call_off'),
  )
  return said.at(-1)?.kind === 'alarm.raise'
}

/** "There is no danger now": where the team was called it is asked once whether to tell it. */
export const NoDanger = ({ onDone }: { onDone: () => void }) => {
  const { draft, me } = useScreening()
  const isRaised = useIsRaised(draft.screeningId)
  if (!isRaised)
    return (
      <Button kind="quiet" onClick={onDone}>
        <T id="screening.danger.mistake" />
      </Button>
    )
  return (
    <CallOff
      label="screening.danger.mistake"
      isQuiet
      onCallOff={async () => {
        await callOffAlarm(draft, me)
        onDone()
      }}
    />
  )
}

/**
 * Calls the on-duty team through the app, before anything else is written: coded facts as far as they are known. Who is called hears
 * it on their own screen, with a clock; a telephone is still the quicker way, and stands beside it.
 */
export const RaiseAlarm = () => {
  const { draft, change, me } = useScreening()
  const isRaised = useIsRaised(draft.screeningId)
  return (
    <div className="stack">
      {isRaised ? (
        <>
          <OwnAlarm screeningId={draft.screeningId} onCalledOff={() => change({ dangerNow: false })} />
          <Place />
        </>
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
