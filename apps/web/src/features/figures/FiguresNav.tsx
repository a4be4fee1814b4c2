import { useRouterState } from '@tanstack/react-router'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Menu } from '../../components/Menu.tsx'
import { NavTabs } from '../../components/NavTabs.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'
import { FIGURE_PAGES } from './pages.ts'
import { type Reader, useReader } from './reader.ts'

/** So many tabs still stand in two rows of a phone. */
const FEW = 5

/** The pages of figures: as tabs, and where many would fill a phone's whole screen, as a menu named by the page that is open. */
export const FiguresNav = () => {
  const t = useT()
  const reader = useReader()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const pages = FIGURE_PAGES.filter(({ readers }: { readers: readonly Reader[] }) => readers.includes(reader))
  if (pages.length < 2) return null
  const tabs = pages.map(({ to, tab }) => ({ to, label: <T id={tab} /> }))
  if (pages.length <= FEW) return <NavTabs label={t('figures.nav')} tabs={tabs} />
  const open = pages.findLast(({ to }) => path === to || path.startsWith(`${to}/`))
  const name = t(open?.tab ?? 'figures.nav')
  return (
    <>
      <div className="figures-tabs">
        <NavTabs label={t('figures.nav')} tabs={tabs} />
      </div>
      <nav className="figures-menu no-print" aria-label={t('figures.nav')}>
        <Menu
          label={`${t('figures.nav')}: ${name}`}
          button={
            <>
              <span className="figures-menu-open">{name}</span>
              <Icon name="down" size={18} />
            </>
          }
        >
          <ul>
            {tabs.map(({ to, label }) => (
              <li key={to}>
                <Link to={to} className="menu-item" aria-current={path === to ? 'page' : undefined}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </Menu>
      </nav>
    </>
  )
}
