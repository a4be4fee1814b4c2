import { Component, type ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { T } from '../lib/i18n/text.tsx'

/**
 * The last net: when a piece of the app does not come or breaks outside any page, a sentence and a way on stand in the place of an
 * empty screen. React knows no other form for this than a class.
 */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <main className="main door stack">
        <h1>
          <T id="shell.failed.title" />
        </h1>
        <p>
          <T id="shell.failed.lead" />
        </p>
        <Button onClick={() => location.reload()}>
          <T id="shell.failed.again" />
        </Button>
      </main>
    )
  }
}
