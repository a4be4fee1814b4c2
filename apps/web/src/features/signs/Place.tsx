import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { Id } from '../../components/When.tsx'

/** What a message of a set is about, as people know it: the sign by its words, the rule by its sentence. */
export const MessagePlace = ({ message, reading }: { message: string; reading: Reading }) => {
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const [kind, name = '', part = ''] = message.split('.')
  if (kind === 'set') return <T id={`signs.words.${name}`} />
  const about = kind === 'sign' ? `sign.${name}.label` : message
  return (
    <>
      {reading.has(about) ? <span {...own}>{reading.get(about)}</span> : <Id>{name}</Id>}
      <span className="quiet small side-field">
        <T id={kind === 'sign' ? `signs.part.${part}` : 'signs.part.rule'} />
      </span>
    </>
  )
}
