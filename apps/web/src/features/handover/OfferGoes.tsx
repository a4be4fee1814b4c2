import type { HandoverState } from '@ariadne/domain'
import { useActWords } from '../../components/act/words.ts'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Callout } from '../../components/Tag.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { NotSent } from './NotSent.tsx'

/** Everything an offer tells the other side beside what is entered on its page, entry by entry; and what it does not tell. */
export const OfferGoes = ({ handover, child }: { handover: HandoverState; child: boolean }) => {
  const words = useActWords()
  const format = useFormat()
  const { query } = handover
  return (
    <div className="stack">
      <Callout title={<T id="handover.offer.goes" />}>
        <p>
          <T id="handover.offer.goesBody" values={{ reference: handover.handoverId.slice(0, 8) }} />
        </p>
      </Callout>
      <SummaryList
        rows={[
          { key: 'role', label: words.field('', 'role'), value: words.code(handover.role, 'role') },
          {
            key: 'needs',
            label: words.field('', 'needs'),
            value: format.list(query.needs.map((one) => words.code(one))),
          },
          { key: 'age', label: words.field('', 'ageBand'), value: words.code(query.ageBand, 'ageBand') },
          { key: 'child', label: words.field('', 'child'), value: words.code(child ? 'yes' : 'no') },
          { key: 'sex', label: words.field('', 'sex'), value: words.code(query.sex) },
          {
            key: 'languages',
            label: words.field('', 'languages'),
            value: format.list(query.languages.map(format.language)),
          },
          {
            key: 'window',
            label: <T id="handover.window" />,
            value: `${format.day(query.fromOn)} – ${format.day(query.untilOn)}`,
          },
        ]}
      />
      <NotSent stage="offer" />
    </div>
  )
}
