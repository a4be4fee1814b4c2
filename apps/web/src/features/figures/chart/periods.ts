import { useMemo } from 'react'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { intlLocale } from '../../../lib/i18n/languages.ts'
import { useT } from '../../../lib/i18n/text.tsx'
import type { Grain } from './cell.ts'

/** How many of these make a year: two years of them are compared with each other, so that seasons fall out. */
export const IN_A_YEAR: Readonly<Record<Grain, number>> = { week: 52, month: 12, quarter: 4, year: 1 }

/** Names of `2025`, `2025-Q3`, `2025-07` and `2025-W27` in the language on screen. */
export const usePeriodName = (): ((period: string, length?: 'long' | 'short' | 'brief') => string) => {
  const t = useT()
  const { language } = useLanguage()
  return useMemo(() => {
    const locale = intlLocale(language)
    const long = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
    const short = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
    const brief = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' })
    const formats = { long, short, brief }
    return (period, length = 'long') => {
      const [year = '', rest = ''] = period.split('-')
      if (rest === '') return year
      if (rest.startsWith('Q')) return t('figures.period.quarter', { quarter: rest.slice(1), year })
      if (rest.startsWith('W')) return t('figures.period.week', { week: String(Number(rest.slice(1))), year })
      const day = new Date(`${period}-15T12:00:00Z`)
      return formats[length].format(day)
    }
  }, [t, language])
}

/** The first day of as many calendar years, this one included. */
export const startOfSpan = (now: number, years: number): string => `${new Date(now).getUTCFullYear() - years + 1}-01-01`
export const dayAfter = (now: number): string => new Date(now + 86_400_000).toISOString().slice(0, 10)
