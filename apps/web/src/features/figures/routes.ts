import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/figures',
    page: () => import('./OverviewPage.tsx').then((m) => m.OverviewPage),
    nav: { label: 'figures.nav', order: 50, functions: ['national_coordinator', 'rapporteur', 'secretariat'] },
  },
  { path: '/figures/watch', page: () => import('./watch/WatchPage.tsx').then((m) => m.WatchPage) },
  { path: '/figures/trends', page: () => import('./trend/TrendPage.tsx').then((m) => m.TrendPage) },
  { path: '/figures/funnel', page: () => import('./FunnelPage.tsx').then((m) => m.FunnelPage) },
]
