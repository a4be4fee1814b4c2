import { coursesInForce, isMeantFor } from '@ariadne/domain/training'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { Opened } from '../../components/training/Opened.tsx'
import { findCourse } from '../../lib/content/bundle.ts'
import { read } from '../../lib/content/texts.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T } from '../../lib/i18n/text.tsx'
import { type OpenCourse, standingOf } from './useCourse.tsx'

/** The end of a course: until when it counts, what is open now, and what could come next. */
export const CourseDone = ({ open }: { open: OpenCourse }) => {
  const { course, standing, training } = open
  const { language } = useLanguage()
  const isHeld = standing.state === 'held' || standing.state === 'ending'
  const next = coursesInForce(training.definitions, training.now).find(
    (one) => isMeantFor(one, training.learner) && !['held', 'ending'].includes(standingOf(training, one.id).state),
  )
  const following = next && findCourse(training.courses, next.id, training.now)
  const texts = following && read(following.texts, language)
  if (!isHeld)
    return (
      <Page titleId="training.title" heading={<T id="training.notDone" />} back="/training" width="text">
        <LinkButton to={`/training/${course.id}/start`}>
          <T id="training.goOn" />
        </LinkButton>
      </Page>
    )
  return (
    <Page titleId="training.title" heading={<T id="training.done" />} back="/training" width="text">
      <div className="stack">
        {standing.until && (
          <p>
            <T id="training.doneUntil" values={{ date: <When key="w" at={standing.until} show="date" /> }} />{' '}
            <Tag>
              <T id="shell.deadline.target" />
            </Tag>
          </p>
        )}
        {course.opens.map((one) => (
          <Opened key={one} what={one}>
            <Callout tone="good">
              <p>
                <T id={`training.isOpen.${one}`} />
              </p>
            </Callout>
          </Opened>
        ))}
        <p className="quiet">
          <T id="training.sentNote" />
        </p>
        <div className="row">
          {following && texts && (
            <LinkButton to={`/training/${following.course.id}/start`}>
              <span>
                <T
                  id="training.next"
                  values={{
                    title: (
                      <bdi key="t" lang={texts.lang} dir={directionOf(texts.lang)}>
                        {texts.get('course.title')}
                      </bdi>
                    ),
                  }}
                />
              </span>
            </LinkButton>
          )}
          <LinkButton to="/" kind={following ? 'secondary' : 'primary'}>
            <T id="training.toWork" />
          </LinkButton>
        </div>
      </div>
    </Page>
  )
}
