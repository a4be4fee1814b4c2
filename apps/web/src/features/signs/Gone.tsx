import { LinkButton } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { Callout } from '../../components/Tag.tsx'
import { T, useT } from '../../lib/i18n/text.tsx'

/** A version that this device or this instance does not have. */
export const Gone = () => {
  const t = useT()
  return (
    <Page titleId="signs.title" back="/signs" width="text">
      <Callout tone="warn" title={t('signs.gone')}>
        <p>
          <T id="signs.gone.body" />
        </p>
      </Callout>
      <LinkButton kind="secondary" to="/signs">
        <T id="signs.all" />
      </LinkButton>
    </Page>
  )
}
