import type { Source } from '@ariadne/domain/screening'
import { Id } from '../../components/When.tsx'
import type { Reading } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useHasText } from '../../lib/i18n/text.tsx'

const CODED: Readonly<Record<string, string>> = {
  strength: 'codes.screening.strength',
  dimension: 'codes.screening.dimension',
  howKnown: 'codes.screening.howKnown',
  askOrDoNext: 'codes.screening.next',
}

export const SignWords = ({ reading, id }: { reading: Reading; id: string }) => (
  <span lang={reading.lang} dir={directionOf(reading.lang)}>
    {reading.get(`sign.${id}.label`)}
  </span>
)

/** What a field of a sign says, in words where it is a code. */
export const FieldInWords = ({
  field,
  value,
  reading,
  sources,
}: {
  field: string
  value: unknown
  reading: Reading
  sources: Readonly<Record<string, Source>>
}) => {
  const has = useHasText()
  const format = useFormat()
  if (field === 'status') return <T id={`signs.sign.${String(value)}`} />
  if (field === 'mapsTo' && typeof value === 'string') return <SignWords reading={reading} id={value} />
  if (field === 'source' && Array.isArray(value))
    return (
      <span lang="en" dir="ltr">
        {format.facts(value.map((key) => sources[String(key)]?.title ?? String(key)))}
      </span>
    )
  const id = `${CODED[field] ?? ''}.${String(value)}`
  if (has(id)) return <T id={id} />
  if (value === null) return <T id="signs.compare.nothing" />
  if (typeof value === 'boolean') return <T id={value ? 'signs.yes' : 'signs.no'} />
  return <Id>{Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)}</Id>
}
