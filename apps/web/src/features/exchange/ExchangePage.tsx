import type { ExchangeOverview } from '@ariadne/contract'
import { useActWords } from '../../components/act/words.ts'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { Reading } from '../../components/Reading.tsx'
import { Callout, Tag, type Tone } from '../../components/Tag.tsx'
import { Id, When } from '../../components/When.tsx'
import { useRead } from '../../lib/api/useRead.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'

type Message = ExchangeOverview['messages'][number]
type Peer = ExchangeOverview['peers'][number]

const TONES: Readonly<Record<string, Tone>> = {
  waiting: 'plain',
  sent: 'plain',
  delivered: 'accent',
  processed: 'good',
  accepted: 'good',
  refused: 'danger',
  expired: 'danger',
  void: 'warn',
  parked: 'warn',
}

/** Messages to and from other countries: whether they arrived, never what is in them. */
export const ExchangePage = () => {
  const read = useRead('GET /api/exchange', {}, { every: 15_000 })
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const words = useActWords()
  if (read.state !== 'ready') return <Reading read={read} titleId="exchange.title" />
  const { peers, messages, trustList, restored } = read.data
  const state = (code: string) => (has(`exchange.state.${code}`) ? t(`exchange.state.${code}`) : words.code(code))
  const reason = (code: string) =>
    has(`exchange.refused.${code}`)
      ? t(`exchange.refused.${code}`)
      : has(`refusal.${code}`)
        ? words.refusal(code)
        : code
  return (
    <Page titleId="exchange.title" lead={<T id="exchange.lead" />}>
      {restored && (
        <Callout tone="warn" title={<T id="exchange.restored.title" />}>
          <p>
            <T id="exchange.restored.body" />
          </p>
        </Callout>
      )}
      {(!trustList || trustList.stale) && (
        <Callout tone="danger" title={<T id="exchange.stale.title" />}>
          <p>
            <T id="exchange.stale.body" />
          </p>
        </Callout>
      )}
      <Queue<Peer>
        caption={t('exchange.peers')}
        rowKey={(peer) => peer.instanceId}
        rows={peers}
        empty={<EmptyState kind="none-yet" title={<T id="exchange.noPeers" />} />}
        columns={[
          { key: 'name', label: t('exchange.instance'), heads: true, cell: (peer) => peer.name },
          {
            key: 'country',
            label: t('field.country'),
            cell: (peer) => (peer.country ? format.country(peer.country) : '–'),
          },
          { key: 'waiting', label: t('exchange.waiting'), align: 'end', cell: (peer) => format.number(peer.waiting) },
          {
            key: 'delivered',
            label: t('exchange.lastDelivered'),
            cell: (peer) => (peer.lastDeliveredAt ? <When at={peer.lastDeliveredAt} /> : '–'),
          },
          {
            key: 'received',
            label: t('exchange.lastReceived'),
            cell: (peer) => (peer.lastReceivedAt ? <When at={peer.lastReceivedAt} /> : '–'),
          },
        ]}
      />
      <Queue<Message>
        caption={t('exchange.messages')}
        rowKey={(message) => `${message.direction}-${message.messageId}`}
        rows={messages}
        empty={<EmptyState kind="none-yet" title={<T id="exchange.noMessages" />} />}
        columns={[
          {
            key: 'what',
            label: t('exchange.what'),
            heads: true,
            cell: (message) => (has(`act.${message.kind}`) ? words.act(message.kind) : message.kind),
          },
          {
            key: 'way',
            label: t('exchange.way'),
            cell: (message) =>
              t(`exchange.way.${message.direction}`, {
                peer: peers.find((peer) => peer.instanceId === message.peer)?.name ?? message.peer,
              }),
          },
          {
            key: 'state',
            label: t('field.status'),
            cell: (message) => (
              <>
                <Tag tone={TONES[message.state] ?? 'plain'}>{state(message.state)}</Tag>
                {message.code && <span className="small"> {reason(message.code)}</span>}
              </>
            ),
          },
          { key: 'at', label: t('exchange.at'), cell: (message) => <When at={message.at} /> },
        ]}
      />
      {trustList && (
        <p className="quiet small">
          <T
            id="exchange.trustList"
            values={{
              version: <Id>{String(trustList.version)}</Id>,
              issued: <When at={trustList.issuedAt} show="date" />,
              expires: <When at={trustList.expiresAt} show="date" />,
            }}
          />
        </p>
      )}
    </Page>
  )
}
