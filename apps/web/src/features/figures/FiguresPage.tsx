import type { ReactNode } from 'react'
import { Page } from '../../components/Page.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { FiguresNav } from './FiguresNav.tsx'
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
}) => (
  <Page titleId={titleId} heading={heading} lead={lead} actions={actions}>
    <FiguresNav />
    {children}
  </Page>
)

/** Numbers for others than the coordinator hide what is small; it is said where they stand. */
export const SafeNote = ({ view }: { view: 'exact' | 'safe' }) => (
  <T id={view === 'safe' ? 'figures.note.safe' : 'figures.note.exact'} />
)
