import { LinkButton } from '../../../components/Button.tsx'
import { Link } from '../../../components/Link.tsx'
import { Page } from '../../../components/Page.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { Id } from '../../../components/When.tsx'
import { AUDIT_MS } from '../../../lib/api/request.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { nowIso } from '../../../lib/clock.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useSearchText } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { setAddress } from '../known.ts'
import { useSets } from '../useSets.ts'
import { type ToLookAt, standingOf, toLookAt } from './board.ts'
import { ChooseQuarter, type Learning } from './Figures.tsx'
import { useSetWords } from './Words.tsx'
import '../signs.css'

/** What people said of a sign, in which country; null for this one. */
type Remark = Learning['feedback'][number] & { readonly country: string | null }

const Said = ({
  feedback,
  words,
  isRegion,
}: {
  feedback: readonly Remark[]
  words: ReturnType<typeof useSetWords>
  isRegion: boolean
}) => {
  const t = useT()
  const format = useFormat()
  return (
    <Queue<Remark>
      caption={<T id="signs.board.said" />}
      rows={feedback}
      rowKey={({ country, setId, setVersion, sign, code }) => [country, setId, setVersion, sign, code].join(' ')}
      columns={[
        {
          key: 'sign',
          label: t('signs.learning.sign'),
          heads: true,
          cell: ({ setId, setVersion, sign }) => words(setId, setVersion, sign),
        },
        { key: 'code', label: t('signs.board.what'), cell: ({ code }) => <T id={`signs.feedback.code.${code}`} /> },
        {
          key: 'count',
          label: t('signs.board.times'),
          align: 'end',
          cell: ({ count }) => <span className="tabular">{format.number(count)}</span>,
        },
        // Notes stay in the country; between countries it matters where something was said.
        isRegion
          ? {
              key: 'country',
              label: t('signs.board.country'),
              cell: ({ country }: Remark) => country && format.country(country),
            }
          : {
              key: 'notes',
              label: t('signs.board.notes'),
              cell: ({ notes }: Remark) =>
                notes.length > 0 && (
                  <ul className="plain-list">
                    {notes.map((note) => (
                      <li key={note}>
                        <bdi>{note}</bdi>
                      </li>
                    ))}
                  </ul>
                ),
            },
      ]}
      empty={<EmptyState kind="none-yet" title={<T id="signs.board.said.none" />} />}
    />
  )
}

/** Once a quarter: what the review board looks at, and why. It names signs, never people; nothing is decided here by itself. */
export const BoardPage = () => {
  const t = useT()
  const format = useFormat()
  const { instance } = useMe()
  const quarter = useSearchText()['quarter']
  const sets = useSets()
  const words = useSetWords(sets ?? [])
  const answer = useRead('GET /api/learning', { query: quarter ? { quarter } : {} }, { within: AUDIT_MS })
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.board.title" back="/signs" audited />
  if (sets === undefined) return null
  const learning = answer.data
  const isRegion = instance.kind === 'secretariat'
  const said: Remark[] = [
    ...learning.feedback.map((one) => ({ ...one, country: null })),
    ...learning.countries.flatMap(({ country, feedback }) => feedback.map((one) => ({ ...one, country, notes: [] }))),
  ]
  const bySign = [
    ...Map.groupBy(
      toLookAt(learning, sets),
      ({ country, setId, setVersion, sign }) => `${country ?? ''} ${setId}@${setVersion} ${sign ?? ''}`,
    ),
  ].flatMap(([key, all]) => (all[0] ? [{ key, first: all[0], all }] : []))
  type Row = { key: string; first: ToLookAt; all: ToLookAt[] }
  return (
    <Page
      titleId="signs.board.title"
      back="/signs"
      lead={<T id="signs.board.lead" />}
      actions={
        <LinkButton kind="secondary" to={`/signs/learning?quarter=${learning.quarter}`}>
          <T id="signs.learning.title" />
        </LinkButton>
      }
    >
      <div className="stack signs-page">
        <AsOf at={answer.asOf} />
        <ChooseQuarter learning={learning} page="/signs/board" />
        <Queue<Row>
          caption={<T id="signs.board.look" />}
          rows={bySign}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'sign',
              label: t('signs.learning.sign'),
              heads: true,
              cell: ({ first }) => words(first.setId, first.setVersion, first.sign),
            },
            {
              key: 'set',
              label: t('signs.column.set'),
              cell: ({ first }) => (
                <>
                  {words(first.setId, first.setVersion, null)} <Id>{first.setVersion}</Id>
                </>
              ),
            },
            ...(isRegion
              ? [
                  {
                    key: 'country',
                    label: t('signs.board.country'),
                    cell: ({ first }: Row) => first.country && format.country(first.country),
                  },
                ]
              : []),
            {
              key: 'because',
              label: t('signs.board.why'),
              cell: ({ all }) => (
                <ul className="plain-list">
                  {all.map(({ because }) => (
                    <li key={because}>
                      <T id={`signs.board.because.${because}`} />
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
          empty={
            <EmptyState kind="none-match" title={<T id="signs.board.look.none" />}>
              <p>
                <T id="signs.board.look.none.body" />
              </p>
            </EmptyState>
          }
        />
        <Said feedback={said} words={words} isRegion={isRegion} />
        <Queue
          caption={<T id="signs.board.standing" />}
          rows={standingOf(sets, nowIso().slice(0, 10))}
          rowKey={({ set }) => `${set.id}@${set.version}`}
          columns={[
            {
              key: 'set',
              label: t('signs.column.set'),
              heads: true,
              cell: ({ set }) => <Link to={setAddress(set)}>{words(set.id, set.version, null)}</Link>,
            },
            { key: 'version', label: t('signs.column.version'), cell: ({ set }) => <Id>{set.version}</Id> },
            {
              key: 'state',
              label: t('signs.column.state'),
              cell: ({ isApproved }) =>
                isApproved ? (
                  <T id="signs.stage.approved" />
                ) : (
                  <Tag tone="warn">
                    <T id="signs.board.notApproved" />
                  </Tag>
                ),
            },
            {
              key: 'languages',
              label: t('signs.board.unreviewed'),
              cell: ({ drafts }) => format.facts(drafts.map((code) => format.language(code))),
            },
          ]}
          empty={<EmptyState kind="none-yet" title={<T id="signs.board.standing.none" />} />}
        />
      </div>
    </Page>
  )
}
