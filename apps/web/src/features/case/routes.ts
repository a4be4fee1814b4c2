import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/cases',
    page: () => import('./CaseListPage.tsx').then((m) => m.CaseListPage),
    nav: {
      label: 'casefile.nav',
      order: 20,
      functions: [
        'case_coordinator',
        'case_worker',
        'focal_point',
        'panel_member',
        'guardian',
        'advocate',
        'competent_authority',
      ],
    },
  },
  { path: '/cases/$caseId', page: () => import('./CasePage.tsx').then((m) => m.CasePage) },
  { path: '/cases/$caseId/acts/$kind', page: () => import('./ActPage.tsx').then((m) => m.ActPage) },
  { path: '/cases/$caseId/erasure', page: () => import('./ErasePage.tsx').then((m) => m.ErasePage) },
  { path: '/cases/$caseId/print', page: () => import('./PrintPage.tsx').then((m) => m.PrintPage) },
]
