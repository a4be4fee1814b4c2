import type { ReactNode } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Link } from './Link.tsx'
import { Tag } from './Tag.tsx'

export interface Task {
  readonly key: string
  readonly title: ReactNode
  readonly hint?: ReactNode
  /** No address, no link: a task that cannot start yet says why in its hint. */
  readonly to?: string
  readonly status: 'notStarted' | 'inProgress' | 'done' | 'cannotStart'
  /** Who did it and when, or what is missing. */
  readonly note?: ReactNode
}

/** Steps of one piece of work, in any order that their guards allow. */
export const TaskList = ({ tasks }: { tasks: readonly Task[] }) => (
  <ul className="task-list">
    {tasks.map((task) => (
      <li className="task" key={task.key}>
        <div>
          {task.to ? <Link to={task.to}>{task.title}</Link> : task.title}
          {task.hint && <span className="task-hint">{task.hint}</span>}
        </div>
        <span className="row">
          {task.note && <span className="quiet small">{task.note}</span>}
          {task.status === 'done' ? (
            <span className="small">
              <T id="shell.task.done" />
            </span>
          ) : (
            <Tag tone={task.status === 'cannotStart' ? 'plain' : 'accent'}>
              <T id={`shell.task.${task.status}`} />
            </Tag>
          )}
        </span>
      </li>
    ))}
  </ul>
)
