import type { Read } from '../lib/api/useRead.ts'
import { ApiError, OfflineError, codeOf } from '../lib/api/problem.ts'
import { useFormat } from '../lib/i18n/format.ts'
import { T, useHasText, useT } from '../lib/i18n/text.tsx'
import { AuditProgress } from './AuditProgress.tsx'
import { Button } from './Button.tsx'
import { Page } from './Page.tsx'
import { Callout } from './Tag.tsx'
import { When } from './When.tsx'

/** A page whose read has not answered yet, or could not. Says in words what is going on, and offers to try again. */
export const Reading = ({
  read,
  titleId = 'reading.title',
  back,
  bare = false,
  audited = false,
}: {
  read: Read<unknown>
  titleId?: string
  back?: string
  /** Inside a page that has its heading already. */
  bare?: boolean
  /** The server may first have to work out what of it may be told. */
  audited?: boolean
}) => {
  const body =
    read.state === 'failed' ? (
      <Failed error={read.error} retry={read.retry} />
    ) : (
      <>
        <p role="status" className="quiet">
          <T id="reading.loading" />
        </p>
        {audited && <AuditProgress />}
      </>
    )
  if (bare) return body
  return (
    <Page titleId={titleId} {...(back === undefined ? {} : { back })}>
      {body}
    </Page>
  )
}

/** Whose a page is: it is no fault of the device, and trying again opens nothing. */
const NotYours = ({ functions }: { functions: readonly string[] }) => {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const names = functions.filter((name) => has(`code.${name}`)).map((name) => t(`code.${name}`))
  return (
    <Callout title={<T id="reading.notYours" />}>
      <p>
        {names.length > 0 ? (
          <T id="reading.notYours.who" values={{ functions: format.list(names) }} />
        ) : (
          <T id="reading.notYours.ask" />
        )}
      </p>
    </Callout>
  )
}

const Failed = ({ error, retry }: { error: unknown; retry: () => void }) => {
  const code = codeOf(error)
  const known = useHasText()(`refusal.${code}`)
  if (error instanceof ApiError && error.status === 403 && !known) return <NotYours functions={error.mayInstead} />
  return (
    <Callout tone={error instanceof OfflineError ? 'warn' : 'danger'} title={<T id="reading.failed" />}>
      <p>
        <T id={known ? `refusal.${code}` : 'refusal.unexpected'} />
      </p>
      <Button kind="secondary" onClick={retry}>
        <T id="reading.again" />
      </Button>
    </Callout>
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
