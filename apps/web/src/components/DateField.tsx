import { T } from '../lib/i18n/text.tsx'
import { FieldGroup, type FieldProps, describedBy, fieldId } from './Field.tsx'

/** Digits of every script our readers type, as 0-9. */
const westernDigits = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '')

const partsOf = (value: string): [year: string, month: string, day: string] => {
  const [year = '', month = '', day = ''] = value.split('-')
  return [year, month, day]
}

export type Day = { readonly day: string } | { readonly problem: 'empty' | 'incomplete' | 'notADay' }

/**
 * Reads what stands in a date field. `day` is an ISO day ("2010-04-07").
 * @example const birth = readDay(draft.birthDay); if ('problem' in birth) errors.push(...)
 */
export const readDay = (value: string): Day => {
  const [year, month, day] = partsOf(value)
  if (!year && !month && !day) return { problem: 'empty' }
  if (!/^\d{4}$/.test(year) || !month || !day) return { problem: 'incomplete' }
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? { day: iso } : { problem: 'notADay' }
}

const BOXES = [
  { part: 'day', at: 2, size: 2 },
  { part: 'month', at: 1, size: 2 },
  { part: 'year', at: 0, size: 4 },
] as const

/**
 * A day as three boxes: a calendar is slow for a birthday and hard with a keyboard. The value is the text typed so far,
 * year-month-day, also when it is not whole yet ("2010--7"); `readDay` reads it.
 */
export const DateField = ({
  value,
  onChange,
  ...field
}: FieldProps & { value: string; onChange: (value: string) => void }) => {
  const parts = partsOf(value)
  const id = fieldId(field.name)
  return (
    <FieldGroup {...field}>
      <div className="input-date">
        {BOXES.map(({ part, at, size }, first) => {
          const boxId = first === 0 ? id : `${id}-${part}`
          return (
            <div key={part}>
              <label htmlFor={boxId}>
                <T id={`shell.date.${part}`} />
              </label>
              <input
                className="input tabular"
                data-part={part}
                id={boxId}
                inputMode="numeric"
                autoComplete="off"
                maxLength={size}
                dir="ltr"
                value={parts[at]}
                aria-invalid={field.error ? true : undefined}
                aria-describedby={describedBy(field)}
                onChange={(event) => {
                  const next = [...parts]
                  next[at] = westernDigits(event.target.value)
                  onChange(next.every((text) => text === '') ? '' : next.join('-'))
                }}
              />
            </div>
          )
        })}
      </div>
    </FieldGroup>
  )
}
