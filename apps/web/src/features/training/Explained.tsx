import type { Outcome } from '@ariadne/domain/screening'
import type { Judged, PracticePage } from '@ariadne/domain/training'
import { useEffect, useRef } from 'react'
import { Reasons } from '../../components/reasons/Reasons.tsx'
import { Callout } from '../../components/Tag.tsx'
import type { Reading } from '../../lib/content/texts.ts'
import { directionOf } from '../../lib/i18n/languages.ts'
import { T, useT } from '../../lib/i18n/text.tsx'

const TONE = { same: 'good', more: 'accent', less: 'warn' } as const

/** The answer of the set's own rules, how the choice stands to it, and which signs were seen differently. */
export const Explained = ({
  judged: { evaluation, choice, missed, added },
  chosen,
  signs,
  words,
  page,
}: {
  judged: Judged
  chosen: Outcome
  signs: Reading
  words: Reading
  page: PracticePage
}) => {
  const t = useT()
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => top.current?.focus({ preventScroll: false }), [])
  const list = (ids: readonly string[]) => (
    <ul className="plain-list" lang={signs.lang} dir={directionOf(signs.lang)}>
      {ids.map((id) => (
        <li key={id}>{signs.get(`sign.${id}.label`)}</li>
      ))}
    </ul>
  )
  const outcome = (value: Outcome) => t(`codes.screening.outcome.${value}`)
  return (
    <div className="explained stack" ref={top} tabIndex={-1}>
      <Callout
        tone={TONE[choice]}
        title={<T id="training.practice.rulesSay" values={{ outcome: outcome(evaluation.outcome) }} />}
      >
        <p>
          <T id={`training.practice.${choice}`} values={{ chosen: outcome(chosen) }} />
        </p>
      </Callout>
      <p className="thought" lang={words.lang} dir={directionOf(words.lang)}>
        {words.get(`page.${page.id}.explained`)}
      </p>
      {missed.length > 0 && (
        <section>
          <h2>
            <T id="training.practice.missed" />
          </h2>
          {list(missed)}
        </section>
      )}
      {added.length > 0 && (
        <section>
          <h2>
            <T id="training.practice.added" />
          </h2>
          {list(added)}
        </section>
      )}
      {missed.length + added.length === 0 && (
        <p>
          <T id="training.practice.allSeen" />
        </p>
      )}
      <Reasons evaluation={evaluation} reading={signs} />
    </div>
  )
}
