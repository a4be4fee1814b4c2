import { Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { FeatureRoute } from '../lib/featureRoute.ts'
import { loadAllTexts } from '../lib/i18n/shown.ts'
import { NotFoundPage, PageFailed, PageLoading } from './pages.tsx'
import { setNavigation } from './navigation.ts'
import { Shell } from './Shell.tsx'

/** Every feature registers its own pages; nobody edits a list. */
const found = import.meta.glob<{ routes: readonly FeatureRoute[] }>('../features/*/routes.ts', { eager: true })
const storyboard: FeatureRoute[] = __STORYBOARD__
  ? [{ path: '/dev/components', page: () => import('../../dev/Components.tsx').then((m) => m.Components) }]
  : []

export const featureRoutes: readonly FeatureRoute[] = [
  ...Object.values(found).flatMap((feature) => feature.routes),
  ...storyboard,
]

const rootRoute = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
  notFoundComponent: NotFoundPage,
  errorComponent: PageFailed,
})

const pages = featureRoutes.map(({ path, page, firstTexts }) =>
  createRoute({
    getParentRoute: () => rootRoute,
    path,
    component: lazyRouteComponent(async () => {
      const [component] = await Promise.all([page(), firstTexts ? undefined : loadAllTexts()])
      return { default: component }
    }),
    pendingComponent: PageLoading,
    errorComponent: PageFailed,
  }),
)

export const router = createRouter({
  routeTree: rootRoute.addChildren(pages),
  defaultPreload: 'intent',
  scrollRestoration: true,
  // Search is kept as the plain text it is in the address: "007" stays "007".
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([key, value]) => (value == null || value === '' ? [] : [[key, String(value)]])),
    )
    return text.size > 0 ? `?${text.toString()}` : ''
  },
})

router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
  if (!fromLocation || !pathChanged) return
  const heading =
    document.querySelector<HTMLElement>('[data-page-heading]') ?? document.querySelector<HTMLElement>('#main')
  heading?.focus({ preventScroll: true })
})

setNavigation(featureRoutes)
