import type { HandoverState } from '@ariadne/domain'
import { Callout } from '../../components/Tag.tsx'
import { When } from '../../components/When.tsx'
import { T } from '../../lib/i18n/text.tsx'
import type { OpenCase } from '../../lib/case/useCase.ts'

const STATE_TEXT = {
  waiting: 'handover.message.waiting',
  sent: 'handover.message.waiting',
  delivered: 'handover.message.delivered',
  processed: 'handover.message.processed',
} as const

/** Where the newest message of this handover is, in words. */
export const Delivery = ({ open, handover }: { open: OpenCase; handover: HandoverState }) => {
  const acts = new Set(
    open.view.actions
      .filter((action) => action.body?.['handoverId'] === handover.handoverId)
      .map((action) => action.id),
  )
  const messages = open.view.messages.filter((message) => acts.has(message.actionId))
  const failed = messages.filter((message) => message.state === 'refused' || message.state === 'expired')
  const newest = messages.at(-1)
  if (failed.length > 0)
    return (
      <Callout tone="danger" title={<T id="handover.message.failed.title" />}>
        {failed.map((message) => (
          <p key={message.actionId}>
            <T
              id={message.state === 'expired' ? 'handover.message.expired' : 'handover.message.refused'}
              values={{ at: <When at={message.at} />, code: message.code ?? '' }}
            />
          </p>
        ))}
      </Callout>
    )
  if (!newest || newest.state === 'refused' || newest.state === 'expired') return null
  return (
    <p className="quiet small" role="status">
      <T id={STATE_TEXT[newest.state]} values={{ at: <When at={newest.at} /> }} />
    </p>
  )
}
