import type { Sign } from '@ariadne/domain/screening'
import { Details } from '../../components/Details.tsx'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import type { Mark } from './draft.ts'

export const MARKS = ['present', 'not_seen', 'not_known'] as const satisfies readonly Mark[]

/** One sign with its three answers. Tapping the chosen one again takes it back. */
export const SignCard = ({
  sign,
  number,
  mark,
  reading,
  beside,
  onMark,
}: {
  sign: Sign
  /** Its key in quick mode. */
  number?: number | undefined
  mark: Mark | undefined
  reading: Reading
  /** The same words for an interpreter who reads another language. */
  beside?: Reading | undefined
  onMark: (mark: Mark | undefined) => void
}) => {
  const t = useT()
  const label = `sign.${sign.id}.label`
  const words = { lang: reading.lang, dir: directionOf(reading.lang) }
  return (
    <li className="sign" data-mark={mark} id={`sign-${sign.id}`} tabIndex={-1}>
      <Details
        summary={
          <span className="sign-label" {...words}>
            {number !== undefined && (
              <kbd className="sign-key" aria-hidden="true">
                {number}
              </kbd>
            )}
            <span>{reading.get(label)}</span>
            <span className="visually-hidden"> {t('screening.sign.more')}</span>
          </span>
        }
      >
        <p {...words}>{reading.get(`sign.${sign.id}.hint`)}</p>
        <p {...words} className="sign-context">
          {reading.get(`sign.${sign.id}.context`)}
        </p>
        <p className="quiet">
          <T id={`codes.screening.howKnown.${sign.howKnown}`} />. <T id={`codes.screening.next.${sign.askOrDoNext}`} />
        </p>
      </Details>
      {beside && beside.lang !== reading.lang && (
        <p className="sign-beside" lang={beside.lang} dir={directionOf(beside.lang)}>
          {beside.get(label)}
        </p>
      )}
      <div className="sign-marks" role="group" aria-label={reading.get(label)}>
        {MARKS.map((each) => (
          <button
            key={each}
            type="button"
            className="sign-mark"
            data-mark={each}
            aria-pressed={mark === each}
            onClick={() => onMark(mark === each ? undefined : each)}
          >
            <T id={`screening.mark.${each}`} />
          </button>
        ))}
      </div>
    </li>
  )
}
