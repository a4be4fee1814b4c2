import { partsOf } from '../lib/day.ts'
import { T } from '../lib/i18n/text.tsx'
import { FieldGroup, type FieldProps, describedBy, fieldId } from './Field.tsx'

export { type Day, readDay } from '../lib/day.ts'

/** Digits of every script our readers type, as 0-9. */
const westernDigits = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '')

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
