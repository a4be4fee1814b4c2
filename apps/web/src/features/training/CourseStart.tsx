import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout, Tag } from '../../components/Tag.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { StandingTag } from './StandingTag.tsx'
import { Sources } from './Sources.tsx'
import type { Progress } from './progress.ts'
import { type OpenCourse, minutesIn, useBegun } from './useCourse.tsx'

/** The front page of a course: what it is for, how long it takes, what it opens and for how long. */
export const CourseStart = ({
  open,
  progress,
  begin,
  again,
}: {
  open: OpenCourse
  progress: Progress
  begin: () => void
  again: () => void
}) => {
  const { course, reading, standing } = open
  const t = useT()
  const format = useFormat()
  const isBegun = useBegun()(course)
  const own = { lang: reading.lang, dir: directionOf(reading.lang) }
  const rows = [
    {
      key: 'time',
      label: t('training.time'),
      value: (
        <>
          <T id="training.minutes" values={{ count: minutesIn(open, reading) }} />
          {', '}
          <T id="training.pages" values={{ count: course.pages.length }} />
        </>
      ),
    },
    {
      key: 'for',
      label: t('training.for'),
      value: format.facts(course.suits.map((one) => t(`training.suits.${one}`))),
    },
    {
      key: 'opens',
      label: t('training.opens'),
      value:
        course.opens.length === 0
          ? t('training.opensNothing')
          : format.list(course.opens.map((one) => t(`training.opening.${one}`))),
    },
    {
      key: 'counts',
      label: t('training.counts'),
      value: (
        <>
          <T id="training.months" values={{ count: course.validFor.months }} />{' '}
          <Tag>
            <T id="shell.deadline.target" />
          </Tag>
        </>
      ),
    },
    { key: 'standing', label: t('training.you'), value: <StandingTag standing={standing} begun={isBegun} /> },
  ]
  return (
    <Page
      titleId="training.title"
      heading={<span {...own}>{reading.get('course.title')}</span>}
      lead={<span {...own}>{reading.get('course.purpose')}</span>}
      back="/training"
      width="text"
    >
      <div className="stack">
        {standing.renewedBy && (
          <Callout tone="warn">
            <p>
              <T id="training.renewedBy" values={{ version: <bdi key="v">{standing.renewedBy}</bdi> }} />
            </p>
          </Callout>
        )}
        {reading.draft && (
          <Callout tone="plain">
            <p>
              <T id="training.draftTexts" />
            </p>
          </Callout>
        )}
        <div className="row">
          <Button size="large" onClick={begin}>
            <T id={isBegun && progress.at > 0 ? 'training.goOn' : 'training.begin'} />
          </Button>
          {isBegun && progress.at > 0 && (
            <Button kind="quiet" onClick={again}>
              <T id="training.fromStart" />
            </Button>
          )}
        </div>
        <SummaryList rows={rows} />
        <Sources course={course} keys={Object.keys(course.sources)} />
        <p className="quiet small">
          <T id="training.version" values={{ version: <bdi key="v">{course.version}</bdi> }} />
        </p>
      </div>
    </Page>
  )
}
