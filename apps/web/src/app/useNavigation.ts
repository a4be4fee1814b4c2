import { useRouterState } from '@tanstack/react-router'
import type { FunctionName } from '../lib/session/me.tsx'
import { navigation } from './navigation.ts'

export interface NavigationItem {
  readonly to: string
  readonly label: string
  /** `page` on the page itself, `true` on the pages under it. */
  readonly current: 'page' | 'true' | undefined
}

/** The navigation as this member has it: only what one of their functions has a use for. */
export const useNavigation = (functions: ReadonlySet<FunctionName>): readonly NavigationItem[] => {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return navigation()
    .filter(({ nav }) => !nav.functions || nav.functions.some((name) => functions.has(name)))
    .map(({ path: to, nav }) => ({
      to,
      label: nav.label,
      current:
        path === to ? ('page' as const) : to !== '/' && path.startsWith(`${to}/`) ? ('true' as const) : undefined,
    }))
}
