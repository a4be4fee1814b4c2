import { LinkButton } from '../../../components/Button.tsx'
import { Details } from '../../../components/Details.tsx'
import { Page } from '../../../components/Page.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { Select } from '../../../components/Select.tsx'
import { Id } from '../../../components/When.tsx'
import { useActWords } from '../../../components/act/words.ts'
import { AUDIT_MS } from '../../../lib/api/request.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useGo, useSearchText } from '../../../lib/params.ts'
import { useMe } from '../../../lib/session/me.tsx'
import { useSets } from '../useSets.ts'
import { inOrder, ORDERS, type Order } from './board.ts'
import { ChooseQuarter, Count, type Learning } from './Figures.tsx'
import { Tell } from './Tell.tsx'
import { useSetWords } from './Words.tsx'
import '../signs.css'

type SetLearned = Learning['sets'][number]
type Learned = SetLearned['signs'][number]
const CAME = ['fired', 'referred', 'acknowledged', 'opened', 'presumed', 'grounds'] as const
const GROUPS = ['sex', 'age', 'nationality'] as const

const Groups = ({ learned }: { learned: Learned }) => {
  const t = useT()
  const format = useFormat()
  const { code } = useActWords()
  const nameOf = (by: (typeof GROUPS)[number], group: string): string =>
    by === 'nationality'
      ? group === 'ZZ'
        ? t('signs.learning.unknown')
        : format.country(group)
      : by === 'sex'
        ? t(`codes.gender.${group}`)
        : code(group, 'ageBand')
  return (
    <dl className="learning-groups">
      {GROUPS.map((by) => {
        const groups = learned.by[by]
        return (
          <div key={by}>
            <dt>
              <T id={`signs.learning.by.${by}`} />
            </dt>
            <dd>
              {groups === null ? (
                <Count of={null} />
              ) : (
                <ul className="plain-list">
                  {groups.map(({ group, fired }) => (
                    <li key={group}>
                      {nameOf(by, group)}: <Count of={fired} />
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

type Words = ReturnType<typeof useSetWords>

/** Nothing but noughts and what is not shown says nothing. */
const isShown = ({ cameOf }: Learned): boolean => CAME.some((step) => cameOf[step])

/** One version of a set: signs with what came of them, then, by name alone, those that fired too rarely. */
const OneLearned = ({
  learned: { setId, setVersion, screenings, signs },
  words,
  order,
}: {
  learned: SetLearned
  words: Words
  order: Order
}) => {
  const t = useT()
  const shown = inOrder(signs.filter(isShown), order)
  const rare = signs.filter((one) => !isShown(one))
  const differing = shown.filter(({ by }) => GROUPS.some((one) => by[one] !== null))
  const title = (
    <>
      {words(setId, setVersion, null)} <Id>{setVersion}</Id>{' '}
      <span className="quiet small">
        <T id="signs.learning.screenings" /> <Count of={screenings} />
      </span>
    </>
  )
  return (
    <section>
      <Queue<Learned>
        caption={title}
        rows={shown}
        rowKey={({ sign }) => sign}
        columns={[
          {
            key: 'sign',
            label: t('signs.learning.sign'),
            heads: true,
            cell: ({ sign }) => words(setId, setVersion, sign),
          },
          ...CAME.map((step) => ({
            key: step,
            label: t(`signs.learning.${step}`),
            align: 'end' as const,
            cell: ({ cameOf }: Learned) => <Count of={cameOf[step]} />,
          })),
        ]}
        empty={
          <>
            <h3>{title}</h3>
            {signs.length === 0 && (
              <p>
                <T id="signs.learning.noSigns" />
              </p>
            )}
          </>
        }
      />
      {rare.length > 0 && (
        <Details
          summary={
            <>
              <T id="signs.learning.rare" />: <Count of={rare.length} />
            </>
          }
        >
          <ul className="plain-list">
            {rare.map(({ sign }) => (
              <li key={sign}>{words(setId, setVersion, sign)}</li>
            ))}
          </ul>
        </Details>
      )}
      {differing.length > 0 && (
        <Details summary={t('signs.learning.differences')}>
          <p className="quiet small">
            <T id="signs.learning.differences.note" />
          </p>
          {differing.map((learned) => (
            <section key={learned.sign}>
              <h3>{words(setId, setVersion, learned.sign)}</h3>
              <Groups learned={learned} />
            </section>
          ))}
        </Details>
      )}
    </section>
  )
}

/** What signs led to, version by version. */
const SetsLearned = ({ sets, ...rest }: { sets: readonly SetLearned[]; words: Words; order: Order }) =>
  sets.map((learned) => <OneLearned key={`${learned.setId}@${learned.setVersion}`} learned={learned} {...rest} />)

/** What signs led to, version by version, over one quarter. Everything on it is safe to be read by many. */
export const LearningPage = () => {
  const format = useFormat()
  const isRegion = useMe().instance.kind === 'secretariat'
  const t = useT()
  const go = useGo()
  const { quarter, order: wanted } = useSearchText()
  const order = ORDERS.find((one) => one === wanted) ?? 'fired'
  const sets = useSets() ?? []
  const words = useSetWords(sets)
  const answer = useRead('GET /api/learning', { query: quarter ? { quarter } : {} }, { within: AUDIT_MS })
  if (answer.state !== 'ready') return <Reading read={answer} titleId="signs.learning.title" back="/signs" audited />
  const learning = answer.data
  return (
    <Page
      titleId="signs.learning.title"
      back="/signs"
      lead={<T id="signs.learning.lead" />}
      actions={
        <LinkButton kind="secondary" to={`/signs/board?quarter=${learning.quarter}`}>
          <T id="signs.board.title" />
        </LinkButton>
      }
    >
      <div className="stack signs-page">
        <AsOf at={answer.asOf} />
        <ChooseQuarter learning={learning} page="/signs/learning" more={{ order }} />
        <Select
          name="order"
          label={t('signs.learning.order')}
          hint={t('signs.learning.order.hint')}
          options={ORDERS.map((value) => ({ value, label: t(`signs.learning.order.${value}`) }))}
          value={order}
          onChange={(next) =>
            go(`/signs/learning?${new URLSearchParams({ quarter: learning.quarter, order: next })}`, { replace: true })
          }
        />
        {learning.sets.length === 0 && learning.countries.length === 0 && (
          <EmptyState
            kind="none-match"
            title={<T id={isRegion ? 'signs.learning.none.told' : 'signs.learning.none'} />}
          >
            <p>
              <T id={isRegion ? 'signs.learning.none.told.body' : 'signs.learning.none.body'} />
            </p>
          </EmptyState>
        )}
        <SetsLearned sets={learning.sets} words={words} order={order} />
        {learning.countries.map(({ country, toldAt, sets: told }) => (
          <section key={country} className="stack">
            <h2 className="learning-country">
              <T
                id="signs.learning.country"
                values={{ country: format.country(country), at: format.day(toldAt.slice(0, 10)) }}
              />
            </h2>
            <SetsLearned sets={told} words={words} order={order} />
          </section>
        ))}
        <Tell learning={learning} />
      </div>
    </Page>
  )
}
