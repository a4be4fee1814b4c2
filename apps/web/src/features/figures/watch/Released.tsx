import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Dialog } from '../../../components/Dialog.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T } from '../../../lib/i18n/text.tsx'
import { SentTo } from '../SentTo.tsx'
import { useRefusal } from '../useRefusal.ts'
import { useNamed } from './useNamed.ts'
import type { Alert } from './WatchPage.tsx'

/** Counts below this are never told outside, not even as a pattern. */
const LEAST_TOLD = 5

/** What the network was told of a rise, or a way to tell it, with exactly what would leave. */
export const Released = ({ alert }: { alert: Alert }) => {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const format = useFormat()
  const named = useNamed()
  const refusal = useRefusal()
  if (alert.released)
    return (
      <div className="small">
        <p>
          <T id="figures.watch.told" values={{ at: <When at={alert.released.at} show="date" /> }} />
        </p>
        <SentTo sent={alert.released.sent} />
      </div>
    )
  if (alert.isOver || alert.observed < LEAST_TOLD) return null
  const tell = async () => {
    setBusy(true)
    try {
      const outcome = await sendNow('alert.release', { alertId: alert.alertId })
      if (outcome.status === 'accepted') setAsking(false)
      else setProblem(refusal(outcome))
    } catch (error) {
      setProblem(refusal(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="no-print">
      <Button kind="secondary" onClick={() => setAsking(true)}>
        <T id="figures.watch.tell" />
      </Button>
      {asking && (
        <Dialog
          title={<T id="figures.watch.tell" />}
          onClose={() => setAsking(false)}
          actions={
            <Button busy={busy} onClick={() => void tell()}>
              <T id="figures.watch.tell.send" />
            </Button>
          }
        >
          <div className="stack">
            <p>
              <T id="figures.watch.tell.what" />
            </p>
            <p>
              <strong>
                <T
                  id="figures.watch.tell.exactly"
                  values={{
                    what: named(alert.fixed),
                    name: alert.name,
                    from: format.day(alert.from),
                    times: Math.max(1, Math.floor(alert.ratio.lower95)),
                  }}
                />
              </strong>
            </p>
            <p className="quiet">
              <T id="figures.watch.tell.not" />
            </p>
            {problem && (
              <Callout tone="danger">
                <p>{problem}</p>
              </Callout>
            )}
          </div>
        </Dialog>
      )}
    </div>
  )
}
