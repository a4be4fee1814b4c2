import { Queue } from '../../../components/Queue.tsx'
import { When } from '../../../components/When.tsx'
import type { Api } from '@ariadne/contract'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import { useNamed } from './useNamed.ts'

type Told = Api['GET /api/figures/alerts']['response']['fromOthers'][number]

/** What other countries told of theirs: round words without counts, worth a look at home. */
export const FromOthers = ({ told }: { told: readonly Told[] }) => {
  const t = useT()
  const format = useFormat()
  const named = useNamed()
  if (told.length === 0) return null
  return (
    <section className="stack">
      <Queue<Told>
        caption={<T id="figures.watch.others" />}
        rows={told}
        rowKey={(one) =>
          `${one.country} ${one.definition} ${one.from} ${one.fixed.map(({ category }) => category).join()}`
        }
        columns={[
          {
            key: 'country',
            label: t('figures.region.country'),
            heads: true,
            cell: (one) => format.country(one.country),
          },
          {
            key: 'what',
            label: t('figures.region.rose'),
            cell: (one) => (
              <>
                {named(one.fixed)} <span className="quiet small">({one.name})</span>
              </>
            ),
          },
          { key: 'since', label: t('figures.watch.since'), cell: (one) => format.day(one.from) },
          {
            key: 'times',
            label: t('figures.region.howMuch'),
            cell: (one) => <T id="figures.region.times" values={{ times: one.times, days: one.recurrence }} />,
          },
          {
            key: 'received',
            label: t('figures.region.received'),
            cell: (one) => <When at={one.receivedAt} show="date" />,
          },
        ]}
        empty={null}
      />
      <p className="quiet small">
        <T id="figures.watch.others.what" />
      </p>
    </section>
  )
}
