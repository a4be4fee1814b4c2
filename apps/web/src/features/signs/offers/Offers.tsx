import { useState } from 'react'
import { Button } from '../../../components/Button.tsx'
import { Link } from '../../../components/Link.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { Callout } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { api } from '../../../lib/api/request.ts'
import { queries } from '../../../lib/api/useRead.ts'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useMe } from '../../../lib/session/me.tsx'
import type { Offered } from '../known.ts'
import { ContentNames } from '../Names.tsx'
import { OfferState } from './State.tsx'

/** Looks now, instead of within minutes, at what the secretariat offers and at who has signed. */
const Look = () => {
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const look = async () => {
    setBusy(true)
    const answer = await api('POST /api/content/look', { body: {} }).catch(() => undefined)
    setFailed(!answer?.reached)
    await queries.invalidateQueries()
    setBusy(false)
  }
  return (
    <>
      {failed && (
        <Callout tone="warn">
          <p role="alert">
            <T id="signs.offers.notReached" />
          </p>
        </Callout>
      )}
      <Button kind="secondary" busy={busy} onClick={() => void look()}>
        <T id="signs.offers.look" />
      </Button>
    </>
  )
}

/** What the secretariat offers to the countries, and how far they have agreed to it. */
export const Offers = ({ offers }: { offers: readonly Offered[] }) => {
  const t = useT()
  const format = useFormat()
  const { instance } = useMe()
  return (
    <section className="stack">
      <Queue<Offered>
        caption={<T id="signs.offers" />}
        rows={offers}
        rowKey={({ digest }) => digest}
        columns={[
          {
            key: 'contents',
            label: t('signs.package.contents'),
            heads: true,
            cell: ({ digest, contents }) => (
              <Link to={`/signs/offers/${digest}`}>
                <ContentNames contents={contents} />
              </Link>
            ),
          },
          { key: 'state', label: t('signs.column.state'), cell: (offer) => <OfferState {...offer} /> },
          {
            key: 'signed',
            label: t('signs.package.signed'),
            cell: ({ signers }) =>
              signers.length > 0 ? (
                format.facts(signers.map(({ country }) => format.country(country)))
              ) : (
                <T id="signs.offers.nobody" />
              ),
          },
          { key: 'at', label: t('signs.offers.since'), cell: ({ issuedAt }) => <When at={issuedAt} /> },
        ]}
        empty={
          <EmptyState kind="none-yet" title={<T id="signs.offers.none" />}>
            <p>
              <T id={`signs.offers.none.${instance.kind}`} />
            </p>
          </EmptyState>
        }
      />
      <div>
        <Look />
      </div>
    </section>
  )
}
