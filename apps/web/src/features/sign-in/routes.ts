import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/account', firstTexts: true, page: () => import('./AccountPage.tsx').then((m) => m.AccountPage) },
  {
    path: '/account/second-factor',
    firstTexts: true,
    page: () => import('./SecondFactorPage.tsx').then((m) => m.SecondFactorPage),
  },
  {
    path: '/account/passphrase',
    firstTexts: true,
    page: () => import('./PassphrasePage.tsx').then((m) => m.PassphrasePage),
  },
  { path: '/account/pin', firstTexts: true, page: () => import('./PinPage.tsx').then((m) => m.PinPage) },
]
