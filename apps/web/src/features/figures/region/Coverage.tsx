import type { Api } from '@ariadne/contract'
import { Details } from '../../../components/Details.tsx'
import { EmptyState, Queue } from '../../../components/Queue.tsx'
import { Tag } from '../../../components/Tag.tsx'
import { When } from '../../../components/When.tsx'
import { useFormat } from '../../../lib/i18n/format.ts'
import { T, useHasText, useT } from '../../../lib/i18n/text.tsx'
import { CellValue } from '../chart/CellValue.tsx'
import { type Definitions, useNamedPart } from '../definitions.ts'
import './region.css'

type Region = Api['GET /api/figures/region']['response']
type Report = Region['countries'][number]['reports'][number]
type Version = Report['versions'][number]

const MOST_SHOWN = 12

const ReportName = ({ of }: { of: string }) => {
  const has = useHasText()
  return has(`figures.reportName.${of}`) ? <T id={`figures.reportName.${of}`} /> : <bdi>{of}</bdi>
}

/** Which figures a version corrected: what stood there, and what stands there now. */
const Corrections = ({ version, definitions }: { version: Version; definitions: Definitions }) => {
  const format = useFormat()
  const part = useNamedPart(definitions)
  const nameOf = ({ definition, key }: Version['changes'][number]): string => {
    const name = definitions.definitions.find((one) => one.id === definition)?.name ?? definition
    const parts = Object.entries(key).flatMap(([axis, code]) =>
      axis === 'line' || code === 'Total' ? [] : [part(axis, code)],
    )
    return format.facts([name, ...parts])
  }
  const rest = version.changes.length - MOST_SHOWN
  return (
    <>
      <ul className="plain-list corrections">
        {version.changes.slice(0, MOST_SHOWN).map((change) => (
          <li key={`${change.table} ${JSON.stringify(change.key)}`}>
            {nameOf(change)}: <s>{change.before ? <CellValue cell={change.before} /> : '–'}</s>{' '}
            <strong>{change.after ? <CellValue cell={change.after} /> : '–'}</strong>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p className="quiet small">
          <T id="figures.region.moreCorrected" values={{ count: rest }} />
        </p>
      )}
    </>
  )
}

const Received = ({ report, definitions }: { report: Report; definitions: Definitions }) => {
  const corrected = report.versions.filter(({ changes }) => changes.length > 0)
  return (
    <li>
      <ReportName of={report.report} /> · <When at={report.receivedAt} show="date" />{' '}
      {report.late === true && (
        <Tag tone="warn">
          <T id="figures.region.late" />
        </Tag>
      )}{' '}
      {report.method !== 'suppress' && (
        <Tag>
          <T id={`figures.releases.by.${report.method}`} />
        </Tag>
      )}
      {corrected.map((version) => (
        <Details
          key={version.version}
          summary={
            <T
              id="figures.region.corrected"
              values={{ count: version.changes.length, at: <When at={version.issuedAt} show="date" /> }}
            />
          }
        >
          <Corrections version={version} definitions={definitions} />
        </Details>
      ))}
    </li>
  )
}

/** Who has reported, what was corrected and when, and who has not reported. */
export const Coverage = ({ region, definitions }: { region: Region; definitions: Definitions }) => {
  const t = useT()
  const late = region.countries.filter(({ missing }) => missing.length > 0)
  return (
    <section className="stack region-part">
      <Queue
        caption={
          <T
            id="figures.region.coverage"
            values={{ late: late.length, all: region.countries.length, year: region.year }}
          />
        }
        rows={region.countries}
        rowKey={(one) => one.instanceId}
        columns={[
          { key: 'country', label: t('figures.region.country'), heads: true, cell: (one) => <bdi>{one.name}</bdi> },
          {
            key: 'reports',
            label: t('figures.region.received'),
            cell: (one) => (
              <ul className="plain-list">
                {one.reports.map((report) => (
                  <Received key={report.report} report={report} definitions={definitions} />
                ))}
              </ul>
            ),
          },
          {
            key: 'missing',
            label: t('figures.region.missing'),
            cell: (one) => (
              <ul className="plain-list">
                {one.missing.map(({ report, overdue }) => (
                  <li key={report}>
                    <Tag tone={overdue === true ? 'danger' : 'warn'}>
                      <ReportName of={report} />
                    </Tag>{' '}
                    {overdue === true && (
                      <span className="small">
                        <T id="figures.region.overdue" />
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
        empty={<EmptyState kind="none-yet" title={<T id="figures.region.noCountries" />} />}
      />
    </section>
  )
}

/** What was handed in as a release and was none. Nothing of it was kept but that it came. */
export const Refused = ({ refused }: { refused: Region['refused'] }) => {
  const t = useT()
  const has = useHasText()
  if (refused.length === 0) return null
  return (
    <Details summary={<T id="figures.region.refused" values={{ count: refused.length }} />}>
      <Queue
        caption={<T id="figures.region.refused" values={{ count: refused.length }} />}
        hideCaption
        rows={refused}
        rowKey={(one) => one.id}
        columns={[
          { key: 'at', label: t('figures.region.when'), heads: true, cell: (one) => <When at={one.at} /> },
          {
            key: 'from',
            label: t('figures.region.from'),
            cell: (one) => (one.peer === null ? <T id="figures.region.file" /> : <bdi dir="ltr">{one.peer}</bdi>),
          },
          {
            key: 'claims',
            label: t('figures.region.claims'),
            cell: (one) =>
              one.name === null ? '–' : <bdi>{`${one.name} ${one.period ?? ''} (${one.version ?? ''})`}</bdi>,
          },
          {
            key: 'why',
            label: t('figures.region.why'),
            cell: (one) =>
              has(`figures.refused.${one.code}`) ? t(`figures.refused.${one.code}`) : t('figures.refused.other'),
          },
        ]}
        empty={null}
      />
    </Details>
  )
}
