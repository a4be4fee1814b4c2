import { Button, LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Tag } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { sendNow } from '../../lib/case/sendNow.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

/** Cards that people showed here, and what the other country has said. */
export const CardsPage = () => {
  const t = useT()
  const format = useFormat()
  const directory = useDirectory()
  const read = useRead('GET /api/cards/asked', {}, { every: 30_000 })
  if (read.state !== 'ready') return <Reading read={read} titleId="card.shown.title" back="/screening" />
  const countryOf = (instanceId: string): string => {
    const country = directory.units.find((one) => one.instanceId === instanceId)?.country
    return country ? format.country(country) : instanceId
  }
  const seen = async (requestId: string, unitId: string) => {
    await sendNow('card.seen', { requestId, unitId: unitId as never })
    read.retry()
  }
  return (
    <Page
      titleId="card.shown.title"
      lead={<T id="card.shown.lead" />}
      back="/screening"
      actions={
        <LinkButton to="/cards/places" kind="secondary">
          <T id="card.places.title" />
        </LinkButton>
      }
    >
      <div className="stack">
        <p>
          <LinkButton to="/cards/new" size="large">
            <T id="card.shown.begin" />
          </LinkButton>
        </p>
        <AsOf at={read.asOf} />
        <Queue
          caption={t('card.shown.list')}
          rows={read.data.requests}
          rowKey={(one) => one.requestId}
          columns={[
            { key: 'country', label: t('card.shown.country'), heads: true, cell: (one) => countryOf(one.toInstance) },
            { key: 'at', label: t('card.shown.at'), cell: (one) => <When at={one.shownAt} /> },
            { key: 'language', label: t('card.shown.language'), cell: (one) => format.language(one.language) },
            {
              key: 'state',
              label: t('card.shown.state'),
              cell: (one) => (
                <>
                  <Tag tone={one.state === 'answered' ? 'good' : 'plain'}>
                    {one.answer ? t(`card.answer.${one.answer}`) : t(`card.shown.state.${one.state}`)}
                  </Tag>
                  {one.answerUnit && (
                    <span className="small quiet">
                      {' '}
                      <bdi>{directory.names.unit(one.answerUnit)}</bdi>
                    </span>
                  )}
                </>
              ),
            },
            {
              key: 'seen',
              label: t('card.shown.next'),
              cell: (one) =>
                one.answer && !one.seenAt ? (
                  <Button kind="secondary" size="small" onClick={() => void seen(one.requestId, one.unitId)}>
                    <T id="card.shown.seen" />
                  </Button>
                ) : (
                  one.state === 'waiting' && (
                    <T id="card.shown.until" values={{ at: <When key="at" at={one.expiresAt} show="date" /> }} />
                  )
                ),
            },
          ]}
          empty={<EmptyState kind="none-yet" title={t('card.shown.none')} />}
        />
        <p className="quiet">
          <T id="card.shown.silence" />
        </p>
        {read.data.shown.length > 0 && (
          <section aria-labelledby="cards-of-ours">
            <h2 id="cards-of-ours">
              <T id="card.request.list" />
            </h2>
            <Queue
              caption={t('card.request.list')}
              hideCaption
              rows={read.data.shown}
              rowKey={(one) => one.requestId}
              columns={[
                {
                  key: 'unit',
                  label: t('card.request.unit'),
                  heads: true,
                  cell: (one) => (
                    <Link to={`/cards/${one.requestId}`}>
                      <bdi>{directory.names.unit(one.fromUnit)}</bdi>
                    </Link>
                  ),
                },
                { key: 'country', label: t('card.shown.country'), cell: (one) => countryOf(one.fromInstance) },
                { key: 'at', label: t('card.shown.at'), cell: (one) => <When at={one.shownAt} /> },
                {
                  key: 'state',
                  label: t('card.shown.state'),
                  cell: (one) => (
                    <Tag tone={one.state === 'waiting' ? 'warn' : 'plain'}>
                      {t(one.answer ? `card.answer.${one.answer}` : `card.request.state.${one.state}`)}
                    </Tag>
                  ),
                },
              ]}
              empty={null}
            />
          </section>
        )}
      </div>
    </Page>
  )
}
