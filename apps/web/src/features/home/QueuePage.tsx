import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { EmptyState, Queue } from '../../components/Queue.tsx'
import { AsOf, Reading } from '../../components/Reading.tsx'
import { Deadline, When } from '../../components/When.tsx'
import { readKept, useRead } from '../../lib/api/useRead.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { LineFacts, type QueueLine, addressOfLine, useVerb } from './line.tsx'

/** One queue, all of it, the most urgent first. */
export const QueuePage = () => {
  const { queue } = usePathParams<'queue'>()
  return <Lines key={queue} queue={queue} />
}

const Lines = ({ queue }: { queue: string }) => {
  const t = useT()
  const has = useHasText()
  const verb = useVerb()
  const read = useRead('GET /api/queues/{queue}', { params: { queue }, query: {} })
  const [more, setMore] = useState<{ lines: readonly QueueLine[]; next: string | null } | null>(null)
  const name = has(`queue.${queue}`) ? t(`queue.${queue}`) : queue
  if (read.state !== 'ready') return <Reading read={read} titleId="home.queue.title" back="/" />
  const lines = [...read.data.entries, ...(more?.lines ?? [])]
  const next = more ? more.next : read.data.next
  const readMore = async () => {
    const { data } = await readKept('GET /api/queues/{queue}', {
      params: { queue },
      query: { after: next ?? undefined },
    })
    setMore({ lines: [...(more?.lines ?? []), ...data.entries], next: data.next })
  }
  return (
    <Page titleId="home.queue.title" heading={name} back="/">
      <div className="stack">
        <AsOf at={read.asOf} />
        <Queue<QueueLine>
          caption={name}
          hideCaption
          rows={lines}
          rowKey={(line) => `${addressOfLine(line)} ${line.act} ${line.since} ${line.unitId}`}
          columns={[
            {
              key: 'what',
              label: t('home.queue.what'),
              heads: true,
              cell: (line) => (
                <Link to={addressOfLine(line)}>
                  <LineFacts line={line} />
                </Link>
              ),
            },
            {
              key: 'due',
              label: t('home.queue.due'),
              cell: (line) => line.dueAt && <Deadline due={line.dueAt} basis="target" />,
            },
            { key: 'since', label: t('home.queue.since'), cell: (line) => <When at={line.since} show="date" /> },
            { key: 'act', label: t('home.queue.act'), cell: (line) => verb(line.act) },
          ]}
          empty={
            <EmptyState kind="none-yet" title={<T id="home.queue.none" />}>
              <p>
                <T id="home.queue.noneBody" />
              </p>
            </EmptyState>
          }
        />
        {next && (
          <Button kind="secondary" onClick={() => void readMore()}>
            <T id="home.queue.more" />
          </Button>
        )}
      </div>
    </Page>
  )
}
