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
        {instance && (
          <span className="brand-instance">
            <bdi>{instance.name}</bdi>
          </span>
        )}
      </span>
    </>
  )
}

export const ModeBanner = ({ children }: { children?: ReactNode }) => {
  const mode = useInstance()?.mode
  if (mode !== 'demo' && mode !== 'training') return null
  return (
    <div className="demo-banner no-print" role="note">
      <T id={`shell.mode.${mode}`} /> {mode === 'demo' && children}
    </div>
  )
}

/** The frame of both headers: who this is at one end, what one can do at the other, the thread below. */
export const HeaderFrame = ({ brand, children }: { brand: ReactNode; children: ReactNode }) => (
  <header className="header no-print">
    <div className="header-row">
      {brand}
      <div className="header-actions">{children}</div>
    </div>
    <div className="header-thread" aria-hidden="true" />
  </header>
)
