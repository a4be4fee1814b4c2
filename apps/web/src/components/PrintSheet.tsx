import type { ReactNode } from 'react'
import { T } from '../lib/i18n/text.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

/** What goes on paper, shown as it will be printed. Everything else of the page stays off the paper. */
export const PrintSheet = ({ title, lang, children }: { title: ReactNode; lang?: string; children: ReactNode }) => (
  <div>
    <p className="no-print">
      <Button kind="secondary" onClick={() => window.print()}>
        <Icon name="print" />
        <T id="shell.print" />
      </Button>
    </p>
    <section className="print-sheet" lang={lang}>
      <header className="print-sheet-head">
        <h2>{title}</h2>
      </header>
      {children}
    </section>
  </div>
)
