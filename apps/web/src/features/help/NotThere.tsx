import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { T } from '../../lib/i18n/text.tsx'

export const NotThere = () => (
  <Page titleId="shell.notFound.title" lead={<T id="shell.notFound.lead" />}>
    <LinkButton to="/help">
      <T id="shell.help.title" />
    </LinkButton>
  </Page>
)
