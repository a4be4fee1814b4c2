import type { ReactNode } from 'react'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Trend } from '../chart/cell.ts'
import { CellValue, cellForFile, useCellText } from '../chart/CellValue.tsx'
import { changeOf, findLateFall } from '../chart/change.ts'
import { Figure } from '../chart/Figure.tsx'
import { Legend } from '../chart/Legend.tsx'
import { LineChart, type LinePoint } from '../chart/LineChart.tsx'
import { IN_A_YEAR, usePeriodName } from '../chart/periods.ts'
import { SafeNote } from '../FiguresPage.tsx'

type Series = Trend['series'][number]

/** What a series says, in a sentence that is computed and never typed. */
export const Finding = ({ name, trend, series }: { name: string; trend: Trend; series: Series }) => {
  const periodName = usePeriodName()
  const complete = series.points.filter((_, at) => trend.periods[at]?.complete)
  const change = changeOf(complete, IN_A_YEAR[trend.grain])
  return (
    <T
      id={`figures.finding.${change.kind}`}
      values={{
        name,
        before: 'before' in change ? change.before : 0,
        after: 'after' in change ? change.after : 0,
        grain: trend.grain,
        until: periodName(trend.periods[complete.length - 1]?.period ?? ''),
      }}
    />
  )
}

/** Years where there are many periods, months where there are few. */
const tickOf = (
  period: string,
  grain: Trend['grain'],
  count: number,
  name: ReturnType<typeof usePeriodName>,
): string => {
  if (grain === 'year') return period
  if (/-(01|Q1|W01)$/u.test(period)) return period.slice(0, 4)
  return grain === 'month' && count <= 24 ? name(period, 'short') : ''
}

/** One series as a picture with everything that belongs to it. */
export const TrendFigure = ({
  trend,
  series,
  name,
  size = 'large',
  top,
  more,
}: {
  trend: Trend
  series: Series
  name: string
  size?: 'large' | 'small'
  top?: number
  more?: ReactNode
}) => {
  const t = useT()
  const format = useFormat()
  const periodName = usePeriodName()
  const cellText = useCellText()
  const isWhole = trend.by === null
  const complete = trend.periods.flatMap((one, at) => (one.complete ? [{ ...one, at }] : []))
  const fall = findLateFall(complete.map(({ at }) => series.points[at] ?? { status: 'missing', value: null }))
  const points = trend.periods.map(({ period, complete }, at): LinePoint => {
    const cell = series.points[at] ?? { status: 'missing', value: null }
    const others = isWhole ? trend.beside.filter((one) => one.period === period) : []
    const notes = trend.notes.filter((one) => one.period === period).reduce((sum, one) => sum + one.notes, 0)
    const label = [
      `${periodName(period)}: ${cellText(cell)}`,
      ...(complete ? [] : [t('figures.notOver')]),
      ...others.map((one) => `${one.sourceTitle}: ${cellText(one)}`),
      ...(isWhole && notes > 0 ? [t('figures.notesHere', { count: notes })] : []),
    ]
    return {
      key: period,
      label: format.facts(label),
      tick: tickOf(period, trend.grain, trend.periods.length, periodName),
      cell,
      isOpen: !complete,
      beside: others.flatMap(({ value }) => (value === null ? [] : [value])),
      ...(isWhole ? { notes } : {}),
    }
  })
  const hasBeside = points.some(({ beside = [] }) => beside.length > 0)
  return (
    <Figure
      isCompact={size === 'small'}
      more={more}
      finding={<Finding name={name} trend={trend} series={series} />}
      {...(fall
        ? {
            subtitle: (
              <T id="figures.finding.lately" values={{ ...fall, until: periodName(complete.at(-1)?.period ?? '') }} />
            ),
          }
        : {})}
      name={`${trend.definition}${isWhole ? '' : `-${series.category}`}-${trend.grain}`}
      source={t('figures.source.records')}
      note={<SafeNote view={trend.view} />}
      table={{
        head: [t('figures.period'), name, ...(hasBeside ? [t('figures.beside')] : [])],
        rows: points.map((point, at) => [
          <>
            {periodName(point.key)}
            {point.isOpen && (
              <span className="quiet small">
                {' '}
                <T id="figures.notOver" />
              </span>
            )}
          </>,
          <CellValue key="value" cell={point.cell} />,
          ...(hasBeside
            ? [
                format.facts(
                  trend.beside
                    .filter((one) => one.period === trend.periods[at]?.period)
                    .map((one) => `${one.sourceTitle}: ${cellText(one)}`),
                ),
              ]
            : []),
        ]),
        file: points.map((point) => [
          point.key,
          cellForFile(point.cell),
          ...(hasBeside ? [(point.beside ?? []).join('; ')] : []),
        ]),
      }}
    >
      <LineChart
        label={t('figures.chart.label', { name })}
        points={points}
        size={size}
        {...(top === undefined ? {} : { top })}
      />
      {size === 'large' && (
        <Legend
          marks={{
            open: points.some(({ isOpen }) => isOpen),
            beside: hasBeside,
            notes: points.some(({ notes = 0 }) => notes > 0),
            hidden: series.points.some(({ status }) => status === 'suppressed'),
          }}
        />
      )}
    </Figure>
  )
}
