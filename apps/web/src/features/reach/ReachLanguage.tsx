import { INTERVIEW_LANGUAGES, type InterviewLanguageCode, inBothScripts } from '@ariadne/domain/interviewLanguages'
import { useEffect, useRef, useState } from 'react'
import { Details } from '../../components/Details.tsx'
import { Icon } from '../../components/Icon.tsx'
import { isDraft } from '../../lib/i18n/catalogue.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf, isLanguage } from '../../lib/i18n/languages.ts'
import { showTheirs } from '../../lib/i18n/shown.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { findWords } from './outside.ts'
import { theirWords, wishedFor } from './theirWords.ts'

/** In the order in which the talks have them. */
const ORDER = Object.keys(INTERVIEW_LANGUAGES) as InterviewLanguageCode[]

/**
 * The language to read the page in, each in its own name and letters. The choice stands behind the `#` of the address: it goes to no
 * server and is kept nowhere else.
 */
export const ReachLanguage = ({ further }: { further: readonly string[] | undefined }) => {
  const t = useT()
  const { language, theirs, setLanguage } = useLanguage()
  const current = theirs?.language ?? language
  const [chosen, setChosen] = useState<string>()
  const [failed, setFailed] = useState(false)
  const [draft, setDraft] = useState(false)
  const whole = useRef<HTMLElement>(null)
  const wanted = useRef<string>(undefined)
  const offered = ORDER.filter(
    (code) => isLanguage(code) || further?.some((one) => inBothScripts(one).includes(code)) === true,
  )

  const read = async (code: string) => {
    wanted.current = code
    setFailed(false)
    try {
      if (isLanguage(code)) {
        await setLanguage(code)
      } else {
        const { messages, draft: isMachine } = theirWords(await findWords(code), code)
        if (wanted.current !== code) return
        showTheirs({ language: code, messages })
        setDraft(isMachine)
      }
      setChosen(code)
    } catch {
      setFailed(true)
    }
  }
  const choose = async (code: string) => {
    history.replaceState(null, '', `#${code}`)
    await read(code)
    // The list closes, and what is next is read out in the language that was chosen.
    document.querySelector<HTMLElement>('[data-page-heading]')?.focus()
  }

  // The first thing on the page: a keyboard begins here, and not behind it.
  useEffect(() => {
    if (document.activeElement === document.body) whole.current?.focus({ preventScroll: true })
  }, [])
  // Once, as soon as it is known which languages there are.
  useEffect(() => {
    if (further === undefined || wanted.current !== undefined) return
    const asked = location.hash.slice(1)
    const code = offered.find((one) => one === asked) ?? wishedFor(navigator.languages, offered, isLanguage)
    wanted.current = language
    if (code !== undefined && code !== language) void read(code)
  })

  return (
    <section className="page reach-language" aria-label={t('reach.words')} tabIndex={-1} ref={whole}>
      <Details
        key={chosen ?? ''}
        open={chosen === undefined}
        summary={
          <span className="reach-language-now">
            <Icon name="globe" />
            <bdi lang={current}>{INTERVIEW_LANGUAGES[current as InterviewLanguageCode].own}</bdi>
          </span>
        }
      >
        <div className="reach-language-list" role="group" aria-label={t('reach.words')}>
          {offered.map((code) => (
            <button
              key={code}
              type="button"
              data-language={code}
              lang={code}
              dir={directionOf(code)}
              aria-pressed={code === current}
              onClick={() => void choose(code)}
            >
              {INTERVIEW_LANGUAGES[code].own}
            </button>
          ))}
        </div>
        {failed && (
          <p role="alert">
            <T id="reach.failed.offline" />
          </p>
        )}
      </Details>
      {(theirs ? draft : isDraft(language)) && (
        <p className="quiet small">
          <T id="shell.language.draftNote" />
        </p>
      )}
    </section>
  )
}
