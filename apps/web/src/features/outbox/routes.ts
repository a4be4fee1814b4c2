import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/outbox', page: () => import('./OutboxPage.tsx').then((m) => m.OutboxPage) },
]
