import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/screening',
    page: () => import('./Start.tsx').then((m) => m.Start),
    nav: {
      label: 'screening.list.title',
      order: 20,
      functions: ['first_responder', 'case_worker', 'case_coordinator', 'focal_point', 'advocate'],
    },
  },
  { path: '/screening/new', page: () => import('./Start.tsx').then((m) => m.NewScreening) },
  { path: '/arrivals/new', page: () => import('./shift/BeginShift.tsx').then((m) => m.BeginShift) },
  { path: '/arrivals/$shiftId', page: () => import('./shift/ShiftPage.tsx').then((m) => m.ShiftPage) },
  { path: '/screening/preview/$what/$step', page: () => import('./PreviewPage.tsx').then((m) => m.PreviewPage) },
  { path: '/screening/$screeningId/$step', page: () => import('./ScreeningPage.tsx').then((m) => m.ScreeningPage) },
]
