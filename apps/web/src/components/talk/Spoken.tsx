import { namesOf } from '@ariadne/domain/interviewLanguages'
import type { Pictogram as Name } from '@ariadne/domain/interviewScript'
import { type ReactNode, type RefObject, useRef } from 'react'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { Button } from '../Button.tsx'
import { LanguagePair } from '../LanguagePair.tsx'
import { Pictogram } from './Pictogram.tsx'
import { useVoice } from './voice.ts'

/** One text in its own language and direction, whatever the page around it is written in. */
export const In = ({ reading, id }: { reading: Reading; id: string }) => (
  <span lang={reading.lang} dir={directionOf(reading.lang)}>
    {reading.get(id)}
  </span>
)

/** Reads out what stands in the person's block, with what the app put in under the sentence. */
const ReadAloud = ({
  lang,
  text,
  within,
}: {
  lang: string
  text: string
  within: RefObject<HTMLDivElement | null>
}) => {
  const speak = useVoice(lang, text)
  if (!speak) return null
  const words = () =>
    [...(within.current?.querySelectorAll('[data-role=theirs] :is(p, li)') ?? [])]
      .map((element) => element.textContent.trim())
      .join('\n')
  return (
    <Button kind="secondary" size="small" onClick={() => speak(words() || text)}>
      <T id="talk.readAloud" />
    </Button>
  )
}

/**
 * What is said in a talk: the person's language large, the officer's beside it, the picture to point at.
 * @example <Spoken mine={reading} theirs={theirReading} id="block.needs.spoken" pictogram="help" />
 */
export const Spoken = ({
  mine,
  theirs,
  id,
  pictogram,
  below,
}: {
  mine: Reading
  theirs: Reading
  id: string
  pictogram?: Name | undefined
  /** What the app puts in under the words, in one language or the other. */
  below?: ((reading: Reading) => ReactNode) | undefined
}) => {
  const { language } = useLanguage()
  const isWritten = theirs.has(id)
  const whole = useRef<HTMLDivElement>(null)
  const block = (reading: Reading, name: string) => ({
    lang: reading.lang,
    name,
    text: (
      <>
        <p className="spoken-text">{reading.get(id)}</p>
        {below?.(reading)}
      </>
    ),
  })
  return (
    <div className="spoken" ref={whole}>
      {pictogram && <Pictogram name={pictogram} size="5rem" />}
      {mine.lang === theirs.lang || !isWritten ? (
        <div
          className="language-block"
          data-role={isWritten ? 'theirs' : 'mine'}
          lang={mine.lang}
          dir={directionOf(mine.lang)}
        >
          {block(mine, '').text}
        </div>
      ) : (
        <LanguagePair
          mine={block(mine, namesOf(mine.lang, language).named)}
          theirs={block(theirs, namesOf(theirs.lang, language).own)}
        />
      )}
      {isWritten ? (
        <ReadAloud lang={theirs.lang} text={theirs.get(id)} within={whole} />
      ) : (
        <p className="spoken-absent">
          <T id="talk.notWritten" values={{ language: namesOf(theirs.lang, language).named }} />
        </p>
      )}
    </div>
  )
}
