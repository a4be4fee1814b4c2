import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Page } from '../../components/Page.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Id, When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { functionsOf, useMe } from '../../lib/session/me.tsx'
import { type DraftLine, type KnownSet, bySet, isEditor, setAddress } from './known.ts'
import { Offers } from './offers/Offers.tsx'
import { Packages } from './Packages.tsx'
import { Stage } from './Stage.tsx'
import { useTitles } from './useTitles.tsx'
import './signs.css'

const Drafts = ({ drafts }: { drafts: readonly DraftLine[] }) => {
  const t = useT()
  return (
    <section className="stack">
      <Queue<DraftLine>
        caption={<T id="signs.drafts" />}
        rows={drafts}
        rowKey={({ draftId }) => draftId}
        columns={[
          {
            key: 'set',
            label: t('signs.column.set'),
            heads: true,
            cell: ({ draftId, setId, version }) => (
              <Link to={`/signs/drafts/${draftId}/overview`}>
                <Id>{[setId ?? '?', version ?? ''].join(' ').trim()}</Id>
              </Link>
            ),
          },
          { key: 'state', label: t('signs.column.state'), cell: ({ state }) => <Stage stage={state} /> },
          { key: 'changed', label: t('signs.column.changed'), cell: ({ changedAt }) => <When at={changedAt} /> },
        ]}
        empty={
          <EmptyState kind="none-yet" title={<T id="signs.drafts.none" />}>
            <p>
              <T id="signs.drafts.none.body" />
            </p>
          </EmptyState>
        }
      />
    </section>
  )
}

const Versions = ({ sets }: { sets: readonly KnownSet[] }) => {
  const t = useT()
  const titleOf = useTitles()
  const format = useFormat()
  return (
    <Queue<KnownSet>
      caption={<T id="signs.sets" />}
      rows={bySet(sets, format.collator).flat()}
      rowKey={({ id, version }) => `${id}@${version}`}
      columns={[
        {
          key: 'set',
          label: t('signs.column.set'),
          heads: true,
          cell: (set) => <Link to={setAddress(set)}>{titleOf(set)}</Link>,
        },
        { key: 'version', label: t('signs.column.version'), cell: ({ version }) => <Id>{version}</Id> },
        {
          key: 'state',
          label: t('signs.column.state'),
          cell: ({ stage, lifecycle }) => <Stage stage={stage} lifecycle={lifecycle} />,
        },
        {
          key: 'about',
          label: t('signs.column.about'),
          cell: ({ subject }) => <T id={`signs.subject.${subject}`} />,
        },
        {
          key: 'signs',
          label: t('signs.column.signs'),
          align: 'end',
          cell: ({ signs }) => <span className="tabular">{format.number(signs)}</span>,
        },
        {
          key: 'from',
          label: t('signs.column.from'),
          cell: ({ from }) =>
            from ? (
              <T id="signs.from.package" values={{ name: <Id>{from.name}</Id>, version: from.version }} />
            ) : (
              <T id="signs.from.software" />
            ),
        },
      ]}
      empty={<EmptyState kind="none-yet" title={<T id="signs.none" />} />}
    />
  )
}

/** Every version of every set that this instance has, drafts of new ones, and the packages that came. */
export const SetsPage = () => {
  const editor = isEditor(functionsOf(useMe()))
  const answer = useRead('GET /api/content', {})
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.title" />
  const { sets, drafts, packages, offers, trusted } = answer.data
  return (
    <Page
      titleId="signs.title"
      lead={<T id="signs.lead" />}
      actions={
        editor && (
          <>
            <LinkButton to="/signs/new">
              <T id="signs.new" />
            </LinkButton>
            <LinkButton kind="secondary" to="/signs/texts">
              <T id="signs.texts.title" />
            </LinkButton>
            <LinkButton kind="secondary" to="/signs/board">
              <T id="signs.board.title" />
            </LinkButton>
          </>
        )
      }
    >
      <div className="stack signs-page">
        <AsOf at={answer.asOf} />
        <Versions sets={sets} />
        {editor && <Drafts drafts={drafts} />}
        {editor && trusted && <Offers offers={offers} />}
        <Packages packages={packages} trusted={trusted} />
      </div>
    </Page>
  )
}
