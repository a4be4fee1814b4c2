import type { Api } from '@ariadne/contract'
import { Link } from '../../../components/Link.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useNow } from '../../../lib/clock.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { FiguresPage } from '../FiguresPage.tsx'

type Line = Api['GET /api/figures/reports']['response']['reports'][number]

/** Reports that fill themselves from the records: to whom, by when, what was kept. */
export const ReportsPage = () => {
  const t = useT()
  const { language } = useLanguage()
  const lastYear = new Date(useNow()).getUTCFullYear() - 1
  const read = useRead('GET /api/figures/reports', { query: { language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.reports.title" />
  const due = (line: Line): string => {
    if (!line.due) return ''
    return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, line.due.month - 1, line.due.day)),
    )
  }
  return (
    <FiguresPage titleId="figures.reports.title" lead={<T id="figures.reports.lead" />}>
      <AsOf at={read.asOf} />
      <Queue<Line>
        caption={<T id="figures.reports.title" />}
        hideCaption
        rows={read.data.reports}
        rowKey={(line) => line.id}
        columns={[
          {
            key: 'title',
            label: t('figures.reports.report'),
            heads: true,
            cell: (line) => <Link to={`/figures/reports/${line.id}?year=${lastYear}`}>{line.title}</Link>,
          },
          { key: 'to', label: t('figures.reports.recipient'), cell: (line) => <bdi>{line.recipient}</bdi> },
          {
            key: 'due',
            label: t('figures.reports.due'),
            cell: (line) =>
              line.due && (
                <>
                  {due(line)}{' '}
                  {line.due.mark === 'not_verified' && (
                    <Tag tone="warn">
                      <T id="figures.notVerified" />
                    </Tag>
                  )}
                </>
              ),
          },
          {
            key: 'kept',
            label: t('figures.reports.kept'),
            cell: (line) => {
              const [last] = line.kept.toSorted((a, b) => b.keptAt.localeCompare(a.keptAt))
              return last ? (
                <>
                  {last.year} · <When at={last.keptAt} show="date" />
                </>
              ) : (
                <span className="quiet">
                  <T id="figures.reports.notKept" />
                </span>
              )
            },
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.reports.none" />} />}
      />
    </FiguresPage>
  )
}
