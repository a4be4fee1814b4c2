import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/contacts/$contactId', page: () => import('./ContactPage.tsx').then((m) => m.ContactPage) },
]
