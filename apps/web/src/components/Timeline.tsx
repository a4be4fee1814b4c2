import type { ReactNode } from 'react'
import { When } from './When.tsx'

export interface TimelineItem {
  readonly id: string
  readonly title: ReactNode
  /** When it happened; missing for what is still to come. */
  readonly at?: string
  readonly who?: ReactNode
  readonly tag?: ReactNode
  readonly body?: ReactNode
  /** `next` hangs on the loose end of the thread. */
  readonly state?: 'done' | 'next'
}

/** What happened, knot by knot on one thread. Items come in the order they are given. */
export const Timeline = ({ items, label }: { items: readonly TimelineItem[]; label: string }) => (
  <ol className="timeline" aria-label={label}>
    {items.map((item) => (
      <li className="timeline-item" key={item.id} data-state={item.state ?? 'done'}>
        <div className="timeline-head">
          <span className="timeline-title">{item.title}</span>
          {item.tag}
        </div>
        {(item.at || item.who) && (
          <p className="timeline-meta">
            {item.at && <When at={item.at} />}
            {item.at && item.who && ' · '}
            {item.who}
          </p>
        )}
        {item.body && <div className="timeline-body">{item.body}</div>}
      </li>
    ))}
  </ol>
)

export interface Step {
  readonly key: string
  readonly label: ReactNode
}

/** Where a piece of work stands among its stages. */
export const Stepper = ({ steps, now, label }: { steps: readonly Step[]; now: string; label: string }) => {
  const at = steps.findIndex((step) => step.key === now)
  return (
    <ol className="stepper" aria-label={label}>
      {steps.map((step, index) => (
        <li
          className="step"
          key={step.key}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className="step-label">{step.label}</span>
        </li>
      ))}
    </ol>
  )
}
