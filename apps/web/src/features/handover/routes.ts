import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/cases/$caseId/handover', page: () => import('./HandoversPage.tsx').then((m) => m.HandoversPage) },
  { path: '/cases/$caseId/handover/new', page: () => import('./AskPage.tsx').then((m) => m.AskPage) },
  { path: '/cases/$caseId/handover/$handoverId', page: () => import('./HandoverPage.tsx').then((m) => m.HandoverPage) },
  { path: '/cases/$caseId/handover/$handoverId/paper', page: () => import('./PaperPage.tsx').then((m) => m.PaperPage) },
  { path: '/cases/$caseId/handover/$handoverId/$step', page: () => import('./StepPage.tsx').then((m) => m.StepPage) },
]
