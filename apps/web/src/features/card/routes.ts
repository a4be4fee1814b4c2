import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/cards', page: () => import('./CardsPage.tsx').then((m) => m.CardsPage) },
  { path: '/cards/new', page: () => import('./ShowCard.tsx').then((m) => m.ShowCard) },
  { path: '/cards/places', page: () => import('./PlacesPage.tsx').then((m) => m.PlacesPage) },
  { path: '/cards/$requestId', page: () => import('./ShownPage.tsx').then((m) => m.ShownPage) },
]
