import { coursesInForce, isMeantFor, opensFor } from '@ariadne/domain/training'
import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
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
  const opens = opensFor(training.learner, training.definitions, training.completions, training.now)
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
          <Callout key={one} tone={opens[one].open ? 'good' : 'plain'}>
            <p>
              <T
                id={opens[one].open ? `training.isOpen.${one}` : `training.opensWith.${one}`}
                values={{ count: opens[one].missing.length }}
              />
            </p>
          </Callout>
        ))}
        <p className="quiet">
          <T id="training.sentNote" />
        </p>
        <div className="row">
          {following && texts && (
            <LinkButton to={`/training/${following.course.id}/start`}>
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
