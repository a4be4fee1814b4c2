import '../sealed/sealed.css'
import type { CommandOutcome } from '@ariadne/contract'
import { T } from '../../lib/i18n/text.tsx'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { SummaryList, type SummaryRow } from '../SummaryList.tsx'
import { Callout } from '../Tag.tsx'
import { Timeline } from '../Timeline.tsx'
import type { ActWords } from './words.ts'

export type Answer =
  | CommandOutcome
  | { readonly status: 'failed'; readonly code: string }
  /** Refused here already, before anything was sent. */
  | { readonly status: 'refused'; readonly code: string; readonly mayInstead?: readonly string[] }

/** What became of a command that was not accepted: nothing changed, and here is why. */
export const OutcomeCallout = ({ outcome, words }: { outcome: Answer; words: ActWords }) => {
  const answered = outcome as CommandOutcome
  if (outcome.status === 'conflict')
    return (
      <Callout tone="warn" title={<T id="act.conflict.title" />}>
        <p>
          <T id="act.conflict.body" values={{ region: words.code(answered.conflict?.region ?? '', 'region') }} />
        </p>
      </Callout>
    )
  const title = outcome.status === 'failed' ? 'act.failed.title' : 'act.refused.title'
  return (
    <Callout tone="danger" title={<T id={title} />}>
      <p>{words.refusal(outcome.code ?? 'unexpected', answered.mayInstead)}</p>
    </Callout>
  )
}

/**
 * A conflict, side by side: what somebody was about to record and on which state, and what others did in the meantime.
 * @param seen the case as it was when the form was opened
 * @param open the case as it is now
 */
export const ConflictCompared = ({
  rows,
  seen,
  open,
  words,
}: {
  rows: readonly SummaryRow[]
  seen: OpenCase
  open: OpenCase
  words: ActWords
}) => {
  const since = open.view.actions.filter((action) => action.sequence > seen.state.sequence)
  return (
    <div className="compare">
      <section>
        <h2>
          <T id="act.conflict.yours" />
        </h2>
        <SummaryList rows={rows} />
      </section>
      <section>
        <h2>
          <T id="act.conflict.since" />
        </h2>
        {since.length === 0 ? (
          <p>
            <T id="act.conflict.loading" />
          </p>
        ) : (
          <Timeline
            label={words.code('since')}
            items={since.map((action) => ({
              id: action.id,
              title: words.done(action.kind),
              at: action.occurredAt,
              who: [action.byName, words.code(action.by.function), action.unitName ?? action.by.unitId]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
        )}
      </section>
    </div>
  )
}
