import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { codeOf } from '../../lib/api/problem.ts'
import { api } from '../../lib/api/request.ts'
import { queries } from '../../lib/api/useRead.ts'
import { setServerTime, useNow } from '../../lib/clock.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'
import './home.css'

const STEPS = [1, 7, 30, 60, 90]

/** The demo's clock: half a year of follow-up passes in five presses. A live instance has no such page. */
export const DemoPage = () => {
  const { mode } = useMe().instance
  const now = useNow()
  const format = useFormat()
  const [error, setError] = useState<string | null>(null)
  if (mode !== 'demo')
    return (
      <Page titleId="home.demo.title" back="/">
        <p>
          <T id="home.demo.notHere" />
        </p>
      </Page>
    )
  const forward = async (days: number) => {
    setError(null)
    try {
      const answer = await api('POST /api/demo/clock', { body: { days } })
      setServerTime(answer.now)
      await queries.invalidateQueries()
    } catch (problem) {
      setError(codeOf(problem))
    }
  }
  return (
    <Page titleId="home.demo.title" back="/" width="text" lead={<T id="home.demo.lead" />}>
      <div className="stack">
        <p className="demo-clock tabular" role="status">
          {format.dateTime(now)}
        </p>
        <div className="row">
          {STEPS.map((days) => (
            <Button key={days} kind="secondary" onClick={() => void forward(days)}>
              <T id="home.demo.forward" values={{ days }} />
            </Button>
          ))}
        </div>
        {error && (
          <Callout tone="danger">
            <p>
              <T id="home.demo.failed" />
            </p>
          </Callout>
        )}
      </div>
    </Page>
  )
}
