import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/figures',
    page: () => import('./OverviewPage.tsx').then((m) => m.OverviewPage),
    nav: { label: 'figures.nav', order: 50, functions: ['national_coordinator', 'rapporteur'] },
  },
  { path: '/figures/watch', page: () => import('./watch/WatchPage.tsx').then((m) => m.WatchPage) },
  { path: '/figures/trends', page: () => import('./trend/TrendPage.tsx').then((m) => m.TrendPage) },
  { path: '/figures/map', page: () => import('./map/MapPage.tsx').then((m) => m.MapPage) },
  { path: '/figures/funnel', page: () => import('./FunnelPage.tsx').then((m) => m.FunnelPage) },
  { path: '/figures/timeliness', page: () => import('./TimelinessPage.tsx').then((m) => m.TimelinessPage) },
  { path: '/figures/capacity', page: () => import('./CapacityPage.tsx').then((m) => m.CapacityPage) },
  { path: '/figures/quality', page: () => import('./QualityPage.tsx').then((m) => m.QualityPage) },
  { path: '/figures/entered', page: () => import('./entries/EntriesPage.tsx').then((m) => m.EntriesPage) },
  { path: '/figures/reports', page: () => import('./report/ReportsPage.tsx').then((m) => m.ReportsPage) },
  { path: '/figures/reports/$report', page: () => import('./report/ReportPage.tsx').then((m) => m.ReportPage) },
  {
    path: '/figures/region',
    page: () => import('./region/RegionPage.tsx').then((m) => m.RegionPage),
    nav: { label: 'figures.region.tab', order: 50, functions: ['secretariat'] },
  },
  { path: '/figures/estimate', page: () => import('./estimate/EstimatePage.tsx').then((m) => m.EstimatePage) },
  {
    path: '/figures/notes',
    page: () => import('./notes/NotesPage.tsx').then((m) => m.NotesPage),
    nav: { label: 'figures.notes.tab', order: 55, functions: ['first_responder', 'case_worker', 'mediator'] },
  },
  { path: '/figures/notes/new', page: () => import('./notes/NewNotePage.tsx').then((m) => m.NewNotePage) },
]
