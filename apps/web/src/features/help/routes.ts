import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: readonly FeatureRoute[] = [
  { path: '/help', page: () => import('./HelpPage.tsx').then((m) => m.HelpPage) },
  { path: '/help/words', page: () => import('./WordsPage.tsx').then((m) => m.WordsPage) },
  { path: '/help/$page', page: () => import('./HelpPage.tsx').then((m) => m.HelpTextPage) },
]
