import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/exchange',
    page: () => import('./ExchangePage.tsx').then((m) => m.ExchangePage),
    nav: { label: 'exchange.nav', order: 70, functions: ['focal_point', 'case_coordinator', 'instance_admin'] },
  },
  {
    path: '/network',
    page: () => import('./NetworkPage.tsx').then((m) => m.NetworkPage),
    nav: { label: 'exchange.network.title', order: 10, functions: ['secretariat', 'national_coordinator'] },
  },
]
