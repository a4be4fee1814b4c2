import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { useActWords } from '../../components/act/words.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { type Closed, letRing, NotRinging, readClosed, ringOnce, stopRinging } from '../../lib/ringer/ringer.ts'
import { ringerState } from './ringing.ts'

/** Whether this device may show a note for an alarm while the app is open. Asked for here, and nowhere unasked. */
const WhileOpen = () => {
  const [state, setState] = useState(ringerState)
  if (state === 'granted' || state === 'unsupported')
    return (
      <p className="quiet">
        <T id={`alarm.ringer.${state}`} />
      </p>
    )
  return (
    <Callout title={<T id="alarm.ringer.title" />}>
      <p>
        <T id={state === 'denied' ? 'alarm.ringer.denied' : 'alarm.ringer.body'} />
      </p>
      {state === 'default' && (
        <Button kind="secondary" onClick={() => void Notification.requestPermission().then(setState)}>
          <T id="alarm.ringer.allow" />
        </Button>
      )}
    </Callout>
  )
}

/** Whether this device may be rung while the app is closed: what that shows, who learns of it, and a switch. */
const WhileClosed = ({ ringKey }: { ringKey: string }) => {
  const t = useT()
  const has = useHasText()
  const { refusal } = useActWords()
  const [state, setState] = useState<Closed>()
  const [busy, setBusy] = useState<string>()
  const [said, setSaid] = useState<{ tone: 'done' | 'danger'; words: string }>()
  useEffect(() => {
    let isHere = true
    const show = (next: Closed) => isHere && setState(next)
    void readClosed().then(show, () => show('off'))
    return () => {
      isHere = false
    }
  }, [])
  const does = async (name: string, work: () => Promise<void>, done?: string) => {
    setBusy(name)
    setSaid(undefined)
    try {
      await work()
      if (done) setSaid({ tone: 'done', words: t(done) })
    } catch (error) {
      const code = error instanceof NotRinging ? error.code : undefined
      setSaid({ tone: 'danger', words: code && has(`refusal.${code}`) ? refusal(code) : t('alarm.closed.failed') })
    } finally {
      setState(await readClosed().catch(() => state))
      setBusy(undefined)
    }
  }
  if (state === undefined) return null
  return (
    <section className="ringer stack" aria-labelledby="ringer">
      <h2 id="ringer">
        <T id="alarm.closed.title" />
      </h2>
      <p role="status">
        <Tag tone={state === 'on' ? 'good' : 'plain'}>
          <T id={`alarm.closed.state.${state}`} />
        </Tag>
      </p>
      {state === 'blocked' && (
        <p>
          <T id="alarm.ringer.denied" />
        </p>
      )}
      {state === 'unsupported' && (
        <p>
          <T id="alarm.closed.unsupported" />
        </p>
      )}
      {(state === 'off' || state === 'on') && (
        <>
          <ul className="ringer-says">
            <li>
              <T id="alarm.closed.shows" values={{ title: t('alarm.closed.note.title') }} />
            </li>
            <li>
              <T id="alarm.closed.company" />
            </li>
            <li>
              <T id="alarm.closed.others" />
            </li>
            <li>
              <T id="alarm.closed.ends" />
            </li>
          </ul>
          <div className="row">
            {state === 'off' ? (
              <Button kind="secondary" busy={busy === 'on'} onClick={() => void does('on', () => letRing(ringKey))}>
                <T id="alarm.closed.allow" />
              </Button>
            ) : (
              <>
                <Button
                  kind="secondary"
                  busy={busy === 'try'}
                  onClick={() => void does('try', ringOnce, 'alarm.closed.tried')}
                >
                  <T id="alarm.closed.try" />
                </Button>
                <Button kind="quiet" busy={busy === 'off'} onClick={() => void does('off', stopRinging)}>
                  <T id="alarm.closed.stop" />
                </Button>
              </>
            )}
          </div>
        </>
      )}
      {said && (
        <Callout tone={said.tone === 'danger' ? 'danger' : 'good'} title={said.words}>
          {null}
        </Callout>
      )}
    </section>
  )
}

export const Ringer = ({ ringKey }: { ringKey: string | null }) =>
  ringKey === null ? <WhileOpen /> : <WhileClosed ringKey={ringKey} />
