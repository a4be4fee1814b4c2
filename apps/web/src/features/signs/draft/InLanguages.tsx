import { Select } from '../../../components/Select.tsx'
import { TextArea } from '../../../components/TextField.tsx'
import type { Texts } from '../../../lib/content/texts.ts'
import { findReading } from '../../../lib/content/texts.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'

const WRITTEN = ['en', 'sq', 'mk', 'sr', 'ar'] as const
type Written = (typeof WRITTEN)[number]

/** Which language is being written; every set has its words in all of them. */
export const LanguageToWrite = ({ value, onChange }: { value: string; onChange: (next: string) => void }) => {
  const t = useT()
  const format = useFormat()
  return (
    <Select
      name="language"
      label={t('signs.words.language')}
      options={WRITTEN.map((code) => ({ value: code, label: format.language(code) }))}
      value={value}
      onChange={(next) => next && onChange(next)}
    />
  )
}

/** Latin Serbian is written in Cyrillic and turned into the other script. */
export const writtenIn = (language: string): Written =>
  language === 'sr-Latn' ? 'sr' : (WRITTEN.find((one) => one === language) ?? 'en')

/** One text in the language being written, with the English one above it where that is another. */
export const TextIn = ({
  id,
  label,
  language,
  texts,
  base,
  onChange,
}: {
  id: string
  label: string
  language: string
  texts: Readonly<Record<string, Texts>>
  /** What stands there when nothing is written: the region's words under an overlay. */
  base?: Readonly<Record<string, Texts>> | undefined
  onChange: (text: string) => void
}) => {
  const find = (from: Readonly<Record<string, Texts>> | undefined, one: string) => {
    const reading = from && findReading(from, one)
    return reading?.has(id) ? reading.get(id) : undefined
  }
  const instead = find(base, language)
  const english = language === 'en' ? undefined : (find(texts, 'en') ?? find(base, 'en'))
  return (
    <TextArea
      name={id}
      label={label}
      hint={
        (instead ?? english) ? (
          <>
            <T id={instead ? 'signs.words.region' : 'signs.words.english'} />{' '}
            <bdi lang={instead ? language : 'en'}>{instead ?? english}</bdi>
          </>
        ) : undefined
      }
      rows={2}
      lang={language}
      value={find(texts, language) ?? ''}
      onChange={onChange}
    />
  )
}
