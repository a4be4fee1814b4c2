import type { ComponentType } from 'react'
import type { FeatureRoute } from '../../lib/featureRoute.ts'
import type { FigurePath } from './pages.ts'

/** A page of figures, for those whom it is for. */
const only = async (to: FigurePath, page: Promise<ComponentType>): Promise<ComponentType> => {
  const [{ forReaders }, shown] = await Promise.all([import('./forReaders.tsx'), page])
  return forReaders(shown, to)
}

const pageOf = (path: FigurePath, load: () => Promise<ComponentType>): FeatureRoute => ({
  path,
  page: () => only(path, load()),
})

export const routes: FeatureRoute[] = [
  {
    ...pageOf('/figures', () => import('./OverviewPage.tsx').then((m) => m.OverviewPage)),
    nav: { label: 'figures.nav', order: 50, functions: ['national_coordinator', 'rapporteur'] },
  },
  pageOf('/figures/watch', () => import('./watch/WatchPage.tsx').then((m) => m.WatchPage)),
  pageOf('/figures/trends', () => import('./trend/TrendPage.tsx').then((m) => m.TrendPage)),
  pageOf('/figures/map', () => import('./map/MapPage.tsx').then((m) => m.MapPage)),
  pageOf('/figures/funnel', () => import('./FunnelPage.tsx').then((m) => m.FunnelPage)),
  pageOf('/figures/timeliness', () => import('./TimelinessPage.tsx').then((m) => m.TimelinessPage)),
  pageOf('/figures/capacity', () => import('./CapacityPage.tsx').then((m) => m.CapacityPage)),
  pageOf('/figures/quality', () => import('./QualityPage.tsx').then((m) => m.QualityPage)),
  pageOf('/figures/entered', () => import('./entries/EntriesPage.tsx').then((m) => m.EntriesPage)),
  pageOf('/figures/reports', () => import('./report/ReportsPage.tsx').then((m) => m.ReportsPage)),
  {
    path: '/figures/reports/$report',
    page: () =>
      only(
        '/figures/reports',
        import('./report/ReportPage.tsx').then((m) => m.ReportPage),
      ),
  },
  pageOf('/figures/releases', () => import('./released/ReleasesPage.tsx').then((m) => m.ReleasesPage)),
  pageOf('/figures/law', () => import('./released/LawPage.tsx').then((m) => m.LawPage)),
  {
    ...pageOf('/figures/region', () => import('./region/RegionPage.tsx').then((m) => m.RegionPage)),
    nav: { label: 'figures.region.tab', order: 50, functions: ['secretariat'] },
  },
  pageOf('/figures/estimate', () => import('./estimate/EstimatePage.tsx').then((m) => m.EstimatePage)),
  {
    path: '/figures/notes',
    page: () => import('./notes/NotesPage.tsx').then((m) => m.NotesPage),
    nav: { label: 'figures.notes.tab', order: 55, functions: ['first_responder', 'case_worker', 'mediator'] },
  },
  { path: '/figures/notes/new', page: () => import('./notes/NewNotePage.tsx').then((m) => m.NewNotePage) },
]
