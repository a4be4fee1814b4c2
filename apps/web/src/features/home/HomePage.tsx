import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { T, useHasText } from '../../lib/i18n/text.tsx'
import { functionsOf, useMe } from '../../lib/session/me.tsx'
import { Drafts } from './Drafts.tsx'
import { WorkQueue } from './WorkQueue.tsx'
import { firstActsFor } from './firstActs.ts'
import './home.css'

/** What needs you today: what is overdue first, one verb each. */
export const HomePage = () => {
  const me = useMe()
  const has = useHasText()
  const read = useRead('GET /api/home', {}, { every: 60_000 })
  const firstActs = firstActsFor(functionsOf(me))
  const waiting = me.keys.units.filter((unit) => unit.sealedSeed === null)
  return (
    <Page
      titleId="home.title"
      help="home"
      actions={firstActs.map(({ to, label }, at) => (
        <LinkButton key={to} to={to} size="large" kind={at === 0 ? 'primary' : 'secondary'}>
          <T id={label} />
        </LinkButton>
      ))}
    >
      <div className="stack home">
        {waiting.length > 0 && (
          <Callout tone="warn" title={<T id="signIn.account.waitingTitle" />}>
            <p>
              <T id="home.waitingForKey" values={{ count: waiting.length }} />
            </p>
          </Callout>
        )}
        <Drafts />
        {read.state === 'ready' ? (
          <>
            <AsOf at={read.asOf} />
            {read.data.queues.length === 0 ? (
              <EmptyState kind="none-yet" title={<T id="home.none" />}>
                <p>
                  <T id="home.noneBody" />
                </p>
                {has('help.first-day.title') && (
                  <LinkButton to="/help/first-day" kind="secondary">
                    <T id="help.first-day.title" />
                  </LinkButton>
                )}
              </EmptyState>
            ) : (
              <ol className="work">
                {read.data.queues.map((queue) => (
                  <WorkQueue key={queue.queue} queue={queue} />
                ))}
              </ol>
            )}
          </>
        ) : (
          <Reading read={read} bare />
        )}
      </div>
    </Page>
  )
}
