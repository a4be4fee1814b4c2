import type { SealedText as Text } from '../../lib/vault/parts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useHasText, useT } from '../../lib/i18n/text.tsx'
import { readDay } from '../../lib/day.ts'
import { SummaryList } from '../SummaryList.tsx'

/** What a sealed part says, entry by entry. One free text stands by itself. */
export const SealedTextView = ({ text }: { text: Text }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const entries = Object.entries(text).filter(([, value]) => value !== '')
  const only = entries.length === 1 && entries[0]?.[0] === 'text' ? entries[0][1] : undefined
  const shown = (name: string, value: string) => {
    const day = name === 'birthDate' ? readDay(value) : undefined
    return day && 'day' in day ? format.day(day.day) : value
  }
  if (only !== undefined)
    return (
      <p className="sealed-text" dir="auto">
        {only}
      </p>
    )
  return (
    <SummaryList
      rows={entries.map(([name, value]) => ({
        key: name,
        label: has(`sealed.${name}`) ? t(`sealed.${name}`) : name,
        value: (
          <span className="sealed-text" dir="auto">
            {shown(name, value)}
          </span>
        ),
      }))}
    />
  )
}
