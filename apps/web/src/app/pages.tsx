import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button, LinkButton } from '../components/Button.tsx'
import { Page } from '../components/Page.tsx'
import { T } from '../lib/i18n/text.tsx'

export const PageLoading = () => (
  <p role="status" className="quiet">
    <T id="shell.loading" />
  </p>
)

export const NotFoundPage = () => (
  <Page titleId="shell.notFound.title" lead={<T id="shell.notFound.lead" />}>
    <LinkButton to="/">
      <T id="shell.notFound.home" />
    </LinkButton>
  </Page>
)

/** A page that broke. What was typed is on the device; the rest of the app goes on. */
export const PageFailed = ({ error, reset }: ErrorComponentProps) => (
  <Page titleId="shell.failed.title" lead={<T id="shell.failed.lead" />}>
    <div className="stack">
      <div className="row">
        <Button onClick={reset}>
          <T id="shell.failed.again" />
        </Button>
        <LinkButton to="/" kind="secondary">
          <T id="shell.notFound.home" />
        </LinkButton>
      </div>
      <details className="details">
        <summary>
          <span>
            <T id="shell.failed.details" />
          </span>
        </summary>
        <pre className="details-body tiny" dir="ltr">
          {error instanceof Error ? error.message : String(error)}
        </pre>
      </details>
    </div>
  </Page>
)
