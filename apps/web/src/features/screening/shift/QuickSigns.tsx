import type { IndicatorSet, SignId } from '@ariadne/domain/screening'
import { Details } from '../../../components/Details.tsx'
import type { Reading } from '../../../lib/content/texts.ts'
import { directionOf } from '../../../lib/i18n/languages.ts'
import { T, useT } from '../../../lib/i18n/text.tsx'
import type { Mark, Marks } from '../draft.ts'
import { firstViewOf } from '../SignList.tsx'

/** The signs of the first view, each one press: there, or not. All others stand behind one more. */
export const QuickSigns = ({
  set,
  reading,
  marks,
  keys,
  onMark,
}: {
  set: IndicatorSet
  reading: Reading
  marks: Marks
  keys: boolean
  onMark: (sign: SignId, mark: Mark | undefined) => void
}) => {
  const t = useT()
  const first = firstViewOf(set)
  const more = set.signs.filter((sign) => sign.status === 'active' && sign.firstView !== true)
  const toggle = (id: SignId, number?: number) => {
    const there = marks[id] === 'present'
    return (
      <li key={id}>
        <button
          type="button"
          className="quick-sign"
          id={`sign-${id}`}
          aria-pressed={there}
          lang={reading.lang}
          dir={directionOf(reading.lang)}
          onClick={() => onMark(id, there ? undefined : 'present')}
        >
          {number !== undefined && (
            <kbd className="sign-key" aria-hidden="true">
              {number}
            </kbd>
          )}
          <span>{reading.get(`sign.${id}.label`)}</span>
        </button>
      </li>
    )
  }
  return (
    <section aria-labelledby="quick-signs">
      <h2 id="quick-signs" className="field-label">
        <T id="screening.shift.signs" />
      </h2>
      <ul className="quick-signs">{first.map(({ id }, at) => toggle(id, keys ? at + 1 : undefined))}</ul>
      <Details summary={t('screening.observe.more')}>
        <ul className="quick-signs">{more.map(({ id }) => toggle(id))}</ul>
      </Details>
    </section>
  )
}
