import type { IndicatorSet, Sign } from '@ariadne/domain/screening'
import { useEffect, useState } from 'react'
import { Details } from '../../components/Details.tsx'
import { type Reading, findReading } from '../../lib/content/texts.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { type Mark, marksOf, withMark } from './draft.ts'
import { keepQuickKeys, quickKeys } from './memory.ts'
import { SignCard } from './SignCard.tsx'
import { useScreening } from './useScreening.tsx'

const DIMENSIONS = ['act', 'means', 'purpose', 'child', 'vulnerability'] as const satisfies readonly Sign['dimension'][]

const activeOf = (set: IndicatorSet) => set.signs.filter((sign) => sign.status === 'active')
export const firstViewOf = (set: IndicatorSet): Sign[] => activeOf(set).filter((sign) => sign.firstView === true)

/** What one press makes of a mark in quick mode: there, not there, could not tell, not looked at. */
export const cycled = (mark: Mark | undefined): Mark | undefined =>
  (({ none: 'present', present: 'not_seen', not_seen: 'not_known', not_known: undefined }) as const)[mark ?? 'none']

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, [contenteditable], dialog') !== null

/** Keys 1 to 8 for the first view: for a desk where many people pass. Off until somebody switches it on (WCAG 2.1.4). */
const useQuickKeys = (on: boolean, signs: readonly Sign[], press: (sign: Sign) => void) => {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const sign = signs[Number(event.key) - 1]
      if (!sign) return
      event.preventDefault()
      press(sign)
      document.getElementById(`sign-${sign.id}`)?.scrollIntoView({ block: 'nearest' })
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

/** The signs of the set: at most eight at first sight, all others by dimension behind one tap. */
export const SignList = () => {
  const { draft, change, set, reading } = useScreening()
  const t = useT()
  const format = useFormat()
  const [keys, setKeys] = useState(quickKeys)
  const [isBeside, setBeside] = useState(false)
  const marks = marksOf(draft)
  const first = firstViewOf(set.set)
  const more = activeOf(set.set).filter((sign) => sign.firstView !== true)
  const beside: Reading | undefined = isBeside ? findReading(set.texts, draft.language) : undefined
  const canStandBeside = draft.language !== reading.lang && findReading(set.texts, draft.language) !== undefined
  const mark = (sign: Sign, to: Mark | undefined) => change((now) => withMark(now, sign.id, to))
  useQuickKeys(keys, first, (sign) => mark(sign, cycled(marks[sign.id])))

  const card = (sign: Sign, number?: number) => (
    <SignCard
      key={sign.id}
      sign={sign}
      number={number}
      mark={marks[sign.id]}
      reading={reading}
      beside={beside}
      onMark={(to) => mark(sign, to)}
    />
  )
  const seenIn = (signs: readonly Sign[]) => signs.filter((sign) => marks[sign.id] === 'present').length

  return (
    <div className="sign-list">
      <ul className="signs">{first.map((sign, at) => card(sign, keys ? at + 1 : undefined))}</ul>
      <h2 className="signs-more">
        <T id="screening.observe.more" />
      </h2>
      {DIMENSIONS.map((dimension) => {
        const signs = more.filter((sign) => sign.dimension === dimension)
        if (signs.length === 0) return null
        const seen = seenIn(signs)
        return (
          <Details
            key={dimension}
            summary={
              <>
                <T id={`codes.screening.dimension.${dimension}`} /> ({format.number(signs.length)})
                {seen > 0 && (
                  <strong>
                    {' '}
                    <T id="screening.observe.seen" values={{ count: seen }} />
                  </strong>
                )}
              </>
            }
          >
            <ul className="signs">{signs.map((sign) => card(sign))}</ul>
          </Details>
        )
      })}
      <div className="row sign-tools">
        <label className="switch wide-only">
          <input
            type="checkbox"
            checked={keys}
            onChange={() => {
              keepQuickKeys(!keys)
              setKeys(!keys)
            }}
          />
          <T id="screening.observe.keys" values={{ last: first.length }} />
        </label>
        {canStandBeside && (
          <label className="switch">
            <input type="checkbox" checked={isBeside} onChange={() => setBeside(!isBeside)} />
            {t('screening.observe.beside', { language: format.language(draft.language) })}
          </label>
        )}
      </div>
    </div>
  )
}
