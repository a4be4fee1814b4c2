import type { FeatureRoute } from '../../lib/featureRoute.ts'

const moves = () => import('./MovePages.tsx')
const opening = () => import('./opening/OpenCaseFlow.tsx')

export const routes: FeatureRoute[] = [
  { path: '/referrals/$referralId', page: () => import('./ReferralPage.tsx').then((m) => m.ReferralPage) },
  { path: '/referrals/$referralId/decline', page: () => moves().then((m) => m.DeclinePage) },
  { path: '/referrals/$referralId/redirect', page: () => moves().then((m) => m.RedirectPage) },
  { path: '/referrals/$referralId/open/$step', page: () => opening().then((m) => m.OpenFromReferral) },
  { path: '/cases/new/$step', page: () => opening().then((m) => m.OpenWithoutReferral) },
]
