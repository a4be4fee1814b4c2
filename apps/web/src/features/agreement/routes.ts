import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/cases/$caseId/agreements', page: () => import('./AgreementsPage.tsx').then((m) => m.AgreementsPage) },
  {
    path: '/cases/$caseId/agreements/new/$step',
    page: () => import('./NewAgreement.tsx').then((m) => m.NewAgreementPage),
  },
  {
    path: '/cases/$caseId/agreements/$agreementId',
    page: () => import('./AgreementPage.tsx').then((m) => m.AgreementPage),
  },
  {
    path: '/cases/$caseId/agreements/$agreementId/$act',
    page: () => import('./StepPages.tsx').then((m) => m.AgreementStepPage),
  },
]
