import type { ReactNode } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { DoorHeader } from './Header.tsx'

/** The frame of the few pages where nobody is signed in: no navigation, no links into the app. */
export const Door = ({ children }: { children: ReactNode }) => (
  <div className="app">
    <a className="skip-link" href="#main">
      <T id="shell.skip" />
    </a>
    <DoorHeader />
    <main className="main" id="main" tabIndex={-1}>
      {children}
    </main>
  </div>
)
