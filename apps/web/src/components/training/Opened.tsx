import { type Opening, minutesOf } from '@ariadne/domain/training'
import type { ReactNode } from 'react'
import { findCourse } from '../../lib/content/bundle.ts'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { useOpens } from '../../lib/training/training.ts'
import { Icon } from '../Icon.tsx'
import { Link } from '../Link.tsx'
import './training.css'

/** Whether something that a course opens is open to whoever is signed in; undefined while that is being read. */
export const useIsOpen = (what: Opening): boolean | undefined => {
  const { opens } = useOpens()
  return opens?.[what].open
}

/**
 * What a course opens, or, while it is not done, the one line that says which course. Nothing is shown greyed.
 * @example <Opened what="guided_screening"><Button onClick={talk}>…</Button></Opened>
 */
export const Opened = ({ what, children }: { what: Opening; children?: ReactNode }) => {
  const { opens, training } = useOpens()
  const { language } = useLanguage()
  if (!opens) return null
  const { open, missing } = opens[what]
  if (open) return children
  return (
    <div className="opens-with">
      <Icon name="info" size={18} />
      <div>
        <p>
          <T id={`training.opensWith.${what}`} values={{ count: missing.length }} />
        </p>
        <ul className="plain-list">
          {missing.map((id) => {
            const found = findCourse(training.courses, id, training.now)
            if (!found) return null
            const texts = read(found.texts, language)
            return (
              <li key={id}>
                <Link to={`/training/${id}/start`}>
                  <span lang={texts.lang} dir={directionOf(texts.lang)}>
                    {texts.get('course.title')}
                  </span>
                </Link>{' '}
                <span className="quiet">
                  (
                  <T id="training.minutes" values={{ count: minutesOf(found.course, found.texts[texts.lang] ?? {}) }} />
                  )
                </span>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
