import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/outbox', firstTexts: true, page: () => import('./OutboxPage.tsx').then((m) => m.OutboxPage) },
]
