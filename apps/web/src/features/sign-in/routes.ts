import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/account', page: () => import('./AccountPage.tsx').then((m) => m.AccountPage) },
  { path: '/account/second-factor', page: () => import('./SecondFactorPage.tsx').then((m) => m.SecondFactorPage) },
  { path: '/account/pin', page: () => import('./PinPage.tsx').then((m) => m.PinPage) },
]
