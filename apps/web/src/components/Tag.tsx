import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'danger'

/** A state in one or two words. The words say it; the colour only repeats it. */
export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className="tag" data-tone={tone}>
    {children}
  </span>
)

const ICON: Record<Tone, IconName> = { plain: 'info', accent: 'info', good: 'check', warn: 'alert', danger: 'stop' }

/** Something to know before going on. @example <Callout tone="warn" title={t('…')}>…</Callout> */
export const Callout = ({
  tone = 'accent',
  title,
  children,
}: {
  tone?: Tone
  title?: ReactNode
  children?: ReactNode
}) => (
  <div className="callout" data-tone={tone}>
    <Icon name={ICON[tone]} />
    <div className="stack">
      {title && <p className="callout-title">{title}</p>}
      {children}
    </div>
  </div>
)
