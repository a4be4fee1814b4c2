import { AsOf, Reading } from '../../components/Reading.tsx'
import { Queue, EmptyState } from '../../components/Queue.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { FiguresPage, SafeNote } from './FiguresPage.tsx'
import { YearSelect, useYear } from './FunnelPage.tsx'

/** How long each step took: the middle one and the slowest tenth, against the target where there is one. */
export const TimelinessPage = () => {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const chosen = useYear('/figures/timeliness')
  const read = useRead('GET /api/figures/timeliness', { query: { period: chosen.year, language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.time.title" />
  const { steps, view } = read.data
  const long = (value: number | null | undefined, unit: 'hours' | 'days') =>
    value == null ? (
      <span className="quiet small">
        <T id="figures.status.missing" />
      </span>
    ) : (
      <T id={`figures.time.${unit}`} values={{ value: Math.round(value * 10) / 10 }} />
    )
  const targeted = steps.filter(({ target, took }) => target !== null && took?.withinTarget != null && took.reached > 0)
  const slow = targeted.filter(({ took }) => (took?.withinTarget ?? 0) < 0.8 * (took?.reached ?? 0))
  return (
    <FiguresPage titleId="figures.time.title" lead={<T id="figures.time.lead" />}>
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      <Queue
        caption={
          <T id="figures.time.finding" values={{ slow: slow.length, all: targeted.length, year: chosen.year }} />
        }
        rows={steps}
        rowKey={(step) => step.definition}
        columns={[
          { key: 'name', label: t('figures.funnel.step'), heads: true, cell: (step) => step.name },
          { key: 'median', label: t('figures.time.median'), cell: (step) => long(step.took?.median, step.in) },
          { key: 'ninetieth', label: t('figures.time.ninetieth'), cell: (step) => long(step.took?.ninetieth, step.in) },
          {
            key: 'target',
            label: t('figures.time.target'),
            cell: (step) =>
              step.target === null ? '' : <T id={`figures.time.${step.in}`} values={{ value: step.target }} />,
          },
          {
            key: 'within',
            label: t('figures.time.within'),
            align: 'end',
            cell: (step) =>
              step.took?.withinTarget == null || step.took.reached === 0
                ? ''
                : format.percent(step.took.withinTarget / step.took.reached),
          },
          {
            key: 'reached',
            label: t('figures.time.reached'),
            align: 'end',
            cell: (step) =>
              step.took && (
                <T id="figures.funnel.of" values={{ numerator: step.took.reached, denominator: step.took.began }} />
              ),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.nothing" />} />}
      />
      <p className="tiny quiet">
        <T id="figures.source" values={{ source: t('figures.source.records') }} /> <SafeNote view={view} />
      </p>
    </FiguresPage>
  )
}
