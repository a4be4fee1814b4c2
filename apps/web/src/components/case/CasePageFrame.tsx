import type { ReactNode } from 'react'
import type { OpenCase } from '../../lib/case/useCase.ts'
import { T } from '../../lib/i18n/text.tsx'
import { Page } from '../Page.tsx'
import { AsOf } from '../Reading.tsx'
import { Id } from '../When.tsx'
import { CaseTabs } from './CaseTabs.tsx'

/** A page of a case: its reference (never a name), the tabs, and where it comes from when the network is away. */
export const CasePageFrame = ({
  open,
  titleId,
  heading,
  lead,
  asOf = null,
  actions,
  children,
}: {
  open: OpenCase
  titleId: string
  heading?: ReactNode
  lead?: ReactNode
  asOf?: string | null
  actions?: ReactNode
  children: ReactNode
}) => (
  <Page
    titleId={titleId}
    back="/cases"
    caption={
      heading ? (
        <>
          <T id="casefile.case" /> <Id>{open.state.reference}</Id>
        </>
      ) : undefined
    }
    heading={heading ?? <Id>{open.state.reference}</Id>}
    lead={lead}
    actions={actions}
    width="full"
  >
    <AsOf at={asOf} />
    <CaseTabs caseId={open.state.caseId} />
    {children}
  </Page>
)
