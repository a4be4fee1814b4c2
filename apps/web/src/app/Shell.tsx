import { type ReactNode, Suspense, lazy } from 'react'
import { Link } from '../components/Link.tsx'
import { functionsOf, useMe } from '../lib/session/me.tsx'
import { T, useT } from '../lib/i18n/text.tsx'
import { Header } from './Header.tsx'
import { loadAllTexts } from '../lib/i18n/shown.ts'
import { StatusLine } from './StatusLine.tsx'
import { useNavigation } from './useNavigation.ts'

const AlarmBar = lazy(async () => {
  const [{ AlarmBar: bar }] = await Promise.all([import('../features/alarm/AlarmBar.tsx'), loadAllTexts()])
  return { default: bar }
})

/** The frame of every page of somebody signed in. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const me = useMe()
  const t = useT()
  const functions = functionsOf(me)
  const items = useNavigation(functions)
  const hears = (['case_coordinator', 'case_worker', 'national_coordinator'] as const).some((name) =>
    functions.has(name),
  )
  return (
    <div className="app">
      <a className="skip-link" href="#main">
        <T id="shell.skip" />
      </a>
      {hears && (
        <Suspense>
          <AlarmBar />
        </Suspense>
      )}
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
