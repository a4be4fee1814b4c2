import { type ReactNode, useEffect, useRef } from 'react'
import { T, useT } from '../lib/i18n/text.tsx'
import { shown } from '../lib/i18n/shown.ts'
import { useStore } from '../lib/store.ts'
import { useNeutralTitle } from '../lib/neutralTitle.ts'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'

/**
 * Gives the tab its title and takes focus to the page's heading when the page is new. The title comes from the catalogue and
 * never holds a name: tabs, histories and shoulders are read by others.
 */
export const usePageTitle = (title: string, hasError = false) => {
  const neutral = useNeutralTitle()
  const t = useT()
  const error = hasError ? t('shell.title.error') : ''
  useEffect(() => {
    document.title = neutral ? t('shell.title.neutral') : `${error}${title} · ${t('shell.app')}`
  })
}

export const BackLink = ({ to, children }: { to: string; children?: ReactNode }) => (
  <Link to={to} className="back-link">
    <Icon name="back" size={16} />
    {children ?? <T id="shell.back" />}
  </Link>
)

interface PageProps {
  /** Message id of the tab's title. */
  titleId: string
  /** The heading, when it says more than the title. Names go into <bdi>. */
  heading?: ReactNode
  caption?: ReactNode
  lead?: ReactNode
  back?: string
  /** Buttons beside the heading. */
  actions?: ReactNode
  /** Namespace of this page's texts in `help`: shows "How this works" below. */
  help?: string
  width?: 'text' | 'wide' | 'full'
  children: ReactNode
}

/** @example <Page titleId="outbox.title" lead={<T id="outbox.lead" />} help="outbox">...</Page> */
export const Page = ({ titleId, heading, caption, lead, back, actions, help, width = 'wide', children }: PageProps) => {
  const t = useT()
  usePageTitle(t(titleId))
  return (
    <div className="page" data-width={width}>
      {back !== undefined && <BackLink to={back} />}
      <header className="page-head">
        {caption && <p className="page-caption">{caption}</p>}
        <div className="page-title-row">
          <PageHeading>{heading ?? <T id={titleId} />}</PageHeading>
          {actions && <div className="row no-print">{actions}</div>}
        </div>
        {lead && <p className="page-lead">{lead}</p>}
      </header>
      {children}
      {help && <HowThisWorks page={help} />}
    </div>
  )
}

/** The h1. Takes focus when it appears, so that a screen reader begins where the page begins. */
export const PageHeading = ({ children }: { children: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} data-page-heading>
      {children}
    </h1>
  )
}

/** "How this works": `help.<page>.title` and `help.<page>.body`, one paragraph a line. */
export const HowThisWorks = ({ page }: { page: string }) => {
  const t = useT()
  // On the first pages this text is still on its way; what follows appears with it.
  if (!useStore(shown).complete) return null
  return (
    <details className="details no-print how-this-works">
      <summary>
        <Icon name="help" size={18} />
        <span>
          <T id="shell.howThisWorks" />
        </span>
      </summary>
      <div className="details-body stack">
        <h2>{t(`help.${page}.title`)}</h2>
        {t(`help.${page}.body`)
          .split(/\n+/)
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </div>
    </details>
  )
}
