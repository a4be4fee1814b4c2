import { COUNTRIES, LANGUAGES } from '@ariadne/domain/codes'
import { useMemo } from 'react'
import { useFormat } from '../lib/i18n/format.ts'
import type { FieldProps } from './Field.tsx'
import { Combobox } from './Select.tsx'

type PickerProps = FieldProps & {
  value: string
  onChange: (value: string) => void
  /** Codes to offer first, before the alphabet begins. */
  first?: readonly string[]
  only?: readonly string[]
}

/** One and the same empty list: a new one at every drawing would make the options anew, and wipe what is being typed. */
const NONE: readonly string[] = []

const ordered = (
  codes: readonly string[],
  first: readonly string[],
  name: (code: string) => string,
  compare: (a: string, b: string) => number,
) => {
  const sorted = codes.map((value) => ({ value, label: name(value) })).sort((a, b) => compare(a.label, b.label))
  return [
    ...first.flatMap((code) => sorted.filter((o) => o.value === code)),
    ...sorted.filter((o) => !first.includes(o.value)),
  ]
}

/** A country by its ISO 3166-1 code (and XK), named in the language on screen. */
export const CountryField = ({ first = NONE, only = COUNTRIES, ...field }: PickerProps) => {
  const format = useFormat()
  const options = useMemo(() => ordered(only, first, format.country, format.collator.compare), [only, first, format])
  return <Combobox {...field} options={options} />
}

/** A language that somebody speaks, by its ISO 639 code. */
export const LanguageField = ({ first = NONE, only, ...field }: PickerProps) => {
  const format = useFormat()
  const options = useMemo(
    () => ordered(only ?? Object.keys(LANGUAGES), first, format.language, format.collator.compare),
    [only, first, format],
  )
  return <Combobox {...field} options={options} />
}
