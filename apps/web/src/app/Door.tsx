import type { ReactNode } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Brand, HeaderFrame } from './Brand.tsx'
import { isFromOutside } from '../lib/outside.ts'
import { ExitButton } from './ExitButton.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'

/** The frame of the few pages where nobody is signed in: no navigation, no links into the app. The page for people outside has its own choice of language. */
export const Door = ({ children }: { children: ReactNode }) => (
  <div className="app">
    <a className="skip-link" href="#main">
      <T id="shell.skip" />
    </a>
    <HeaderFrame
      brand={
        <span className="brand">
          <Brand />
        </span>
      }
    >
      {!isFromOutside() && <LanguageMenu />}
      <ExitButton />
    </HeaderFrame>
    <main className="main" id="main" tabIndex={-1}>
      {children}
    </main>
  </div>
)
