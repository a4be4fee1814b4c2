import type { ReactNode } from 'react'
import { Mark } from '../components/Mark.tsx'
import { T } from '../lib/i18n/text.tsx'
import { useInstance } from '../lib/session/instance.ts'

/** The mark, whose line goes on under the whole header, and whose instance this is. */
export const Brand = () => {
  const instance = useInstance()
  return (
    <>
      <Mark />
      <span className="brand-words">
        <span className="brand-name">
          <T id="shell.app" />
        </span>
        {instance && <bdi className="brand-instance">{instance.name}</bdi>}
      </span>
    </>
  )
}

const ModeBanner = ({ children }: { children: ReactNode }) => {
  const mode = useInstance()?.mode
  if (mode !== 'demo' && mode !== 'training') return null
  return (
    <p className="demo-banner">
      <T id={`shell.mode.${mode}`} /> {mode === 'demo' && children}
    </p>
  )
}

/** The frame of both headers: the mode, who this is at one end, what one can do at the other, the thread below. */
export const HeaderFrame = ({
  banner,
  brand,
  children,
}: {
  banner?: ReactNode
  brand: ReactNode
  children: ReactNode
}) => (
  <header className="header no-print">
    <ModeBanner>{banner}</ModeBanner>
    <div className="header-row">
      {brand}
      <div className="header-actions">{children}</div>
    </div>
    <div className="header-thread" aria-hidden="true" />
  </header>
)
