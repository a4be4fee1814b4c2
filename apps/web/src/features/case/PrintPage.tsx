import '../../components/case/case.css'
import { Page } from '../../components/Page.tsx'
import { PrintSheet } from '../../components/PrintSheet.tsx'
import { Reading } from '../../components/Reading.tsx'
import { useActWords } from '../../components/act/words.ts'
import { SummaryList } from '../../components/SummaryList.tsx'
import { Id, When } from '../../components/When.tsx'
import { nowIso } from '../../lib/clock.ts'
import { useDirectory } from '../../lib/case/directory.ts'
import { useCase } from '../../lib/case/useCase.ts'
import { useFormat } from '../../lib/i18n/format.ts'
import { T } from '../../lib/i18n/text.tsx'
import { usePathParams } from '../../lib/params.ts'
import { CaseTimeline } from './CaseTimeline.tsx'

/** The coded file on paper: no name, nothing sealed. */
export const PrintPage = () => {
  const { caseId } = usePathParams<'caseId'>()
  const read = useCase(caseId)
  const { names } = useDirectory()
  const words = useActWords(names)
  const format = useFormat()
  if (read.state !== 'ready') return <Reading read={read} titleId="casefile.print.title" back={`/cases/${caseId}`} />
  const { state } = read.data
  return (
    <Page titleId="casefile.print.title" back={`/cases/${caseId}`} lead={<T id="casefile.print.lead" />}>
      <PrintSheet
        title={
          <>
            <T id="casefile.case" /> <Id>{state.reference}</Id>
          </>
        }
      >
        <div className="stack-large">
          <p className="small">
            <T id="casefile.print.at" values={{ when: <When at={nowIso()} /> }} />
          </p>
          <SummaryList
            rows={[
              { key: 'status', label: words.field('', 'status'), value: words.code(state.status, 'status') },
              { key: 'age', label: words.field('', 'ageBand'), value: words.code(state.person.ageBand, 'ageBand') },
              { key: 'sex', label: words.field('', 'sex'), value: words.code(state.person.sex, 'sex') },
              {
                key: 'languages',
                label: words.field('', 'languages'),
                value: format.list(state.person.languages.map(format.language)),
              },
              {
                key: 'identification',
                label: <T id="casefile.identification" />,
                value: words.code(state.identification.status, 'identification'),
              },
              {
                key: 'lead',
                label: <T id="casefile.print.lead_unit" />,
                value: state.lead && names.unit(state.lead.unitId),
              },
            ]}
          />
          <CaseTimeline open={read.data} all />
        </div>
      </PrintSheet>
    </Page>
  )
}
