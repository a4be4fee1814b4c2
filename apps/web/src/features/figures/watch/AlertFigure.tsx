import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { Details } from '../../../components/Details.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { Figure } from '../chart/Figure.tsx'
import { Legend } from '../chart/Legend.tsx'
import { usePeriodName } from '../chart/periods.ts'
import { useCategory } from '../definitions.ts'
import { LineChart } from '../chart/LineChart.tsx'
import { Looks } from './Looks.tsx'
import { Released } from './Released.tsx'
import { useNamed } from './useNamed.ts'
import type { Alert } from './WatchPage.tsx'
import './watch.css'

const DAY = 86_400_000
const weekAfter = (from: string, weeks: number): string =>
  new Date(Date.parse(from) + weeks * 7 * DAY).toISOString().slice(0, 10)

/** Where fewer than this are usual, a multiple of the usual says nothing. */
const RARE = 0.5

/** How sure, in words and in the number the words stand for. */
const surenessOf = (recurrence: number): 'hint' | 'likely' | 'strong' =>
  recurrence >= 3650 ? 'strong' : recurrence >= 365 ? 'likely' : 'hint'

const useOnceIn = (): ((days: number) => string) => {
  const t = useT()
  return (days) =>
    days >= 36_500
      ? t('figures.watch.onceInCentury')
      : days >= 730
        ? t('figures.watch.onceInYears', { count: Math.floor(days / 365) })
        : t('figures.watch.onceInDays', { count: Math.floor(days) })
}

/** What these notes say, in their own words, with the form and the part of the country they are about. */
const Said = ({ alert }: { alert: Alert }) => {
  const format = useFormat()
  const category = useCategory()
  const spoken = alert.said.filter(({ words }) => words !== null)
  if (spoken.length === 0) return null
  return (
    <ul className="plain-list said">
      {spoken.map((one) => (
        <li key={`${one.seenOn} ${one.words}`}>
          <q>
            <bdi>{one.words}</bdi>
          </q>{' '}
          <span className="small quiet">
            {format.facts([
              format.day(one.seenOn),
              ...(one.placeName ? [one.placeName] : []),
              ...one.forms.map((form) => category('form', form)),
            ])}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** One rise: its weeks as a picture, what it is made of, what to do, who looked. */
export const AlertFigure = ({ alert }: { alert: Alert }) => {
  const t = useT()
  const format = useFormat()
  const named = useNamed()
  const onceIn = useOnceIn()
  const periodName = usePeriodName()
  const { series, observed, expected, ratio, weeks } = alert
  const isRare = (usual: number): string => (usual < RARE ? 'yes' : 'no')
  const round = (value: number): string => format.number(Number(value.toPrecision(2)))
  const points = series.counts.map((value, at) => {
    const from = weekAfter(series.from, at)
    return {
      key: from,
      label: t('figures.watch.week', { from: format.day(from), value }),
      tick: from.slice(8) <= '07' && /-(01|04|07|10)-/u.test(from) ? periodName(from.slice(0, 7), 'brief') : '',
      cell: { status: value === 0 ? ('zero' as const) : ('value' as const), value },
      isOpen: false,
      isMarked: at >= series.counts.length - weeks,
    }
  })
  const sureness = surenessOf(alert.recurrence)
  return (
    <Figure
      name={`early-warning-${alert.from}`}
      finding={
        <T
          id="figures.watch.finding"
          values={{
            what: named(alert.fixed),
            name: alert.name,
            observed,
            expected: round(expected),
            rare: isRare(expected),
            from: format.day(alert.from),
          }}
        />
      }
      subtitle={
        <span className="row">
          <Tag tone={sureness === 'strong' ? 'danger' : sureness === 'likely' ? 'warn' : 'plain'}>
            <T id={`figures.watch.sure.${sureness}`} />
          </Tag>
          <span>
            <T
              id="figures.watch.sure"
              values={{
                once: onceIn(alert.recurrence),
                rare: isRare(expected),
                ratio: round(ratio.value),
                lower: round(ratio.lower95),
                upper: round(ratio.upper95),
              }}
            />
          </span>
        </span>
      }
      source={t('figures.source.records')}
      note={<T id="figures.note.exact" />}
      table={{
        head: [t('figures.watch.weekFrom'), alert.name],
        rows: points.map(({ key, cell }) => [format.day(key), <span key="n">{format.number(cell.value)}</span>]),
        file: points.map(({ key, cell }) => [key, String(cell.value)]),
      }}
    >
      <LineChart
        label={t('figures.chart.label', { name: named(alert.fixed) })}
        points={points}
        size="small"
        expected={{ perPoint: expected / Math.max(1, weeks), last: weeks }}
      />
      <Legend marks={{ usual: true }} />
      <dl className="alert-facts">
        <div>
          <dt>
            <T id="figures.watch.since" />
          </dt>
          <dd>
            {format.day(alert.from)} · <T id="figures.watch.weeks" values={{ count: weeks }} />
          </dd>
        </div>
        <div>
          <dt>
            <T id="figures.watch.found" />
          </dt>
          <dd>
            <When at={alert.firstFoundAt} show="date" />
          </dd>
        </div>
        {alert.notes.length > 0 && (
          <div>
            <dt>
              <T id="figures.watch.ground" />
            </dt>
            <dd>
              {alert.notes.slice(0, 4).map(({ kind, code, notes }) => (
                <span key={`${kind}.${code}`} className="alert-note">
                  <T id={`figures.note.${kind}.${code}`} />{' '}
                  <span className="quiet tabular">× {format.number(notes)}</span>
                </span>
              ))}
              <Said alert={alert} />
            </dd>
          </div>
        )}
      </dl>
      <Details summary={<T id="figures.watch.madeOf" values={{ count: alert.cells.length }} />}>
        <ul className="plain-list">
          {alert.cells.slice(0, 12).map((cell) => (
            <li key={JSON.stringify(cell.values)}>
              {named(cell.values)}:{' '}
              <T
                id="figures.watch.observedExpected"
                values={{
                  observed: cell.observed,
                  expected: round(cell.expected),
                  rare: isRare(cell.expected),
                }}
              />
            </li>
          ))}
        </ul>
        {alert.under.length > 0 && (
          <>
            <p>
              <T id="figures.watch.under" />
            </p>
            <ul className="plain-list">
              {alert.under.slice(0, 6).map((one) => (
                <li key={JSON.stringify(one.fixed)}>
                  {named(one.fixed)} <span className="quiet small">{onceIn(one.recurrence)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Details>
      <Details summary={<T id="figures.watch.todo" />}>
        <ol className="alert-todo">
          {(['recording', 'ask', 'warn', 'tell'] as const).map((step) => (
            <li key={step}>
              <T id={`figures.watch.todo.${step}`} />
            </li>
          ))}
        </ol>
      </Details>
      <Looks alert={alert} />
      <Released alert={alert} />
    </Figure>
  )
}
