import type { ReactNode } from 'react'
import { NavTabs } from '../../components/NavTabs.tsx'
import { Page } from '../../components/Page.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type Reader, useReader } from './reader.ts'
import './figures.css'

/** Which pages of figures there are, and who has a use for them. */
const TABS: readonly (readonly [to: string, label: string, readers: readonly Reader[]])[] = [
  ['/figures', 'figures.overview.tab', ['coordinator', 'rapporteur']],
  ['/figures/watch', 'figures.watch.tab', ['coordinator']],
  ['/figures/trends', 'figures.trend.tab', ['coordinator', 'rapporteur']],
  ['/figures/map', 'figures.map.tab', ['coordinator', 'rapporteur']],
  ['/figures/funnel', 'figures.funnel.tab', ['coordinator', 'rapporteur']],
  ['/figures/timeliness', 'figures.time.tab', ['coordinator', 'rapporteur']],
  ['/figures/capacity', 'figures.capacity.tab', ['coordinator']],
  ['/figures/quality', 'figures.quality.tab', ['coordinator']],
  ['/figures/reports', 'figures.reports.tab', ['coordinator', 'rapporteur']],
  ['/figures/entered', 'figures.entries.tab', ['coordinator']],
  ['/figures/notes', 'figures.notes.tab', ['coordinator', 'rapporteur']],
  ['/figures/region', 'figures.region.tab', ['rapporteur', 'secretariat']],
  ['/figures/estimate', 'figures.estimate.tab', ['coordinator', 'rapporteur', 'secretariat']],
]

/** The frame of every page of figures. */
export const FiguresPage = ({
  titleId,
  heading,
  lead,
  actions,
  children,
}: {
  titleId: string
  heading?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) => {
  const t = useT()
  const reader = useReader()
  const tabs = TABS.filter(([, , readers]) => readers.includes(reader))
  return (
    <Page titleId={titleId} heading={heading} lead={lead} actions={actions}>
      {tabs.length > 1 && (
        <NavTabs label={t('figures.nav')} tabs={tabs.map(([to, label]) => ({ to, label: <T id={label} /> }))} />
      )}
      {children}
    </Page>
  )
}

/** Numbers for others than the coordinator hide what is small; it is said where they stand. */
export const SafeNote = ({ view }: { view: 'exact' | 'safe' }) => (
  <T id={view === 'safe' ? 'figures.note.safe' : 'figures.note.exact'} />
)
