import type { Api } from '@ariadne/contract'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Page } from '../../components/Page.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { findCourse } from '../../lib/content/bundle.ts'
import { read } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { useLanguage } from '../../lib/i18n/I18nProvider.tsx'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useTraining } from '../../lib/training/training.ts'
import './training.css'

type Course = Api['GET /api/training/coverage']['response']['organisations'][number]['courses'][number]

/** How many have what, organisation by organisation. Nobody is named: this is for planning, not for ranking. */
export const CoveragePage = () => {
  const t = useT()
  const format = useFormat()
  const { language } = useLanguage()
  const { courses, now } = useTraining()
  const answer = useRead('GET /api/training/coverage', {})
  if (answer.state !== 'ready') return <Reading read={answer} titleId="training.coverage.title" back="/training" />
  const title = (id: string) => {
    const found = findCourse(courses, id, now)
    const texts = found && read(found.texts, language)
    return texts ? (
      <span lang={texts.lang} dir={directionOf(texts.lang)}>
        {texts.get('course.title')}
      </span>
    ) : (
      id
    )
  }
  const number = (key: string, label: string, of: (course: Course) => number) => ({
    key,
    label,
    align: 'end' as const,
    cell: (course: Course) => <span className="tabular">{format.number(of(course))}</span>,
  })
  return (
    <Page titleId="training.coverage.title" lead={<T id="training.coverage.lead" />} back="/training">
      <div className="stack course-list">
        <AsOf at={answer.asOf} />
        {answer.data.organisations.length === 0 && (
          <EmptyState kind="none-yet" title={<T id="training.coverage.none" />} />
        )}
        {answer.data.organisations.map(({ organisationId, name, members, courses: counted }) => (
          <Queue<Course>
            key={organisationId}
            caption={
              <>
                <bdi>{name}</bdi>{' '}
                <span className="quiet small">
                  <T id="training.coverage.members" values={{ count: members }} />
                </span>
              </>
            }
            rows={counted}
            rowKey={(course) => course.courseId}
            columns={[
              { key: 'course', label: t('training.coverage.course'), heads: true, cell: (one) => title(one.courseId) },
              {
                key: 'held',
                label: t('training.coverage.held'),
                align: 'end',
                cell: ({ held, meant }) => (
                  <span className="coverage-held">
                    <meter min={0} max={meant} value={held} aria-hidden="true" />
                    <span className="tabular">
                      <T id="training.coverage.of" values={{ held, meant }} />
                    </span>
                  </span>
                ),
              },
              number('ending', t('training.coverage.ending'), (one) => one.ending),
              number('ended', t('training.coverage.ended'), (one) => one.ended),
              number('none', t('training.coverage.notDone'), (one) => one.none),
            ]}
            empty={
              <EmptyState kind="none-yet" title={<bdi>{name}</bdi>}>
                <p>
                  <T id="training.coverage.noneMeant" />
                </p>
              </EmptyState>
            }
          />
        ))}
      </div>
    </Page>
  )
}
