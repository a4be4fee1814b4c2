import type { FeatureRoute } from '../../lib/featureRoute.ts'

export const routes: FeatureRoute[] = [
  { path: '/alarms/$alarmId', page: () => import('./AlarmPage.tsx').then((m) => m.AlarmPage) },
  { path: '/duty', page: () => import('./DutyPage.tsx').then((m) => m.DutyPage) },
]
