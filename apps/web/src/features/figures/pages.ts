import type { Reader } from './reader.ts'

const NUMBERS: readonly Reader[] = ['coordinator', 'rapporteur']
const COORDINATOR: readonly Reader[] = ['coordinator']

/** Which pages of figures there are, and who has a use for them. The server decides the same way. */
export const FIGURE_PAGES = [
  { to: '/figures', tab: 'figures.overview.tab', readers: NUMBERS },
  { to: '/figures/watch', tab: 'figures.watch.tab', readers: COORDINATOR },
  { to: '/figures/trends', tab: 'figures.trend.tab', readers: NUMBERS },
  { to: '/figures/map', tab: 'figures.map.tab', readers: NUMBERS },
  { to: '/figures/funnel', tab: 'figures.funnel.tab', readers: NUMBERS },
  { to: '/figures/timeliness', tab: 'figures.time.tab', readers: NUMBERS },
  { to: '/figures/capacity', tab: 'figures.capacity.tab', readers: COORDINATOR },
  { to: '/figures/quality', tab: 'figures.quality.tab', readers: COORDINATOR },
  { to: '/figures/reports', tab: 'figures.reports.tab', readers: NUMBERS },
  { to: '/figures/releases', tab: 'figures.releases.tab', readers: NUMBERS },
  { to: '/figures/law', tab: 'figures.law.tab', readers: COORDINATOR },
  { to: '/figures/entered', tab: 'figures.entries.tab', readers: COORDINATOR },
  { to: '/figures/notes', tab: 'figures.notes.tab', readers: NUMBERS },
  { to: '/figures/region', tab: 'figures.region.tab', readers: ['rapporteur', 'secretariat'] },
  { to: '/figures/estimate', tab: 'figures.estimate.tab', readers: ['coordinator', 'rapporteur', 'secretariat'] },
] as const satisfies readonly { to: string; tab: string; readers: readonly Reader[] }[]

export type FigurePath = (typeof FIGURE_PAGES)[number]['to']
