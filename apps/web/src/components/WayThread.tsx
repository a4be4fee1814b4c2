import type { ReactNode } from 'react'
import './wayThread.css'

/** Where one stands on a way of several pages: in words, and as a thread that is drawn as far as one has come. */
export const WayThread = ({ at, of, children }: { at: number; of: number; children: ReactNode }) => (
  <>
    <p className="way-step">{children}</p>
    <progress className="way-thread" max={of} value={at + 1} aria-hidden="true" />
  </>
)
