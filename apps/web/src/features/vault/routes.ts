import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/vault',
    page: () => import('./VaultPage.tsx').then((m) => m.VaultPage),
    nav: {
      label: 'vault.nav',
      order: 65,
      functions: [
        'first_responder',
        'case_coordinator',
        'case_worker',
        'focal_point',
        'guardian',
        'advocate',
        'competent_authority',
        'panel_member',
      ],
    },
  },
  { path: '/vault/$unitId/key', page: () => import('./MakeKeyPage.tsx').then((m) => m.MakeKeyPage) },
  { path: '/vault/$unitId/next-key', page: () => import('./RotateKeyPage.tsx').then((m) => m.RotateKeyPage) },
  { path: '/vault/$unitId/let-in/$memberId', page: () => import('./LetInPage.tsx').then((m) => m.LetInPage) },
  { path: '/vault/$unitId/kit', page: () => import('./ConfirmKitPage.tsx').then((m) => m.ConfirmKitPage) },
  { path: '/vault/$unitId/restore', page: () => import('./RestorePage.tsx').then((m) => m.RestorePage) },
  { path: '/cases/$caseId/seen', page: () => import('./SeenPage.tsx').then((m) => m.SeenPage) },
]
