import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/directory',
    page: () => import('./DirectoryPage.tsx').then((m) => m.DirectoryPage),
    nav: { label: 'directory.title', order: 60 },
  },
]
