import type { ReactNode } from 'react'
import { Link } from '../components/Link.tsx'
import { functionsOf, useMe } from '../lib/session/me.tsx'
import { T, useT } from '../lib/i18n/text.tsx'
import { Header } from './Header.tsx'
import { StatusLine } from './StatusLine.tsx'
import { useNavigation } from './useNavigation.ts'

/** The frame of every page of somebody signed in. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const me = useMe()
  const t = useT()
  const items = useNavigation(functionsOf(me))
  return (
    <div className="app">
      <a className="skip-link" href="#main">
        <T id="shell.skip" />
      </a>
      <Header />
      {items.length > 1 && (
        <nav className="main-nav no-print" aria-label={t('shell.nav')}>
          {items.map(({ to, label, current }) => (
            <Link key={to} to={to} aria-current={current}>
              <T id={label} />
            </Link>
          ))}
        </nav>
      )}
      <main className="main" id="main" tabIndex={-1}>
        {children}
      </main>
      <StatusLine />
    </div>
  )
}
