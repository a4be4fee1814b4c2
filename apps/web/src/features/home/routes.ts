import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  {
    path: '/',
    firstTexts: true,
    page: () => import('./HomePage.tsx').then((m) => m.HomePage),
    nav: { label: 'home.nav', order: 0 },
  },
  { path: '/queues/$queue', firstTexts: true, page: () => import('./QueuePage.tsx').then((m) => m.QueuePage) },
  { path: '/demo', firstTexts: true, page: () => import('./DemoPage.tsx').then((m) => m.DemoPage) },
]
