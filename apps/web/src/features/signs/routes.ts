import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  {
    path: '/signs',
    page: () => import('./SetsPage.tsx').then((m) => m.SetsPage),
    nav: { label: 'signs.title', order: 60, functions: ['secretariat', 'national_coordinator'] },
  },
  { path: '/signs/new', page: () => import('./draft/NewDraftPage.tsx').then((m) => m.NewDraftPage) },
  { path: '/signs/learning', page: () => import('./learning/LearningPage.tsx').then((m) => m.LearningPage) },
  { path: '/signs/board', page: () => import('./learning/BoardPage.tsx').then((m) => m.BoardPage) },
  { path: '/signs/feedback', page: () => import('./learning/FeedbackPage.tsx').then((m) => m.FeedbackPage) },
  { path: '/signs/drafts/$draftId/$step', page: () => import('./draft/DraftPage.tsx').then((m) => m.DraftPage) },
  {
    path: '/signs/texts',
    page: () => import('./review/TextsPage.tsx').then((m) => m.TextsPage),
    // Those who read languages for a living; whoever answers for the sets comes here from their list.
    nav: { label: 'signs.texts.nav', order: 58, functions: ['mediator', 'interpreter'] },
  },
  {
    path: '/signs/texts/$kind/$id/$version/$language',
    page: () => import('./review/ReviewPage.tsx').then((m) => m.ReviewPage),
  },
  { path: '/signs/offers/$digest', page: () => import('./offers/OfferPage.tsx').then((m) => m.OfferPage) },
  { path: '/signs/$setId/$version', page: () => import('./SetPage.tsx').then((m) => m.SetPage) },
  { path: '/signs/$setId/$version/compare', page: () => import('./ComparePage.tsx').then((m) => m.ComparePage) },
]
