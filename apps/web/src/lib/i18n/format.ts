import { countryName, findLanguageName } from '@ariadne/domain/codes'
import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import { useLanguage } from './I18nProvider.tsx'
import { intlLocale } from './languages.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The biggest fitting unit of a span, forward or back: 50 minutes, 30 hours, 2 days. Never negative. */
export const spanIn = (ms: number): { value: number; unit: 'minute' | 'hour' | 'day' } => {
  const size = Math.abs(ms)
  if (size < HOUR) return { value: Math.round(size / MINUTE), unit: 'minute' }
  if (size < 2 * DAY) return { value: Math.round(size / HOUR), unit: 'hour' }
  return { value: Math.round(size / DAY), unit: 'day' }
}

/** Numbers, dates and names by the rules of the language on screen. */
export const useFormat = () => {
  const intl = useIntl()
  const { language } = useLanguage()
  return useMemo(() => {
    const locale = intlLocale(language)
    const languages = new Intl.DisplayNames([locale, 'en'], { type: 'language' })
    return {
      number: (value: number) => intl.formatNumber(value),
      percent: (share: number) => intl.formatNumber(share, { style: 'percent', maximumFractionDigits: 1 }),
      /** 22 November 2026 */
      date: (at: string | number | Date) => intl.formatDate(at, { day: 'numeric', month: 'long', year: 'numeric' }),
      /** A day that has no hour, such as a birthday ("2010-04-07"), is the same day in every time zone. */
      day: (isoDay: string) =>
        intl.formatDate(`${isoDay}T12:00:00Z`, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }),
      /** 14:05 */
      time: (at: string | number | Date) =>
        intl.formatTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      /** 22 Nov 2026, 14:05 */
      dateTime: (at: string | number | Date) =>
        intl.formatDate(at, {
          day: 'numeric',
          month: 'short',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }),
      /** "in 3 hours", "2 days ago" */
      relative: (ms: number) => {
        const span = spanIn(ms)
        return intl.formatRelativeTime(Math.sign(ms) * span.value, span.unit, {
          numeric: span.value === 0 ? 'auto' : 'always',
        })
      },
      list: (items: readonly string[]) => intl.formatList([...items]),
      /** "strong or medium" */
      either: (items: readonly string[]) => intl.formatList([...items], { type: 'disjunction' }),
      /** Short facts beside each other, with this language's comma and no "and". */
      facts: (items: readonly string[]) => items.join(language === 'ar' ? '، ' : ', '),
      country: (code: string) => countryName(code, language),
      language: (code: string) => findLanguageName(code, language) ?? languages.of(code) ?? code,
      /** For sorting names the way this language does. */
      collator: new Intl.Collator(locale),
    }
  }, [intl, language])
}
