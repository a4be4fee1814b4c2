import type { ReactNode } from 'react'
import { NavTabs } from '../../components/NavTabs.tsx'
import { Page } from '../../components/Page.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { FIGURE_PAGES } from './pages.ts'
import { type Reader, useReader } from './reader.ts'
import './figures.css'

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
  const tabs = FIGURE_PAGES.filter(({ readers }: { readers: readonly Reader[] }) => readers.includes(reader))
  return (
    <Page titleId={titleId} heading={heading} lead={lead} actions={actions}>
      {tabs.length > 1 && (
        <NavTabs label={t('figures.nav')} tabs={tabs.map(({ to, tab }) => ({ to, label: <T id={tab} /> }))} />
      )}
      {children}
    </Page>
  )
}

/** Numbers for others than the coordinator hide what is small; it is said where they stand. */
export const SafeNote = ({ view }: { view: 'exact' | 'safe' }) => (
  <T id={view === 'safe' ? 'figures.note.safe' : 'figures.note.exact'} />
)
