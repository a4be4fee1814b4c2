import type { Source } from '@ariadne/domain/screening'
import type { ReactNode } from 'react'
import { Id } from '../../components/When.tsx'
import type { Reading } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useHasText } from '../../lib/i18n/text.tsx'

/** One place in a set, or in what a country lays over one: names instead of positions in a file. */
export interface Spot {
  /** `signs`, `rules`, `sources`, `texts` and whatever else a file has at its top. */
  readonly list: string
  readonly name?: string | undefined
  readonly field?: string | undefined
  readonly language?: string | undefined
}

const Named = ({ message, name, reading }: { message: string; name: string; reading: Reading }) =>
  reading.has(message) ? (
    <span lang={reading.lang} dir={directionOf(reading.lang)}>
      {reading.get(message)}
    </span>
  ) : (
    <Id>{name}</Id>
  )

const Part = ({ children }: { children: ReactNode }) => <span className="quiet small side-field">{children}</span>

/** What a message of a set is about, as people know it: the sign by its words, the rule by its sentence. */
export const MessagePlace = ({ message, reading }: { message: string; reading: Reading }) => {
  const [kind, name = '', part = ''] = message.split('.')
  if (kind === 'set') return <T id={`signs.words.${name}`} />
  return (
    <>
      <Named message={kind === 'sign' ? `sign.${name}.label` : message} name={name} reading={reading} />
      <Part>
        <T id={kind === 'sign' ? `signs.part.${part}` : 'signs.part.rule'} />
      </Part>
    </>
  )
}

const SIGN_LISTS: readonly string[] = ['signs', 'add', 'mute', 'reword']
const WHOLE: Readonly<Record<string, string>> = {
  signs: 'signs.compare.signs',
  add: 'signs.compare.signs',
  mute: 'signs.compare.signs',
  reword: 'signs.compare.signs',
  rules: 'signs.compare.rules',
  sources: 'signs.sources',
  route: 'signs.compare.route',
}

/** A place in words: the sign, the rule or the source as people know it, and which of its parts. */
export const SpotInWords = ({
  spot: { list, name, field = '', language },
  reading,
  sources,
}: {
  spot: Spot
  reading: Reading
  sources: Readonly<Record<string, Source>>
}) => {
  const has = useHasText()
  const format = useFormat()
  if (list === 'texts')
    return (
      <>
        {name && /^(?:set|sign|rule)\./u.test(name) && <MessagePlace message={name} reading={reading} />}
        {language && <Part>{format.language(language)}</Part>}
      </>
    )
  if (name === undefined) return <T id={WHOLE[list] ?? 'signs.part.other'} />
  if (SIGN_LISTS.includes(list)) {
    const part = `signs.field.${field}`
    return (
      <>
        <Named message={`sign.${name}.label`} name={name} reading={reading} />
        {has(part) && (
          <Part>
            <T id={part} />
          </Part>
        )}
      </>
    )
  }
  if (list === 'rules') {
    const part = `signs.rule.${field}`
    return (
      <>
        <Named message={`rule.${name}`} name={name} reading={reading} />
        <Part>
          <T id={has(part) ? part : 'signs.part.rule'} />
        </Part>
      </>
    )
  }
  if (list === 'sources')
    return (
      <>
        <bdi>{sources[name]?.title ?? name}</bdi>
        <Part>
          <T id="signs.part.source" />
        </Part>
      </>
    )
  return <T id={WHOLE[list] ?? 'signs.part.other'} />
}
