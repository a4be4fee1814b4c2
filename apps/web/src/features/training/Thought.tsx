import type { ThoughtPage } from '@ariadne/domain/training'
import { QuestionPage } from '../../components/QuestionPage.tsx'
import type { Saving } from '../../components/SaveStatus.tsx'
import { Tag } from '../../components/Tag.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { CourseFrame } from './CourseFrame.tsx'
import { Sources } from './Sources.tsx'
import type { OpenCourse } from './useCourse.tsx'

/** One thought, large enough to be read standing. */
export const Thought = ({
  open: { course, reading },
  page,
  at,
  saving,
  isLast,
  back,
  onContinue,
}: {
  open: OpenCourse
  page: ThoughtPage
  at: number
  saving: Saving
  isLast: boolean
  back: string
  onContinue: () => void
}) => {
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  return (
    <CourseFrame at={at} of={course.pages.length}>
      <QuestionPage
        titleId="training.title"
        caption={<span {...own}>{reading.get('course.title')}</span>}
        question={<span {...own}>{reading.get(`page.${page.id}.title`)}</span>}
        back={back}
        saving={saving}
        onContinue={onContinue}
        continueLabel={isLast ? <T id="training.finish" /> : undefined}
      >
        <div className="thought stack" {...own}>
          {reading
            .get(`page.${page.id}.body`)
            .split('\n')
            .map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
        </div>
        {page.toBeConfirmed && (
          <p>
            <Tag tone="warn">
              <T id="training.toBeConfirmed" />
            </Tag>
          </p>
        )}
        <Sources course={course} keys={page.source} />
      </QuestionPage>
    </CourseFrame>
  )
}
