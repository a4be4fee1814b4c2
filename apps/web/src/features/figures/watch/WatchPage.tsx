import type { Api } from '@ariadne/contract'
import { useEffect, useState } from 'react'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Details } from '../../../components/Details.tsx'
import { EmptyState } from '../../../components/Queue.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { FiguresPage } from '../FiguresPage.tsx'
import { AlertFigure } from './AlertFigure.tsx'
import { FromOthers } from './FromOthers.tsx'

type Alerts = Api['GET /api/figures/alerts']['response']
export type Alert = Alerts['alerts'][number]

const LOOK_AGAIN_MS = 5_000

/** Early warning: what rose, where, how sure, since when, what to do, who looked. */
export const WatchPage = () => {
  const { language } = useLanguage()
  const [isLooking, setLooking] = useState(false)
  const read = useRead('GET /api/figures/alerts', { query: { language } }, isLooking ? { every: LOOK_AGAIN_MS } : {})
  const looking = read.state === 'ready' && read.data.looking
  useEffect(() => setLooking(looking), [looking])
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.watch.title" />
  const { alerts, lastRun } = read.data
  const now = alerts.filter((one) => !one.isOver)
  const over = alerts.filter((one) => one.isOver)
  return (
    <FiguresPage titleId="figures.watch.title" lead={<T id="figures.watch.lead" />}>
      <AsOf at={read.asOf} />
      {looking && (
        <p role="status" className="quiet">
          <T id="figures.watch.looking" />
        </p>
      )}
      {lastRun && <LastRun run={lastRun} />}
      {now.length === 0 && (
        <EmptyState kind="none-yet" title={<T id="figures.watch.none" />}>
          <p>
            <T id="figures.watch.noneMeans" />
          </p>
        </EmptyState>
      )}
      {now.map((alert) => (
        <AlertFigure key={alert.alertId} alert={alert} />
      ))}
      <FromOthers told={read.data.fromOthers} />
      {over.length > 0 && (
        <Details summary={<T id="figures.watch.over" values={{ count: over.length }} />}>
          {over.map((alert) => (
            <AlertFigure key={alert.alertId} alert={alert} />
          ))}
        </Details>
      )}
    </FiguresPage>
  )
}

const LastRun = ({ run }: { run: NonNullable<Alerts['lastRun']> }) => {
  const refused = run.looked.filter((one) => one.refused !== null)
  return (
    <div className="stack figure-about">
      <p className="small quiet">
        <T
          id="figures.watch.lastRun"
          values={{
            at: <When at={run.ranAt} />,
            sums: run.looked.reduce((sum, one) => sum + one.sums, 0),
            days: run.budgetDays,
          }}
        />
      </p>
      {refused.map((one) => (
        <Callout key={one.definition}>
          <p>
            <bdi>{one.name}</bdi>: <T id={`figures.watch.refused.${one.refused ?? 'too_little'}`} />
          </p>
        </Callout>
      ))}
    </div>
  )
}
