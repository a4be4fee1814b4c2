import type { ReactNode } from 'react'
import { coursesOf, findCourse } from '../../lib/content/bundle.ts'
import { useContent } from '../../lib/content/content.ts'
import { read } from '../../lib/content/texts.ts'
import { nowIso } from '../../lib/clock.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'

/** The title of a course out of the content on this device; `otherwise` while there is none. */
export const CourseName = ({ id, otherwise }: { id: string; otherwise: ReactNode }) => {
  const content = useContent()
  const { language } = useLanguage()
  const found = content.state === 'ready' && findCourse(coursesOf(content.bundle), id, nowIso())
  if (!found) return otherwise
  const texts = read(found.texts, language)
  return (
    <span lang={texts.lang} dir={directionOf(texts.lang)}>
      {texts.get('course.title')}
    </span>
  )
}
