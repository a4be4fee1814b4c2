import type { Api } from '@ariadne/contract'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { useRead } from '../../../lib/api/useRead.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { FiguresPage } from '../FiguresPage.tsx'
import { ByWhom } from './ByWhom.tsx'
import { Digest } from './Digest.tsx'
import './released.css'

type Transmission = Api['GET /api/figures/transmissions']['response']['transmissions'][number]

/** What went out exact because a law demands it: to whom, by which law, by whose hand. No release, and never among them. */
export const LawPage = () => {
  const t = useT()
  const { language } = useLanguage()
  const read = useRead('GET /api/figures/transmissions', { query: { language } })
  if (read.state !== 'ready') return <Reading read={read} titleId="figures.law.title" />
  return (
    <FiguresPage titleId="figures.law.title" lead={<T id="figures.law.lead" />}>
      <AsOf at={read.asOf} />
      <Queue<Transmission>
        caption={<T id="figures.law.title" />}
        hideCaption
        rows={read.data.transmissions}
        rowKey={(one) => one.id}
        columns={[
          {
            key: 'report',
            label: t('figures.reports.report'),
            heads: true,
            cell: (one) => (
              <>
                <bdi>{one.title}</bdi> {one.year}
              </>
            ),
          },
          { key: 'to', label: t('figures.reports.recipient'), cell: (one) => <bdi>{one.recipient}</bdi> },
          {
            key: 'law',
            label: t('figures.law.basis'),
            cell: (one) =>
              one.legalBasis === '' ? (
                <Tag tone="warn">
                  <T id="figures.law.toBeConfirmed" />
                </Tag>
              ) : (
                <bdi>{one.legalBasis}</bdi>
              ),
          },
          {
            key: 'when',
            label: t('figures.releases.when'),
            cell: (one) => <ByWhom at={one.at} by={one.by} />,
          },
          {
            key: 'what',
            label: t('figures.law.what.column'),
            cell: (one) => (
              <>
                {one.cells !== null && <T id="figures.law.cells" values={{ cells: one.cells }} />}{' '}
                <Digest of={one.digest} />
              </>
            ),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.law.none" />} />}
      />
    </FiguresPage>
  )
}
