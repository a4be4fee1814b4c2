import { COUNTRIES, LANGUAGES } from '@ariadne/domain/codes'
import { namesOf } from '@ariadne/domain/interviewLanguages'
import { useMemo } from 'react'
import { useLanguage } from '../lib/i18n/I18nProvider.tsx'
import { useFormat } from '../lib/i18n/format.ts'
import { useT } from '../lib/i18n/text.tsx'
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

/** A language that somebody speaks, by its ISO 639 code: the officer's name for it and its own, as in the talk; either finds it. */
export const LanguageField = ({
  first = NONE,
  only,
  quick = NONE,
  nameOf,
  ...field
}: PickerProps & {
  /** The likeliest, each in one tap. */
  quick?: readonly string[]
  /** What a language is called, where the page is read in one that the interface is not written in. Always the same function. */
  nameOf?: (code: string) => string
}) => {
  const format = useFormat()
  const t = useT()
  const { language } = useLanguage()
  const options = useMemo(
    () =>
      ordered(only ?? Object.keys(LANGUAGES), first, nameOf ?? format.language, format.collator.compare).map(
        (option) => {
          const { own, named } = namesOf(option.value, language)
          const search = [own, named, namesOf(option.value, 'en').named, option.value]
          return own === option.label ? { ...option, search } : { ...option, hint: own, search }
        },
      ),
    [only, first, format, language, nameOf],
  )
  return (
    <>
      <Combobox {...field} options={options} />
      {quick.length > 0 && (
        <div className="quick-choices" role="group" aria-label={t('shell.select.quick')}>
          {quick.map((code) => {
            const { own, named } = namesOf(code, language)
            return (
              <button
                key={code}
                type="button"
                className="quick-choice"
                data-language={code}
                aria-pressed={field.value === code}
                onClick={() => field.onChange(code)}
              >
                <bdi lang={code}>{own}</bdi>
                {own !== named && <span className="quiet small"> {named}</span>}
              </button>
            )
          })}
        </div>
      )}
    </>
  )
}
