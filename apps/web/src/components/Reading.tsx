import type { Read } from '../lib/api/useRead.ts'
import { codeOf } from '../lib/api/problem.ts'
import { T, useHasText } from '../lib/i18n/text.tsx'
import { Button } from './Button.tsx'
import { Page } from './Page.tsx'
import { Callout } from './Tag.tsx'
import { When } from './When.tsx'

/** A page whose read has not answered yet, or could not. Says in words what is going on, and offers to try again. */
export const Reading = ({ read, titleId = 'reading.title', back }: { read: Read<unknown>; titleId?: string; back?: string }) => {
  const has = useHasText()
  const common = { titleId, ...(back === undefined ? {} : { back }) }
  if (read.state !== 'failed')
    return (
      <Page {...common}>
        <p role="status" className="quiet">
          <T id="reading.loading" />
        </p>
      </Page>
    )
  const code = codeOf(read.error)
  return (
    <Page {...common}>
      <Callout tone={code === 'offline' ? 'warn' : 'danger'} title={<T id="reading.failed" />}>
        <p>
          <T id={has(`refusal.${code}`) ? `refusal.${code}` : 'refusal.unexpected'} />
        </p>
        <Button kind="secondary" onClick={read.retry}>
          <T id="reading.again" />
        </Button>
      </Callout>
    </Page>
  )
}

/** Says that a page shows what this device kept, when the network is away. */
export const AsOf = ({ at }: { at: string | null }) =>
  at === null ? null : (
    <Callout tone="warn">
      <p>
        <T id="reading.kept" /> <When at={at} />
      </p>
    </Callout>
  )
