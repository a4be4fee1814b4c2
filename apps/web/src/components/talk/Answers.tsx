import type { AnswerOption } from '@ariadne/domain/interviewScript'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { Pictogram } from './Pictogram.tsx'

/**
 * Answers to tap: in the officer's language, with the person's words under them, so that neither has to read the other's script.
 */
export const Answers = ({
  options,
  chosen,
  several,
  mine,
  theirs,
  label,
  quiet = false,
  onTap,
}: {
  options: readonly AnswerOption[]
  chosen: readonly string[]
  several: boolean
  mine: Reading
  /** Missing on pages for the officer's eyes only. */
  theirs?: Reading | undefined
  label: string
  /** Answers that are always there stand back behind those of the question. */
  quiet?: boolean
  onTap: (option: AnswerOption) => void
}) => (
  <ul className="answers" data-quiet={quiet || undefined} aria-label={label}>
    {options.map((option) => (
      <li key={option.id}>
        <button
          type="button"
          className="answer"
          aria-pressed={several || chosen.includes(option.id) ? chosen.includes(option.id) : undefined}
          onClick={() => onTap(option)}
        >
          {option.pictogram && <Pictogram name={option.pictogram} size={quiet ? '2rem' : '2.5rem'} />}
          <span className="answer-words">
            <span lang={mine.lang} dir={directionOf(mine.lang)}>
              {mine.get(`option.${option.id}`)}
            </span>
            {theirs && theirs.lang !== mine.lang && theirs.has(`option.${option.id}`) && (
              <span className="answer-theirs" lang={theirs.lang} dir={directionOf(theirs.lang)}>
                {theirs.get(`option.${option.id}`)}
              </span>
            )}
          </span>
        </button>
      </li>
    ))}
  </ul>
)
