import { namesOf, searchLanguages } from '@ariadne/domain/interviewLanguages'
import { useState } from 'react'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { TextField } from '../TextField.tsx'
import './talk.css'

/** Fewer than these need no search. */
const FEW = 8

/**
 * The language of a talk: each in its own name and letters for the person, in the officer's name for it below. The likely ones come
 * first; the officer finds any by typing its name.
 * @example <LanguageChoice label={t('…')} offered={['sq', 'fa', 'ps']} likely={['fa']} onChoose={begin} />
 */
export const LanguageChoice = ({
  label,
  offered,
  likely,
  onChoose,
}: {
  label: string
  offered: readonly string[]
  likely: readonly string[]
  onChoose: (language: string) => void
}) => {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const [words, setWords] = useState('')
  const first = likely.filter((code, at) => offered.includes(code) && likely.indexOf(code) === at)
  const rest = offered
    .filter((code) => !first.includes(code))
    .toSorted((a, b) => format.collator.compare(namesOf(a, language).named, namesOf(b, language).named))
  const found = searchLanguages([...first, ...rest], words, language)

  const list = (codes: readonly string[], label: string) =>
    codes.length > 0 && (
      <ul className="answers" aria-label={label}>
        {codes.map((code) => {
          const { own, named } = namesOf(code, language)
          return (
            <li key={code}>
              <button type="button" className="answer" data-language={code} onClick={() => onChoose(code)}>
                <span className="answer-words">
                  <span lang={code} dir={directionOf(code)}>
                    {own}
                  </span>
                  {named !== own && <span className="answer-theirs">{named}</span>}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    )

  return (
    <div role="group" aria-label={label} className="stack language-choice">
      {offered.length >= FEW && (
        <TextField
          name="talk-language"
          label={t('talk.language.search')}
          hint={t('talk.language.search.hint')}
          value={words}
          onChange={setWords}
        />
      )}
      {words.trim() ? (
        <>
          {list(found, t('talk.language.found'))}
          <p role="status" className={found.length > 0 ? 'visually-hidden' : 'quiet'}>
            {found.length > 0 ? (
              <T id="talk.language.count" values={{ count: found.length }} />
            ) : (
              <T id="talk.language.none" />
            )}
          </p>
        </>
      ) : (
        <>
          {first.length > 0 && rest.length > 0 && (
            <h2>
              <T id="talk.language.likely" />
            </h2>
          )}
          {list(first, t('talk.language.likely'))}
          {first.length > 0 && rest.length > 0 && (
            <h2>
              <T id="talk.language.others" />
            </h2>
          )}
          {list(rest, t('talk.language.others'))}
        </>
      )}
    </div>
  )
}
