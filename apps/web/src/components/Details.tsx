import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

/** More for those who want it. */
export const Details = ({ summary, open, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) => (
  <details className="details" open={open}>
    <summary>
      <Icon name="forward" size={14} />
      <span>{summary}</span>
    </summary>
    <div className="details-body stack">{children}</div>
  </details>
)
