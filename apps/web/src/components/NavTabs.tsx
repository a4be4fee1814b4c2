import { useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Link } from './Link.tsx'

export interface NavTab {
  readonly to: string
  readonly label: ReactNode
}

/** Tabs that are pages: each has an address of its own, the back button works, and so does printing one. */
export const NavTabs = ({ label, tabs }: { label: string; tabs: readonly NavTab[] }) => {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <nav className="nav-tabs no-print" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={path === tab.to.split('?')[0] ? 'page' : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
