import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { AUDIT_MS } from '../../../lib/api/request.ts'
import { codeOf } from '../../../lib/api/problem.ts'
import { sendNow } from '../../../lib/case/sendNow.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useHasText } from '../../../lib/i18n/text.tsx'
import type { Learning } from './Figures.tsx'

/** Counts under this are not told beyond the country; the server holds the same. */
const BEYOND = 11

/** The country tells the secretariat what signs led to, once a quarter. */
export const Tell = ({ learning }: { learning: Learning }) => {
  const has = useHasText()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string>()
  if (learning.toldAt !== null)
    return (
      <Callout tone="good">
        <p role="status">
          <T id="signs.learning.told" values={{ at: format.dateTime(learning.toldAt) }} />
        </p>
      </Callout>
    )
  if (!learning.mayTell) return null
  const tell = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const outcome = await sendNow('learning.tell', { quarter: learning.quarter }, { within: AUDIT_MS })
      if (outcome.status !== 'accepted') setFailed(outcome.code ?? 'unexpected')
    } catch (error) {
      setFailed(codeOf(error))
    }
    setBusy(false)
  }
  return (
    <section className="stack no-print">
      <h2>
        <T id="signs.learning.tell" />
      </h2>
      <p>
        <T id="signs.learning.tell.body" values={{ threshold: BEYOND }} />
      </p>
      {failed && (
        <Callout tone="danger">
          <p role="alert">
            <T id={has(`refusal.${failed}`) ? `refusal.${failed}` : 'refusal.unexpected'} />
          </p>
        </Callout>
      )}
      <div>
        <Button busy={busy} onClick={() => void tell()}>
          <T id="signs.learning.tell.do" />
        </Button>
      </div>
    </section>
  )
}
