import type { Api } from '@ariadne/contract'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { Bars } from './chart/Bars.tsx'
import type { Cell } from './chart/cell.ts'
import { Figure } from './chart/Figure.tsx'
import { Legend } from './chart/Legend.tsx'
import { FiguresPage, SafeNote } from './FiguresPage.tsx'
import { YearSelect, useYear } from './FunnelPage.tsx'

type Step = Api['GET /api/figures/timeliness']['response']['steps'][number]

/** Fewer than four in five within the target is told as slow. */
const ENOUGH = 0.8

/** From so many hours on a time is told in days. */
const DAYS_FROM_HOURS = 48

/** How long each step took: the middle one and the slowest tenth, against the target where there is one. */
export const TimelinessPage = () => {
  const { language } = useLanguage()
  const chosen = useYear('/figures/timeliness')
  const read = useRead('GET /api/figures/timeliness', { query: { period: chosen.year, language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.time.title" />
  const { steps, view } = read.data
  const known = steps.filter(({ took }) => took?.median != null)
  return (
    <FiguresPage titleId="figures.time.title" lead={<T id="figures.time.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      {known.length === 0 ? (
        <EmptyState kind="none-yet" title={<T id="figures.nothing" />} />
      ) : (
        // Hours and days are drawn apart, each to its own scale.
        (['hours', 'days'] as const).map((unit) => (
          <StepsFigure key={unit} steps={steps.filter((step) => step.in === unit)} year={chosen.year} view={view} />
        ))
      )}
    </FiguresPage>
  )
}

const cellOf = (value: number | null | undefined): Cell =>
  value == null ? { status: 'missing', value: null } : { status: value === 0 ? 'zero' : 'value', value }

const StepsFigure = ({ steps, year, view }: { steps: readonly Step[]; year: string; view: 'exact' | 'safe' }) => {
  const t = useT()
  const format = useFormat()
  const [first] = steps
  if (first === undefined) return null
  const unit = first.in
  const timeOf = (value: number): string => {
    const told = unit === 'hours' && value >= DAYS_FROM_HOURS ? { unit: 'days', value: value / 24 } : { unit, value }
    return t(`figures.time.${told.unit}`, {
      value: told.value < 10 ? Math.round(told.value * 10) / 10 : Math.round(told.value),
    })
  }
  const long = (value: number | null | undefined): string =>
    value == null ? t(`figures.status.${view === 'safe' ? 'suppressed' : 'missing'}`) : timeOf(value)
  const within = ({ took }: Step): string =>
    took?.withinTarget == null || took.reached === 0 ? '' : format.percent(took.withinTarget / took.reached)
  const reached = ({ took }: Step): string =>
    took === null
      ? ''
      : took.began === null
        ? format.number(took.reached)
        : t('figures.funnel.of', { numerator: took.reached, denominator: took.began })
  const targeted = steps.filter(({ target, took }) => target !== null && took?.withinTarget != null && took.reached > 0)
  const slow = targeted.filter(({ took }) => (took?.withinTarget ?? 0) < ENOUGH * (took?.reached ?? 0))
  const [longest] = steps.toSorted((a, b) => (b.took?.median ?? -1) - (a.took?.median ?? -1))
  return (
    <Figure
      name={`timeliness-${unit}-${year}`}
      finding={
        targeted.length > 0 ? (
          <T id="figures.time.finding" values={{ slow: slow.length, all: targeted.length, year }} />
        ) : (
          <T
            id="figures.time.longest"
            values={{ name: longest?.name ?? '', long: long(longest?.took?.median), year }}
          />
        )
      }
      subtitle={<T id="figures.time.bars" />}
      source={t('figures.source.records')}
      note={<SafeNote view={view} />}
      table={{
        head: [
          t('figures.funnel.step'),
          t('figures.time.median'),
          t('figures.time.ninetieth'),
          t('figures.time.target'),
          t('figures.time.within'),
          t('figures.time.reached'),
        ],
        rows: steps.map((step) => [
          step.name,
          long(step.took?.median),
          long(step.took?.ninetieth),
          step.target === null ? '' : timeOf(step.target),
          within(step),
          reached(step),
        ]),
        file: steps.map(({ definition, took, target }) => [
          definition,
          ...[took?.median, took?.ninetieth, target, took?.withinTarget, took?.reached].map((one) => String(one ?? '')),
        ]),
      }}
    >
      <Bars
        bars={steps.map((step) => ({
          key: step.definition,
          name: step.name,
          value: long(step.took?.median),
          cell: cellOf(step.took?.ninetieth),
          part: cellOf(step.took?.median),
          ...(step.target === null || step.took === null ? {} : { mark: step.target }),
          detail: step.took && (
            <>
              <T id="figures.time.ninetiethIs" values={{ long: long(step.took.ninetieth) }} />
              {step.target !== null && (
                <>
                  {' · '}
                  <T id="figures.time.targetIs" values={{ long: timeOf(step.target), share: within(step) || '–' }} />
                </>
              )}
              {' · '}
              <T id="figures.time.reachedIs" values={{ reached: reached(step) }} />
            </>
          ),
        }))}
      />
      <Legend marks={{ target: steps.some(({ target }) => target !== null) }} />
    </Figure>
  )
}
