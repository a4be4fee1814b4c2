import type { Api } from '@ariadne/contract'
import { LinkButton } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Tag } from '../../components/Tag.tsx'
import { Deadline } from '../../components/When.tsx'
import { useFormat } from '../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../lib/i18n/text.tsx'
import { LineFacts, addressOfLine, useVerb } from './line.tsx'

type WorkQueueData = Api['GET /api/home']['response']['queues'][number]

/** One queue on the thread: how many, what, what is late, the most urgent lines, and one verb for the first of them. */
export const WorkQueue = ({ queue }: { queue: WorkQueueData }) => {
  const t = useT()
  const has = useHasText()
  const verb = useVerb()
  const format = useFormat()
  const [first] = queue.first
  const name = has(`queue.${queue.queue}`) ? t(`queue.${queue.queue}`) : queue.queue
  return (
    <li className="work-queue" data-overdue={queue.overdue > 0 ? '' : undefined}>
      <div className="work-head">
        <h2 className="work-title">
          <span className="work-count tabular">{format.number(queue.count)}</span>
          <Link to={`/queues/${queue.queue}`}>{name}</Link>
        </h2>
        {queue.overdue > 0 && (
          <Tag tone="danger">
            <T id="home.overdue" values={{ count: queue.overdue }} />
          </Tag>
        )}
        {first && (
          <span className="work-verb">
            <LinkButton to={addressOfLine(first)} kind="secondary" size="small">
              {verb(first.act)}
            </LinkButton>
          </span>
        )}
      </div>
      <ul className="work-lines">
        {queue.first.map((line) => (
          <li key={`${addressOfLine(line)} ${line.act} ${line.since}`}>
            <Link to={addressOfLine(line)}>
              <LineFacts line={line} />
            </Link>
            {line.dueAt && <Deadline due={line.dueAt} basis="target" />}
          </li>
        ))}
      </ul>
      {queue.count > queue.first.length && (
        <p className="small">
          <Link to={`/queues/${queue.queue}`}>
            <T id="home.all" values={{ count: queue.count }} />
          </Link>
        </p>
      )}
    </li>
  )
}
