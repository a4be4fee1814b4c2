import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/', page: () => import('./HomePage.tsx').then((m) => m.HomePage), nav: { label: 'home.nav', order: 0 } },
  { path: '/queues/$queue', page: () => import('./QueuePage.tsx').then((m) => m.QueuePage) },
  { path: '/demo', page: () => import('./DemoPage.tsx').then((m) => m.DemoPage) },
]
