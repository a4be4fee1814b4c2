import { type Course, coursesInForce, isMeantFor } from '@ariadne/domain/training'
import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState } from '../../components/Queue.tsx'
import { Callout } from '../../components/Tag.tsx'
import type { CourseContent } from '../../lib/content/bundle.ts'
import { read } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { functionsOf, useMe } from '../../lib/session/me.tsx'
import { type Training, useTraining } from '../../lib/training/training.ts'
import { StandingTag } from './StandingTag.tsx'
import { minutesIn, standingOf, useBegun } from './useCourse.tsx'
import './training.css'

/** Who may look at the counts of their organisation or country. */
const COORDINATORS = ['case_coordinator', 'national_coordinator', 'instance_admin'] as const

const Row = ({ content, training, begun }: { content: CourseContent; training: Training; begun: boolean }) => {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const texts = read(content.texts, language)
  const { course } = content
  const own = { lang: texts.lang, dir: directionOf(texts.lang) }
  return (
    <li className="course">
      <div className="course-about">
        <Link to={`/training/${course.id}/start`} className="course-title">
          <span {...own}>{texts.get('course.title')}</span>
        </Link>
        <p {...own}>{texts.get('course.purpose')}</p>
        <p className="quiet small">
          <T id="training.minutes" values={{ count: minutesIn(content, texts) }} />
          {' · '}
          {format.facts(course.suits.map((one) => t(`training.suits.${one}`)))}
        </p>
      </div>
      <StandingTag standing={standingOf(training, course.id)} begun={begun} />
    </li>
  )
}

/** The courses: those for one's own work first. */
export const CourseList = () => {
  const me = useMe()
  const training = useTraining()
  const begun = useBegun()
  if (!training.isKnown) return null
  const inForce = coursesInForce(training.definitions, training.now)
  const mine = inForce.filter((course) => isMeantFor(course, training.learner))
  const others = inForce.filter((course) => !mine.includes(course))
  const rows = (courses: readonly Course[]) => (
    <ul className="courses">
      {courses.map((course) => {
        const content = training.courses.find((one) => one.course === course)
        return content && <Row key={course.id} content={content} training={training} begun={begun(course)} />
      })}
    </ul>
  )
  const functions = functionsOf(me)
  return (
    <Page
      titleId="training.title"
      lead={<T id="training.lead" />}
      help="training"
      actions={
        COORDINATORS.some((name) => functions.has(name)) && (
          <LinkButton kind="secondary" to="/training/coverage">
            <T id="training.coverage.title" />
          </LinkButton>
        )
      }
    >
      <div className="stack course-list">
        <Callout tone="plain">
          <p>
            <T id="training.raiseFreely" />
          </p>
        </Callout>
        {inForce.length === 0 && <EmptyState kind="none-yet" title={<T id="training.none" />} />}
        {mine.length > 0 && (
          <section aria-labelledby="mine">
            <h2 id="mine">
              <T id="training.mine" />
            </h2>
            {rows(mine)}
          </section>
        )}
        {others.length > 0 && (
          <section aria-labelledby="others">
            <h2 id="others">
              <T id="training.others" />
            </h2>
            {rows(others)}
          </section>
        )}
      </div>
    </Page>
  )
}
