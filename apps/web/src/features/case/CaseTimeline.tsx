import { ACTS, formOf } from '@ariadne/domain'
import type { ActionView } from '@ariadne/contract'
import { useState } from 'react'
import { useActWords, type ActWords } from '../../components/act/words.ts'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { SealedBox, SealedChip } from '../../components/sealed/SealedBox.tsx'
import { Tag, type Tone } from '../../components/Tag.tsx'
import { Timeline, type TimelineItem } from '../../components/Timeline.tsx'
import { useDirectory } from '../../lib/case/directory.ts'
import { openParts, openerFor } from '../../lib/case/submit.ts'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { T, useT } from '../../lib/i18n/text.tsx'
import { useMe } from '../../lib/session/me.tsx'

const AT_FIRST = 10
const LOOKS: readonly string[] = ['vault.opened']
/** Entries that say nothing to a reader: statements every such act makes, and ids. */
const UNSAID: readonly string[] = [
  'confirm',
  'agreement',
  'handover',
  'action',
  'screening',
  'referral',
  'instance',
  'text',
]

/** The coded facts of an act in words: "Based on: document seen · Country: Albania". */
export const factsOf = (action: Pick<ActionView, 'kind' | 'body'>, words: ActWords): string => {
  const definition = ACTS.get(action.kind)
  if (!definition || !action.body) return ''
  return formOf(definition)
    .filter((field) => !UNSAID.includes(field.kind) && field.name !== 'class')
    .flatMap((field) => {
      const text = words.value(field, action.body?.[field.name])
      return text ? [`${words.field(action.kind, field.name)}: ${text}`] : []
    })
    .join(' · ')
}

const MESSAGE: Readonly<Record<string, Tone>> = {
  processed: 'good',
  delivered: 'good',
  refused: 'danger',
  expired: 'danger',
}

/** Everything that happened, the latest first; what waits on this device hangs at the loose end. */
export const CaseTimeline = ({ open, all = false }: { open: OpenCase; all?: boolean }) => {
  const me = useMe()
  const t = useT()
  const { names } = useDirectory()
  const words = useActWords(names)
  const [looks, setLooks] = useState(false)
  const [whole, setWhole] = useState(all)
  const { view, state, pending } = open
  const shown = view.actions.filter((action) => looks || !LOOKS.includes(action.kind)).toReversed()
  const hidden = view.actions.length - view.actions.filter((action) => !LOOKS.includes(action.kind)).length
  const who = (by: ActionView['by'], unitName: string | null, byName: string | null) => (
    <>
      {words.code(by.function)} · <bdi>{unitName ?? names.unit(by.unitId)}</bdi>
      {byName && (
        <>
          {' · '}
          <bdi>{byName}</bdi>
        </>
      )}
    </>
  )
  const item = (action: ActionView): TimelineItem => {
    const parts = state.parts.filter((part) => action.parts.some((one) => one.partId === part.partId))
    const opener = all ? null : openerFor(open, parts)
    const message = view.messages.find((one) => one.actionId === action.id)
    const facts = factsOf(action, words)
    return {
      id: action.id,
      title: words.done(action.kind),
      at: action.occurredAt,
      who: who(action.by, action.unitName, action.byName),
      tag: (
        <>
          {message && <Tag tone={MESSAGE[message.state] ?? 'plain'}>{t(`casefile.message.${message.state}`)}</Tag>}
          {action.body === null && (
            <Tag>
              <T id="casefile.erased" />
            </Tag>
          )}
        </>
      ),
      body: (facts !== '' || parts.length > 0) && (
        <>
          {facts && <p className="small">{facts}</p>}
          {parts.length > 0 &&
            (opener ? (
              <SealedBox
                classes={parts.map((part) => part.class)}
                opener={(reason) => openParts(open, opener.partIds, reason, opener.by, me)}
              />
            ) : (
              <p className="chips">
                {parts.map((part) => (
                  <SealedChip key={part.partId} partClass={part.class} />
                ))}
              </p>
            ))}
        </>
      ),
    }
  }
  const waiting = pending.toReversed().map((act): TimelineItem => ({
    id: act.id,
    title: words.done(act.kind),
    at: act.occurredAt,
    who: who(act.by, null, null),
    state: 'next',
    tag: (
      <Tag tone="warn">
        <Link to="/outbox">
          <T id="casefile.waiting" />
        </Link>
      </Tag>
    ),
  }))
  const items = shown.slice(0, whole ? undefined : AT_FIRST).map(item)
  return (
    <section className="stack" aria-labelledby="case-timeline">
      <h2 id="case-timeline">
        <T id="casefile.timeline" />
      </h2>
      <Timeline label={t('casefile.timeline')} items={[...waiting, ...items]} />
      <div className="row no-print">
        {!whole && shown.length > AT_FIRST && (
          <Button kind="secondary" onClick={() => setWhole(true)}>
            <T id="casefile.timeline.all" values={{ count: shown.length }} />
          </Button>
        )}
        {hidden > 0 && (
          <Button kind="quiet" aria-pressed={looks} onClick={() => setLooks(!looks)}>
            <T id={looks ? 'casefile.timeline.hide_looks' : 'casefile.timeline.looks'} values={{ count: hidden }} />
          </Button>
        )}
      </div>
    </section>
  )
}
