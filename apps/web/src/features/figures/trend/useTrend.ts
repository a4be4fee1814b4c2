import { AUDIT_MS } from '../../../lib/api/request.ts'
import { useRead, type Read } from '../../../lib/api/useRead.ts'
import { useNow } from '../../../lib/clock.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import type { Grain, Trend } from '../chart/cell.ts'
import { dayAfter, startOfSpan } from '../chart/periods.ts'

export interface TrendChoice {
  readonly definition: string
  readonly grain: Grain
  /** How many calendar years, this one included. */
  readonly years: number
  readonly by?: string | undefined
}

export const useTrend = ({ definition, grain, years, by }: TrendChoice): Read<Trend> => {
  const { language } = useLanguage()
  const now = useNow()
  const query = { definition, grain, from: startOfSpan(now, years), to: dayAfter(now), language, ...(by ? { by } : {}) }
  return useRead('GET /api/figures/trends', { query }, { within: AUDIT_MS })
}
