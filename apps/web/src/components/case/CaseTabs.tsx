import { useT } from '../../lib/i18n/text.tsx'
import { T } from '../../lib/i18n/text.tsx'
import { NavTabs } from '../NavTabs.tsx'

/** The pages of one case, each with its own address. */
export const CaseTabs = ({ caseId }: { caseId: string }) => {
  const t = useT()
  const pages = [
    ['', 'casefile.tab.case'],
    ['/agreements', 'casefile.tab.agreements'],
    ['/handover', 'casefile.tab.handover'],
    ['/seen', 'casefile.tab.seen'],
  ] as const
  return (
    <NavTabs
      label={t('casefile.tabs')}
      tabs={pages.map(([path, label]) => ({ to: `/cases/${caseId}${path}`, label: <T id={label} /> }))}
    />
  )
}
