import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/training', page: () => import('./CourseList.tsx').then((m) => m.CourseList) },
  { path: '/training/coverage', page: () => import('./CoveragePage.tsx').then((m) => m.CoveragePage) },
  { path: '/training/$courseId/$step', page: () => import('./CoursePage.tsx').then((m) => m.CoursePage) },
]
