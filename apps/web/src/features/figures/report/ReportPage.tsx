import type { ReportView } from '@ariadne/contract'
import { useState } from 'react'
import { Callout, Tag } from '../../../components/Tag.tsx'
import { AsOf, Reading } from '../../../components/Reading.tsx'
import { When } from '../../../components/When.tsx'
import { AUDIT_MS } from '../../../lib/api/request.ts'
import { useRead } from '../../../lib/api/useRead.ts'
import { useLanguage } from '../../../lib/i18n/I18nProvider.tsx'
import { T } from '../../../lib/i18n/text.tsx'
import { usePathParams } from '../../../lib/params.ts'
import { useDefinitions } from '../definitions.ts'
import { FiguresPage } from '../FiguresPage.tsx'
import { YearSelect, useYear } from '../FunnelPage.tsx'
import { CellDialog } from './CellDialog.tsx'
import { ReportActs } from './ReportActs.tsx'
import { ReportTable } from './ReportTable.tsx'
import './report.css'

type Cell = ReportView['tables'][number]['cells'][number]

/** One report for one year. Every cell opens to what it counts. */
export const ReportPage = () => {
  const { report } = usePathParams<'report'>()
  const { language } = useLanguage()
  const chosen = useYear(`/figures/reports/${report}`)
  const read = useRead(
    'GET /api/figures/reports/{report}',
    { params: { report }, query: { year: Number(chosen.year), language } },
    { within: AUDIT_MS },
  )
  const definitions = useDefinitions()
  const [opened, setOpened] = useState<Cell | null>(null)
  if (read.state !== 'ready')
    return <Reading read={read} titleId="figures.report.title" back="/figures/reports" audited />
  const view = read.data
  const of = (id: string) =>
    definitions.state === 'ready' ? definitions.data.definitions.find((one) => one.id === id) : undefined
  return (
    <FiguresPage
      titleId="figures.report.title"
      heading={
        <>
          <bdi>{view.title}</bdi> {view.year}
        </>
      }
      lead={<T id="figures.report.lead" values={{ recipient: view.recipient }} />}
    >
      <AsOf at={read.asOf} />
      <YearSelect {...chosen} />
      <ReportActs view={view} />
      {view.changes.cells.length > 0 && view.changes.since !== null && (
        <Callout tone="warn">
          <p>
            <T
              id="figures.report.changed"
              values={{
                count: view.changes.cells.length,
                at: <When at={view.changes.since} show="date" />,
                late: view.changes.lateFacts,
              }}
            />
          </p>
        </Callout>
      )}
      {view.tables.map((table) => (
        <section key={table.id} className="report-table">
          <h2>
            {table.title}{' '}
            {table.mark === 'not_verified' && (
              <Tag tone="warn">
                <T id="figures.notVerified" />
              </Tag>
            )}
          </h2>
          <ReportTable
            table={table}
            dimensions={definitions.state === 'ready' ? definitions.data.dimensions : {}}
            isShare={({ definition }) => of(definition)?.kind === 'share'}
            onOpen={setOpened}
          />
        </section>
      ))}
      <section className="stack small quiet">
        {view.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        <ul className="plain-list">
          {view.sources.map((source) => (
            <li key={source.title}>
              <bdi>{source.title}</bdi>
              {source.publisher && (
                <>
                  {' · '}
                  <bdi>{source.publisher}</bdi>
                </>
              )}
              {source.year !== null && <> · {source.year}</>}
            </li>
          ))}
        </ul>
      </section>
      {opened && <CellDialog cell={opened} definition={of(opened.definition)} onClose={() => setOpened(null)} />}
    </FiguresPage>
  )
}
